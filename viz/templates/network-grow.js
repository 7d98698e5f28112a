// The picture grows: what a thing is tied to joins it when the thing is clicked or asked for.

const AT_ONCE = 60; // more than that joins only when asked for by its button
const MOST_MOVED = 300; // a larger picture stays as it is, and what joins stands around the thing
const MOVING = 1200; // milliseconds
const grown = new Set();
const edgeKey = (edge) => `${edge.from} ${edge.relation} ${edge.to}`;
const edgesKnown = new Set(data.edges.map(edgeKey));

async function ask(question) {
  const answer = await fetch(`/api/graph?${new URLSearchParams(question)}`);
  if (!answer.ok) throw new Error((await answer.json()).detail || "the server does not answer");
  return answer.json();
}
const neighboursOf = (id) => ask({ around: id, depth: 1 });

// the card of a thing that is opened for the first time: what only a card tells joins what is known
const asked = new Set();
async function complete(id) {
  if (asked.has(id)) return;
  asked.add(id);
  try {
    const { nodes: [node] } = await ask({ around: id, depth: 0, cards: "true" });
    data.about[id] = aboutFrom(node);
    if (chosen === id) refill(id);
  } catch (error) {
    asked.delete(id);
    tell(`The facts of this card could not be loaded: ${error.message}`);
  }
}

function refill(id) {
  const isInside = card.contains(document.activeElement);
  const heading = fillCard(id);
  if (isInside) heading.focus({ preventScroll: true });
}

async function grow(id, most = AT_ONCE) {
  if (data.whole || grown.has(id)) return;
  try {
    const answer = await neighboursOf(id);
    const fresh = answer.nodes.filter((node) => !nodeOf.has(node.id)).length;
    if (fresh > most) return void tell(`${nodeOf.get(id).label} has ${number.format(fresh)} further connections; its card has the button that adds them.`);
    grown.add(id);
    merge(answer, id);
    tell(fresh ? `${number.format(fresh)} added around ${nodeOf.get(id).label}.` : `Everything tied to ${nodeOf.get(id).label} is shown.`);
    if (chosen === id) refill(id);
    writeAddress();
  } catch (error) {
    tell(`Nothing could be added: ${error.message}`);
  }
}

const datesFrom = (node) => node.dates.map((one) => [one.what, one.date]);

function aboutFrom(node) {
  const first = data.sources.length;
  data.sources.push(...node.sources.map((one) => [one.url, one.title, one.publisher, one.date]));
  return {
    category: node.category,
    summary: node.summary,
    dates: datesFrom(node),
    details: node.details.map((one) => [one.what, one.text]),
    parts: node.parts.map((one) => [one.what, one.text]),
    doubts: node.doubts,
    verification: node.verification,
    sources: node.sources.map((_, i) => first + i),
    sourcesOf: node.sources_of,
    names: node.other_names.length ? node.other_names : null,
    links: node.links,
  };
}

// `only`: the ids that may join; without it, all of the answer
function merge(answer, centre, only = null) {
  const fresh = answer.nodes.filter((node) => !nodeOf.has(node.id) && (!only || only.has(node.id)));
  const middle = nodeOf.get(centre);
  const added = fresh.map((node, i) => {
    const [turn, far] = [i * 2.399963, 70 + 22 * Math.sqrt(i)]; // a sunflower: nobody on top of another
    const kind = kindOf.get(node.kind);
    const drawn = { id: node.id, label: node.name, group: node.kind, shape: kind.shape, size: data.sizes[node.kind], x: middle.x + far * Math.cos(turn), y: middle.y + far * Math.sin(turn) };
    data.about[node.id] = { category: node.category, dates: datesFrom(node) };
    if (node.times) data.times[node.id] = node.times;
    nodeOf.set(node.id, drawn);
    tiesOf.set(node.id, []);
    kind.count += 1;
    return drawn;
  });
  const ties = answer.edges
    .filter((edge) => nodeOf.has(edge.from) && nodeOf.has(edge.to) && !edgesKnown.has(edgeKey(edge)))
    .map((edge, i) => ({ id: data.edges.length + i, from: edge.from, to: edge.to, relation: edge.relation }));
  for (const edge of ties) {
    edgesKnown.add(edgeKey(edge));
    fasten(edge);
    relationOf.get(edge.relation).count += 1;
  }
  data.nodes.push(...added);
  data.edges.push(...ties);
  learnLabels(added);
  learnNames(added);
  sift();
  nodes.add(added.map(held));
  edges.add(ties.map(tied));
  fillFilters();
  fillTables();
  count();
  if (added.length) move();
}

let still = null;
function move() {
  if (data.nodes.length > MOST_MOVED || data.regions.length) return;
  network.setOptions({ physics: { enabled: true, stabilization: { enabled: false } } });
  clearTimeout(still);
  still = setTimeout(() => network.setOptions({ physics: { enabled: false } }), MOVING);
}

// a thing that is not in the picture yet, found by its name
async function fetchThing(id) {
  const answer = await neighboursOf(id);
  const near = answer.nodes.find((node) => nodeOf.has(node.id));
  merge(answer, near ? near.id : data.nodes[0].id, new Set([id]));
  writeAddress();
}

function actsOf(id) {
  const button = (words, act) => {
    const made = make("button", { type: "button" }, words);
    made.addEventListener("click", act);
    return made;
  };
  return make(
    "p",
    { className: "acts" },
    ...(data.whole || grown.has(id) ? [] : [button("Add its connections", () => grow(id, Infinity))]),
    button("Connection from here", () => setEnd("from", id)),
    button("Connection to here", () => setEnd("to", id)),
  );
}
