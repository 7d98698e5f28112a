// The slider of the map: the days of all places come once for each question; the rest is looking up.
const map = document.getElementById("map");
const [slider, slide, play, tip, changes] = [document.querySelector(".slider"), ...["slide", "play", "tip", "changes"].map((id) => document.getElementById(id))];
const form = document.querySelector(".ask-map");
const still = matchMedia("(prefers-reduced-motion: reduce)");
const DAY = 86400000;
const NAMES = { prohibited: "Prohibited", conditional: "Only on conditions", authorised: "Authorised", "no-rule-known": "No rule known", "not-researched": "Not researched" };
const words = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
const number = (day) => Math.round(Date.parse(day) / DAY);
const text = (day) => new Date(day * DAY).toISOString().slice(0, 10);
const said = (day) => words.format(new Date(day * DAY));
const [first, last] = [number(map.dataset.from), number(map.dataset.to)];

let places = new Map();
let rules = {};
let days = [];
let day = number(map.dataset.on);
let timer = 0;

const stepOn = (place, on) => place.steps.findLast((step) => step.day <= on) ?? place.steps[0];
const shown = (place, step) => (step.verdict === "no-rule-known" && !place.researched_through ? "not-researched" : step.verdict);

async function load(address, signal) {
  const answer = await fetch(address, { signal });
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  const found = await answer.json();
  for (const place of found.places) for (const step of place.steps) step.day = number(step.from);
  places = new Map(found.places.map((place) => [place.id, place]));
  rules = found.rules;
  const turns = found.places.flatMap((place) => place.steps.filter((step) => step.direction).map((step) => step.day));
  days = [...new Set(turns)].sort((a, b) => a - b);
  drawTicks();
}

const spots = new Map();
for (const spot of document.querySelectorAll(".spot[data-id]")) {
  spots.set(spot.dataset.id, [...(spots.get(spot.dataset.id) ?? []), spot]);
}
const rows = new Map([...document.querySelectorAll("#places tbody tr")].map((row) => [row.dataset.id, row]));
const badges = Object.fromEntries(Object.keys(NAMES).map((word) => [word, document.getElementById(`badge-${word}`)]));

function show(on, announce = true) {
  const before = day;
  day = Math.min(last, Math.max(first, on));
  slide.value = day - first;
  slide.setAttribute("aria-valuetext", said(day));
  const counts = Object.fromEntries(Object.keys(NAMES).map((word) => [word, 0]));
  for (const place of places.values()) {
    const step = stepOn(place, day);
    const word = shown(place, step);
    counts[word] += 1;
    for (const spot of spots.get(place.id) ?? []) paint(spot, place, step, word);
    write(rows.get(place.id), step, word);
  }
  for (const output of document.querySelectorAll("[data-count]")) output.textContent = counts[output.dataset.count];
  for (const id of ["day", "table-day"]) {
    const time = document.getElementById(id);
    [time.dateTime, time.textContent] = [text(day), said(day)];
  }
  document.getElementById("when").textContent = day > number(map.dataset.today) ? "as far as is known now" : "";
  form.elements.on.value = text(day);
  if (announce) tell(before);
  if (!tip.hidden && tip.dataset.id) fillTip(places.get(tip.dataset.id));
}

function paint(spot, place, step, word) {
  const name = `spot is-${word}${step.day === day && step.direction ? " changed" : ""}`;
  if (spot.getAttribute("class") === name) return;
  spot.setAttribute("class", name);
  spot.setAttribute("aria-label", `${place.name}: ${NAMES[word]}`);
}

// as the server drew it
const ruleOf = (row) => row.querySelector("td:last-child a")?.getAttribute("href").slice(1) ?? "null";

function write(row, step, word) {
  if (!row) return;
  row.dataset.rule ??= ruleOf(row);
  if (row.dataset.verdict === word && row.dataset.since === step.from && row.dataset.rule === String(step.rule)) return;
  Object.assign(row.dataset, { verdict: word, since: step.from, rule: step.rule });
  const cells = row.querySelectorAll("td");
  cells[1].replaceChildren(badges[word].content.cloneNode(true));
  const time = document.createElement("time");
  [time.dateTime, time.textContent] = [step.from, said(step.day)];
  cells[2].replaceChildren(time);
  cells[3].replaceChildren(...restsOn(step));
}

function restsOn(step) {
  const rule = rules[step.rule];
  if (!rule) return [];
  const link = document.createElement("a");
  [link.href, link.textContent] = [`/${step.rule}`, rule.citation ?? rule.law_name];
  const provision = document.createElement("span");
  [provision.className, provision.textContent] = ["quiet", rule.provision ? ` ${rule.provision}` : ""];
  return [link, provision];
}

