// What the page knows, and small tools. All text from the data reaches the page as text, never as markup.

delete document.createElement; // the guard before the library has done its work

const byId = (id) => document.getElementById(id);
const nodeOf = new Map(data.nodes.map((node) => [node.id, node]));
const kindOf = new Map(data.kinds.map((kind) => [kind.key, kind]));
const relationOf = new Map(data.relations.map((relation) => [relation.key, relation]));
const aboutOf = (id) => data.about[id] || {};
const calm = matchMedia("(prefers-reduced-motion: reduce)");

const tiesOf = new Map(data.nodes.map((node) => [node.id, []]));
// a tie is known by both its ends, and knows them
function fasten(edge) {
  edge.ends = [nodeOf.get(edge.from), nodeOf.get(edge.to)];
  for (const { id } of edge.ends) tiesOf.get(id).push(edge);
}
data.edges.forEach(fasten);

const shown = {
  kinds: new Set(data.kinds.map((kind) => kind.key)),
  relations: new Set(data.relations.map((relation) => relation.key)),
};
const isShown = (thingOrTie) => thingOrTie.isShown;

// what is shown, and how solid: worked out when a filter or the day changes, looked up in each frame
function sift() {
  for (const node of data.nodes) {
    node.isShown = shown.kinds.has(node.group) && isThere(node.id);
    node.solid = solidity(node.id);
  }
  for (const edge of data.edges) edge.isShown = shown.relations.has(edge.relation) && edge.ends[0].isShown && edge.ends[1].isShown;
}

let chosen = null; // the id of the thing whose card is open
let wayShown = []; // the ids of the things along the connection that is drawn
let hovered = null; // the id of the thing under the pointer

// said to who listens rather than looks, and to who looks
function tell(text) {
  byId("told").textContent = text;
}

function make(tag, properties, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties || {})) {
    if (name in element) element[name] = value;
    else element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child !== null && child !== ""));
  return element;
}

// a link only to the web; anything else stays text
function link(address, text) {
  if (!/^https?:\/\//i.test(address)) return make("span", {}, text);
  return make("a", { href: address, rel: "external noopener noreferrer" }, text);
}

const inOrder = new Intl.Collator("en", { numeric: true });
const datesInWords = (id) => (aboutOf(id).dates || []).map(([word, date]) => `${word} ${inWords(date)}`).join("; ");
