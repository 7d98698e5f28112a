// Search by name: a combobox with a list of hits, for mouse and keyboard. Accents and case do not matter; when nothing
// has the words as typed, the nearest spellings are found.
// A server's page also asks the server's index, which knows more (numbers, initials, typing errors): what it finds
// of this network comes first. A page in a file has no server to ask.

const search = byId("search");
const hits = byId("hits");
const HITS = 12;
const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
const haystack = [];

function learnNames(added) {
  for (const node of added) {
    const label = plain(node.label);
    const details = (aboutOf(node.id).details || []).filter(([term]) => term === "Citation").map(([, value]) => value);
    haystack.push({ node, label, all: [label, ...[...(aboutOf(node.id).names || []), ...details, node.id].map(plain)].join("\n") });
  }
}
learnNames(data.nodes);
let active = -1;

// letters by three, with the ends of the word: most of them stay when somebody mistypes one
const threes = (word) => new Set(Array.from({ length: word.length }, (_, i) => ` ${word} `.slice(i, i + 3)));
function likeness(one, other) {
  const same = [...one].filter((letters) => other.has(letters)).length;
  return (2 * same) / (one.size + other.size);
}

const ALIKE = 0.5;
function nearly(words) {
  const wanted = words.map(threes);
  const whole = threes(words.join(" "));
  const found = [];
  for (const { node, label, all } of haystack) {
    const known = [...new Set(all.split(/[^\p{L}\p{N}]+/u))].filter(Boolean).map(threes);
    const each = wanted.map((word) => Math.max(...known.map((other) => likeness(word, other))));
    if (each.every((value) => value >= ALIKE)) found.push({ node, label, like: each.reduce((a, b) => a + b), close: likeness(whole, threes(label)) });
  }
  return found.sort((a, b) => b.like - a.like || b.close - a.close || inOrder.compare(a.label, b.label)).map(({ node }) => node);
}

function find(text) {
  const words = plain(text).split(/\s+/).filter(Boolean);
  if (!words.length) return [];
  const exact = exactly(words);
  return exact.length ? exact : nearly(words);
}

function exactly(words) {
  const whole = words.join(" ");
  const rank = ({ node, label }) =>
    (label === whole ? 0 : label.startsWith(whole) ? 1 : label.includes(whole) ? 2 : 3) + (node.group === "rule" ? 0.5 : 0);
  return haystack
    .filter(({ all }) => words.every((word) => all.includes(word)))
    .sort((a, b) => rank(a) - rank(b) || inOrder.compare(a.label, b.label))
    .map(({ node }) => node);
}

const PAUSE = 150; // milliseconds without a further letter, before the server is asked
const MOST = 100;
let asking = 0; // counts the questions: an answer that comes late is not shown
let pause = null;

function showHits() {
  asking += 1;
  clearTimeout(pause);
  list(find(search.value));
  if (data.served && search.value.trim()) pause = setTimeout(askServer, PAUSE, search.value.trim(), asking);
}

async function askServer(text, question) {
  try {
    const answer = await fetch(`/api/search?${new URLSearchParams({ q: text, limit: MOST })}`);
    if (!answer.ok) return;
    const { hits: known } = await answer.json();
    const outside = (hit) => (kindOf.has(hit.kind) ? { id: hit.id, label: hit.name, group: hit.kind, isOutside: true } : null);
    const found = known.map((hit) => nodeOf.get(hit.id) || outside(hit)).filter(Boolean);
    if (question === asking) list([...new Set([...found, ...find(text)])]);
  } catch {
    // the server is gone: what was found here stays
  }
}

function list(found) {
  const picked = active >= 0 ? hits.querySelectorAll("[data-id]")[active]?.dataset.id : null;
  active = -1;
  search.removeAttribute("aria-activedescendant");
  hits.replaceChildren(
    ...found.slice(0, HITS).map((node, i) => {
      const about = aboutOf(node.id);
      const kind = kindOf.get(node.group).word + (node.isOutside ? ", not in the picture yet" : about.category ? `, ${about.category}` : "");
      const item = make("li", { id: `hit-${i}`, role: "option", "aria-selected": "false" }, symbol(node.group), make("span", {}, node.label), make("small", {}, kind));
      item.dataset.id = node.id;
      item.addEventListener("mousedown", (event) => event.preventDefault());
      item.addEventListener("click", () => take(node.id));
      return item;
    }),
  );
  if (search.value.trim() && found.length !== 1 && (found.length > HITS || !found.length)) {
    const text = found.length ? `and ${number.format(found.length - HITS)} more` : "nothing by that name here";
    hits.append(make("li", { className: "note", role: "option", "aria-disabled": "true", "aria-selected": "false" }, text));
  }
  openHits(hits.children.length > 0);
  const again = [...hits.querySelectorAll("[data-id]")].findIndex((item) => item.dataset.id === picked);
  if (again >= 0) mark(again + 1);
}

function openHits(isOpen) {
  if (!isOpen) asking += 1; // what the server still says of it is late
  hits.hidden = !isOpen;
  search.setAttribute("aria-expanded", String(isOpen));
}

function mark(step) {
  const options = [...hits.querySelectorAll("[data-id]")];
  if (!options.length) return;
  active = (active + step + options.length) % options.length;
  options.forEach((option, i) => option.setAttribute("aria-selected", String(i === active)));
  options[active].scrollIntoView({ block: "nearest" });
  search.setAttribute("aria-activedescendant", options[active].id);
}

async function take(id) {
  openHits(false);
  if (!nodeOf.has(id)) await fetchThing(id);
  search.value = nodeOf.get(id).label;
  cameFrom = search;
  choose(id, { move: true, focus: true });
}

search.addEventListener("input", showHits);
search.addEventListener("focus", () => search.value && search.select());
search.addEventListener("blur", () => openHits(false));
search.addEventListener("keydown", (event) => {
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    if (hits.hidden) showHits();
    mark(event.key === "ArrowDown" ? 1 : active < 0 ? 0 : -1);
  } else if (event.key === "Enter") {
    const options = hits.querySelectorAll("[data-id]");
    if (!hits.hidden && options.length) take(options[Math.max(active, 0)].dataset.id);
  } else if (event.key === "Escape") {
    openHits(false);
  }
});