// What changed since the day that was shown before, or, at a day of change, on that day.
function tell(before) {
  const [from, to] = before < day ? [before, day] : [day - 1, day];
  const found = [];
  for (const place of places.values()) {
    const [was, is] = [stepOn(place, from), stepOn(place, to)];
    if (was !== is && was.verdict !== is.verdict) found.push([place, was, is]);
  }
  document.querySelector(".changes").hidden = false;
  document.getElementById("changes-title").textContent =
    to - from > 1 ? `What changed from ${said(from + 1)} to ${said(to)}` : `What changed on ${said(to)}`;
  changes.replaceChildren(...found.slice(0, 60).map(([place, was, is]) => changeItem(place, was, is)));
  if (!found.length) changes.append(Object.assign(document.createElement("li"), { textContent: "Nothing." }));
  if (found.length > 60) changes.append(Object.assign(document.createElement("li"), { textContent: `and ${found.length - 60} more places` }));
}

function changeItem(place, was, is) {
  const item = document.createElement("li");
  const link = Object.assign(document.createElement("a"), { href: `/${place.id}`, textContent: place.name });
  item.append(link, `: ${NAMES[shown(place, was)]} → ${NAMES[shown(place, is)]}`);
  return item;
}

// Ticks: how many verdicts change in each month; labels of years beneath.
const NS = "http://www.w3.org/2000/svg";
function element(name, attributes, content = "") {
  const made = document.createElementNS(NS, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.textContent = content;
  return made;
}
function drawTicks() {
  const months = new Map();
  for (const place of places.values()) {
    for (const step of place.steps) {
      if (!step.direction) continue;
      const month = number(`${step.from.slice(0, 7)}-01`);
      months.set(month, (months.get(month) ?? 0) + 1);
    }
  }
  const ticks = document.getElementById("ticks");
  const most = Math.sqrt(Math.max(1, ...months.values()));
  ticks.setAttribute("viewBox", `0 0 ${last - first} 100`);
  ticks.replaceChildren(...[...months].map(([at, count]) => {
    const height = Math.max(8, (100 * Math.sqrt(count)) / most);
    return element("rect", { x: at - first, y: 100 - height, width: 24, height });
  }));
}
function drawYears() {
  const svg = element("svg", {});
  const every = innerWidth < 700 ? 5 : 2;
  for (let year = new Date(first * DAY).getUTCFullYear(); number(`${year}-01-01`) <= last; year += 1) {
    const x = (100 * (number(`${year}-01-01`) - first)) / (last - first);
    if (year % every === 0) svg.append(element("text", { x: `${x}%`, y: "85%", "text-anchor": x < 2 ? "start" : x > 96 ? "end" : "middle" }, year));
  }
  document.getElementById("years").replaceChildren(svg);
}

const next = () => days.find((one) => one > day) ?? last;
const previous = () => days.findLast((one) => one < day) ?? first;
const moved = { ArrowRight: next, ArrowUp: next, ArrowLeft: previous, ArrowDown: previous };
function year(by) {
  const date = new Date(day * DAY);
  date.setUTCFullYear(date.getUTCFullYear() + by);
  return Math.round(date / DAY);
}
function remember() {
  const query = new URLSearchParams({ actor: form.elements.actor.value, activity: form.elements.activity.value, on: text(day) });
  history.replaceState(null, "", `/map?${query}`);
}
function go(on) {
  stop();
  show(on);
  remember();
}
function stop() {
  clearInterval(timer);
  timer = 0;
  play.textContent = "Play";
  play.setAttribute("aria-pressed", "false");
}
function start() {
  if (day >= last) show(first, false);
  play.textContent = "Pause";
  play.setAttribute("aria-pressed", "true");
  const from = day;
  timer = setInterval(() => {
    const ahead = still.matches ? next() : Math.min(last, day + 30);
    show(ahead, false);
    if (day >= last) {
      stop();
      tell(from);
      remember();
    }
  }, still.matches ? 1200 : 110);
}

slide.addEventListener("input", () => { stop(); show(first + Number(slide.value)); });
slide.addEventListener("change", remember);
slide.addEventListener("keydown", (event) => {
  const at = moved[event.key]?.() ?? { PageUp: year(1), PageDown: year(-1), Home: first, End: last }[event.key];
  if (at === undefined) return;
  event.preventDefault();
  go(at);
});
document.getElementById("before").addEventListener("click", () => go(previous()));
document.getElementById("after").addEventListener("click", () => go(next()));
play.addEventListener("click", () => {
  if (timer) { stop(); tell(day); remember(); } else start();
});

let asking;

// An answer that comes late is dropped: its verdicts would stand under the words of a newer question.
async function ask() {
  stop();
  asking?.abort();
  const { signal } = (asking = new AbortController());
  const query = new URLSearchParams({ actor: form.elements.actor.value, activity: form.elements.activity.value });
  try {
    await load(`/api/map?${query}`, signal);
  } catch {
    if (!signal.aborted) form.submit();
    return;
  }
  document.getElementById("json").href = `/api/map?${query}`;
  const label = (select) => select.selectedOptions[0].textContent;
  document.getElementById("who").textContent = `${label(form.elements.actor)}, ${label(form.elements.activity)}`;
  show(day);
  remember();
}
form.addEventListener("submit", (event) => {
  event.preventDefault();
  if (form.elements.on.value) day = Math.min(last, Math.max(first, number(form.elements.on.value)));
  ask();
});
form.addEventListener("change", (event) => {
  if (event.target.name !== "on") ask();
  else if (event.target.value) go(number(event.target.value));
});

// Tooltips, and one stop of the keyboard for each map: arrows go from place to place.
function fillTip(place, name) {
  const lines = [[place?.name ?? name, "strong"]];
  if (place) {
    const step = stepOn(place, day);
    const word = shown(place, step);
    const rule = rules[step.rule];
    lines.push([place.context, "span"], [`${NAMES[word]}${step.day > first ? ` since ${said(step.day)}` : ""}`, "span"]);
    if (rule) lines.push([[rule.citation ?? rule.law_name, rule.provision].filter(Boolean).join(", "), "span"]);
    if (word === "no-rule-known") lines.push([`Researched through ${said(number(place.researched_through))}; silence is not permission.`, "span"]);
  } else lines.push(["No record here: not researched", "span"]);
  tip.replaceChildren(...lines.map(([words, kind]) => Object.assign(document.createElement(kind), { textContent: words })));
}
function showTip(spot) {
  fillTip(places.get(spot.dataset.id), spot.dataset.name);
  tip.dataset.id = spot.dataset.id ?? "";
  tip.hidden = false;
  const box = spot.getBoundingClientRect();
  const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
  tip.style.left = `${Math.max(4, Math.min(innerWidth - tip.offsetWidth - 4, x + 14))}px`;
  tip.style.top = `${Math.max(4, Math.min(innerHeight - tip.offsetHeight - 4, y + 14))}px`;
}
const hideTip = () => { tip.hidden = true; };
for (const svg of document.querySelectorAll(".panel svg")) {
  const links = [...svg.querySelectorAll("a.spot")].sort((a, b) => a.dataset.name.localeCompare(b.dataset.name));
  links[0]?.setAttribute("tabindex", "0");
  svg.addEventListener("pointerover", (event) => {
    const spot = event.target.closest(".spot");
    if (spot) showTip(spot); else hideTip();
  });
  svg.addEventListener("pointerleave", hideTip);
  svg.addEventListener("focusin", (event) => showTip(event.target.closest(".spot")));
  svg.addEventListener("focusout", hideTip);
  svg.addEventListener("keydown", (event) => {
    const by = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (event.key === "Escape") hideTip();
    const at = links.indexOf(event.target.closest("a.spot"));
    if (!by || at < 0) return;
    event.preventDefault();
    const to = links[(at + by + links.length) % links.length];
    links[at].setAttribute("tabindex", "-1");
    to.setAttribute("tabindex", "0");
    to.focus();
  });
}

// The table, sorted in place.
const ranks = Object.keys(NAMES);
const keys = { place: (row) => row.dataset.name, kind: (row) => row.dataset.kind, verdict: (row) => String(ranks.indexOf(row.dataset.verdict)), since: (row) => row.dataset.since };
for (const link of document.querySelectorAll("[data-sort]")) {
  link.addEventListener("click", (event) => {
    event.preventDefault();
    const head = link.closest("th");
    const natural = link.dataset.sort === "since" ? "descending" : "ascending";
    const order = head.getAttribute("aria-sort") === natural ? { ascending: "descending", descending: "ascending" }[natural] : natural;
    for (const other of head.parentElement.children) other.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", order);
    const key = keys[link.dataset.sort];
    const sign = order === "ascending" ? 1 : -1;
    const sorted = [...rows.values()].sort((a, b) => sign * key(a).localeCompare(key(b)) || a.dataset.name.localeCompare(b.dataset.name));
    document.querySelector("#places tbody").append(...sorted);
  });
}

slide.max = last - first;
await load(map.dataset.address);
drawYears();
addEventListener("resize", drawYears);
slider.hidden = false;
show(day, false);
map.dataset.ready = "true";
