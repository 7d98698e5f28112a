// An answer as table, map, chart, network and raw text. All text from the data reaches the page as text, never as markup.

export const VIEWS = ["table", "map", "chart", "network", "raw"];
const MOST_ROWS = 500;
const MOST_BARS = 40;
const MOST_DOTS = 150;
const LABEL = "http://www.w3.org/2004/02/skos/core#prefLabel";

function html(tag, properties, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}

function svg(tag, attributes, ...children) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

const short = (value, most = 40) => (value.length > most ? `${value.slice(0, most - 1)}…` : value);
const nameOf = (iri) => iri.replace(/.*[#/](?=.)/, "");

// ours lead to our own page of the thing; others of the web to where they say
function hrefOf(iri, ids) {
  if (iri.startsWith(ids)) return `/${iri.slice(ids.length)}`;
  return /^https?:\/\//i.test(iri) ? iri : null;
}

function value(term, ids) {
  if (!term) return "";
  if (term.type !== "uri") return term.value ?? JSON.stringify(term);
  const href = hrefOf(term.value, ids);
  const text = term.value.startsWith(ids) ? term.value.slice(ids.length) : term.value;
  return href ? html("a", { href, rel: "noreferrer" }, text) : text;
}

function table(columns, rows, ids) {
  const head = html("tr", {}, ...columns.map((name) => html("th", { scope: "col" }, name)));
  const body = rows.slice(0, MOST_ROWS).map((row) => html("tr", {}, ...columns.map((name) => html("td", {}, value(row[name], ids)))));
  const found = html("table", {}, html("thead", {}, head), html("tbody", {}, ...body));
  if (rows.length <= MOST_ROWS) return found;
  return html("div", {}, found, html("p", { className: "quiet" }, `The first ${MOST_ROWS} of ${rows.length}; CSV has all of them.`));
}

function pointsOf(columns, rows) {
  const lat = columns.find((name) => /^lat/i.test(name));
  const long = columns.find((name) => /^(lon|lng)/i.test(name));
  if (!lat || !long) return [];
  return rows.filter((row) => row[lat] && row[long] && isFinite(row[lat].value) && isFinite(row[long].value)).map((row) => ({ row, x: Number(row[long].value), y: -Number(row[lat].value) }));
}

async function map(columns, rows, ids) {
  const points = pointsOf(columns, rows);
  const number = numberColumn(columns.filter((name) => !/^(lat|lon|lng)/i.test(name)), rows);
  const most = Math.max(1, ...points.map(({ row }) => (number && row[number] ? Number(row[number].value) : 1)));
  const answer = await fetch("/query/world.svg");
  const world = new DOMParser().parseFromString(await answer.text(), "image/svg+xml").querySelector("path");
  const xs = points.map(({ x }) => x);
  const ys = points.map(({ y }) => y);
  const [wide, high] = [Math.max(20, Math.max(...xs) - Math.min(...xs) + 16), Math.max(12, Math.max(...ys) - Math.min(...ys) + 12)];
  const box = [(Math.max(...xs) + Math.min(...xs)) / 2 - wide / 2, (Math.max(...ys) + Math.min(...ys)) / 2 - high / 2, wide, high];
  const spots = points.map(({ row, x, y }) => {
    const told = columns.filter((name) => row[name] && !/^(lat|lon|lng)/i.test(name)).map((name) => row[name].value.replace(ids, "")).join(", ");
    const size = (wide / 320) * (1 + 2 * Math.sqrt((number && row[number] ? Number(row[number].value) : 1) / most));
    const spot = svg("circle", { class: "spot", cx: x, cy: y, r: size }, svg("title", {}, told));
    const thing = columns.map((name) => row[name]).find((one) => one?.type === "uri" && one.value.startsWith(ids));
    return thing ? svg("a", { href: hrefOf(thing.value, ids), "aria-label": told }, spot) : spot;
  });
  const picture = svg("svg", { viewBox: box.join(" "), role: "group", "aria-label": `Map of ${points.length} points; the table holds the same` });
  picture.append(svg("path", { class: "land", d: world.getAttribute("d") }), ...spots);
  return picture;
}

function numberColumn(columns, rows) {
  return columns.find((name) => rows.some((row) => row[name]) && rows.every((row) => !row[name] || (row[name].type !== "uri" && /(integer|decimal|double|float)$/.test(row[name].datatype || ""))));
}

function barsOf(columns, rows) {
  const number = numberColumn(columns.filter((name) => !/^(lat|lon|lng)/i.test(name)), rows);
  const texts = columns.filter((name) => name !== number && rows.some((row) => row[name]));
  const label = texts.find((name) => rows.every((row) => row[name]?.type === "literal")) || texts[0];
  if (!number || !label) return [];
  return rows.filter((row) => row[number] && row[label]).map((row) => ({ label: row[label].type === "uri" ? nameOf(row[label].value) : row[label].value, number: Number(row[number].value) }));
}

// as wide as its place, up to 800, so that words can be read on a telephone too
function chart(bars, place) {
  const shown = bars.slice(0, MOST_BARS);
  const most = Math.max(...shown.map((bar) => Math.abs(bar.number)), 1e-9);
  const high = 24;
  const wide = Math.min(800, Math.max(280, place.clientWidth));
  const longest = Math.max(...shown.map((bar) => bar.label.length));
  const words = Math.min(wide * 0.45, longest * 7.5 + 12);
  const room = wide - words - 60; // 60: the numbers
  const letters = Math.floor((words - 12) / 7.6);
  const picture = svg("svg", { viewBox: `0 0 ${wide} ${shown.length * high + 10}`, role: "img", "aria-label": `Bars: ${shown.length} values; the table holds the same` });
  shown.forEach((bar, i) => {
    const y = i * high + 5;
    const long = Math.max(1, (Math.abs(bar.number) / most) * room);
    const label = svg("text", { x: words - 8, y: y + 15, "text-anchor": "end" }, short(bar.label, letters), svg("title", {}, bar.label));
    picture.append(label, svg("rect", { class: "bar", x: words, y: y + 3, height: high - 8, width: long }), svg("text", { x: words + long + 6, y: y + 15 }, String(bar.number)));
  });
  return bars.length > shown.length ? html("div", {}, picture, html("p", { className: "quiet" }, `The first ${MOST_BARS} of ${bars.length}.`)) : picture;
}

// springs for a second or less: what is tied pulls, the rest pushes
function place(dots, ties) {
  const at = dots.map((_, i) => [400 + 250 * Math.cos(i * 2.4) * Math.sqrt((i + 1) / dots.length), 300 + 200 * Math.sin(i * 2.4) * Math.sqrt((i + 1) / dots.length)]);
  const ideal = Math.sqrt((800 * 600) / Math.max(dots.length, 1)) * 0.8;
  for (let step = 0; step < 200; step += 1) {
    const heat = 30 * (1 - step / 200);
    const pull = at.map(([x, y]) => [(400 - x) * 0.02, (300 - y) * 0.02]);
    const act = (i, j, force) => {
      const [dx, dy] = [at[i][0] - at[j][0] || 0.1, at[i][1] - at[j][1] || 0.1];
      const far = Math.hypot(dx, dy);
      const by = force(far) / far;
      pull[i][0] += dx * by;
      pull[i][1] += dy * by;
      pull[j][0] -= dx * by;
      pull[j][1] -= dy * by;
    };
    for (let i = 0; i < dots.length; i += 1) for (let j = 0; j < i; j += 1) act(i, j, (far) => (ideal * ideal) / far / 4);
    for (const [i, j] of ties) act(i, j, (far) => (-far * far) / ideal / 6);
    pull.forEach(([x, y], i) => {
      const far = Math.hypot(x, y) || 1;
      at[i] = [at[i][0] + (x / far) * Math.min(far, heat), at[i][1] + (y / far) * Math.min(far, heat)];
    });
  }
  // stretched to the picture, with room for words at the right
  const [xs, ys] = [at.map(([x]) => x), at.map(([, y]) => y)];
  const [left, top] = [Math.min(...xs), Math.min(...ys)];
  const [wide, high] = [Math.max(...xs) - left || 1, Math.max(...ys) - top || 1];
  return at.map(([x, y]) => [20 + ((x - left) / wide) * 960, 20 + ((y - top) / high) * 660]);
}

function network(links, names, ids) {
  const all = [...new Set(links.flatMap(({ from, to }) => [from, to]))];
  const dots = all.slice(0, MOST_DOTS);
  const number = new Map(dots.map((dot, i) => [dot, i]));
  const kept = links.filter(({ from, to }) => from !== to && number.has(from) && number.has(to));
  const at = place(dots, kept.map(({ from, to }) => [number.get(from), number.get(to)]));
  const picture = svg("svg", { viewBox: "0 0 1000 700", class: "net", role: "group", "aria-label": `Network of ${dots.length} things; the table holds the same` });
  for (const { from, to, words } of kept) {
    const [[x1, y1], [x2, y2]] = [at[number.get(from)], at[number.get(to)]];
    picture.append(svg("line", { class: "tie", x1, y1, x2, y2 }, svg("title", {}, nameOf(words))));
  }
  dots.forEach((dot, i) => {
    const words = names.get(dot) || nameOf(dot);
    const mark = [svg("circle", { class: "dot", cx: at[i][0], cy: at[i][1], r: 5 }, svg("title", {}, words)), svg("text", { x: at[i][0] + 7, y: at[i][1] + 4, ...(at[i][0] > 760 ? { "text-anchor": "end", dx: -14 } : {}) }, short(words))];
    const href = hrefOf(dot, ids);
    picture.append(href ? svg("a", { href }, ...mark) : svg("g", {}, ...mark));
  });
  return all.length > dots.length ? html("div", {}, picture, html("p", { className: "quiet" }, `The first ${MOST_DOTS} of ${all.length} things.`)) : picture;
}

function linksOfRows(columns, rows) {
  const things = columns.filter((name) => rows.some((row) => row[name]?.type === "uri"));
  if (things.length < 2) return [];
  const [from, to] = [things[0], things[things.length - 1]];
  return rows.filter((row) => row[from]?.type === "uri" && row[to]?.type === "uri").map((row) => ({ from: row[from].value, to: row[to].value, words: to }));
}

const UNESCAPED = { t: "\t", b: "\b", n: "\n", r: "\r", f: "\f" };
const plain = (text) => text.replace(/\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))/g, (_, four, eight, one) => (one ? UNESCAPED[one] || one : String.fromCodePoint(parseInt(four || eight, 16))));

function termOf(text) {
  if (text.startsWith("<")) return { type: "uri", value: plain(text.slice(1, -1)) };
  if (text.startsWith("_:")) return { type: "bnode", value: text };
  const [, value, rest] = text.match(/^"((?:[^"\\]|\\.)*)"(.*)$/);
  return { type: "literal", value: plain(value), datatype: rest.startsWith("^^") ? rest.slice(3, -1) : "" };
}

// N-Triples, a statement a line
export function readTriples(text) {
  const line = /^(<[^>]*>|_:\S+)\s+(<[^>]*>)\s+(<[^>]*>|_:\S+|"(?:[^"\\]|\\.)*"(?:@[\w-]+|\^\^<[^>]*>)?)\s*\.\s*$/;
  return text.split("\n").map((one) => one.match(line)).filter(Boolean).map(([, s, p, o]) => ({ subject: termOf(s), predicate: termOf(p), object: termOf(o) }));
}

function raw(text) {
  return html("pre", { tabIndex: 0 }, text.length > 400_000 ? `${text.slice(0, 400_000)}\n… cut; JSON has all of it` : text);
}

export function drawAnswer({ media, text }, ids) {
  if (media !== "application/sparql-results+json") return ofTriples(readTriples(text), text, ids);
  const told = JSON.parse(text);
  if ("boolean" in told) return { best: "table", count: "", table: () => html("p", {}, told.boolean ? "Yes" : "No"), raw: () => raw(text) };
  const [columns, rows] = [told.head.vars, told.results.bindings];
  const drawn = { count: `${rows.length} ${rows.length === 1 ? "row" : "rows"}`, table: () => table(columns, rows, ids), raw: () => raw(JSON.stringify(told, null, 2)) };
  const [bars, links] = [barsOf(columns, rows), linksOfRows(columns, rows)];
  if (links.length) drawn.network = () => network(links, new Map(), ids);
  if (bars.length) drawn.chart = (place) => chart(bars, place);
  if (pointsOf(columns, rows).length) drawn.map = () => map(columns, rows, ids);
  drawn.best = drawn.map ? "map" : drawn.chart && columns.length <= 3 ? "chart" : "table";
  return drawn;
}

function ofTriples(triples, text, ids) {
  const names = new Map(triples.filter(({ predicate }) => predicate.value === LABEL).map(({ subject, object }) => [subject.value, object.value]));
  const links = triples.filter(({ subject, object }) => subject.type === "uri" && object.type === "uri").map(({ subject, predicate, object }) => ({ from: subject.value, to: object.value, words: predicate.value }));
  const drawn = { isGraph: true, count: `${triples.length} statements`, table: () => table(["subject", "predicate", "object"], triples, ids), raw: () => raw(text) };
  if (links.length) drawn.network = () => network(links, names, ids);
  drawn.best = links.length ? "network" : "table";
  return drawn;
}
