// The card of the chosen thing: what it is, when, how sure we are, where that was read, and what it is tied to.

const card = byId("card");
let cameFrom = null;
const NEIGHBOURS_AT_FIRST = 6;

function listOf(title, items, tag = "ul") {
  return items.length ? [make("h3", {}, title), make(tag, {}, ...items)] : [];
}

function pairs(rows) {
  return rows.length
    ? [make("dl", {}, ...rows.flatMap(([term, value]) => [make("dt", {}, term), make("dd", {}, inWords(value))]))]
    : [];
}

function sourceItem(number) {
  const [url, title, publisher, date] = data.sources[number];
  const rest = [publisher, date && inWords(date)].filter(Boolean).join(", ");
  return make("li", {}, link(url, title || url), rest ? ` (${rest})` : "");
}

function neighbourItem(other) {
  const button = make("button", { type: "button", className: "thing" }, symbol(nodeOf.get(other).group), nodeOf.get(other).label);
  button.addEventListener("click", () => choose(other, { move: true, focus: true }));
  return make("li", {}, button);
}

// one list for each relation, read in the direction that starts here
function neighbourGroup(words, others) {
  others.sort((a, b) => inOrder.compare(nodeOf.get(a).label, nodeOf.get(b).label));
  const list = make("ul", {}, ...others.slice(0, NEIGHBOURS_AT_FIRST).map(neighbourItem));
  const group = make("li", {}, make("span", { className: "tie" }, words), list);
  if (others.length > NEIGHBOURS_AT_FIRST) {
    const more = make("button", { type: "button", className: "more" }, `Show all ${others.length}`);
    more.addEventListener("click", () => {
      const added = others.slice(NEIGHBOURS_AT_FIRST).map(neighbourItem);
      list.append(...added);
      more.remove();
      added[0].querySelector("button").focus();
    });
    group.append(more);
  }
  return group;
}

function neighbours(id) {
  const ties = tiesOf.get(id).filter(isShown);
  if (!ties.length) return [];
  const groups = new Map();
  for (const edge of ties) {
    const relation = relationOf.get(edge.relation);
    const outward = edge.from === id;
    const words = outward ? relation.words : relation.inverse;
    groups.set(words, [...(groups.get(words) || []), outward ? edge.to : edge.from]);
  }
  const lists = [...groups].map(([words, others]) => neighbourGroup(words, others));
  return [make("h3", {}, `Connections (${ties.length})`), make("ul", { className: "ties" }, ...lists)];
}

function fillCard(id) {
  const node = nodeOf.get(id);
  const about = aboutOf(id);
  const heading = make("h2", { tabIndex: -1 }, node.label);
  const close = make("button", { type: "button", className: "close", "aria-label": "Close this card" }, "×");
  close.addEventListener("click", () => {
    closeCard();
    (cameFrom && cameFrom.isConnected ? cameFrom : byId("search")).focus();
  });
  const kind = kindOf.get(node.group).word + (about.category ? ` · ${about.category}` : "");
  const sources = about.sources || [];
  const title = about.sourcesOf ? "Sources (of its law)" : "Sources";
  card.replaceChildren(
    close,
    make("p", { className: "kind" }, symbol(node.group), kind),
    heading,
    ...(about.summary ? [make("p", {}, about.summary)] : []),
    ...pairs([...(about.dates || []), ...(about.details || [])]),
    ...(about.names ? [make("p", { className: "names" }, `Also called ${about.names.join("; ")}`)] : []),
    ...(about.verification ? [make("p", { className: "sure" }, `How sure: ${about.verification}`)] : []),
    ...listOf("In doubt", (about.doubts || []).map((doubt) => make("li", {}, doubt))),
    ...listOf("In it", (about.parts || []).map(([head, text]) => make("li", {}, make("b", {}, head), text ? `: ${text}` : ""))),
    ...listOf(title, sources.map(sourceItem)),
    make(
      "p",
      { className: "links" },
      make("a", { href: data.base + id, className: "record" }, "Whole record"),
      ...(data.served && id !== data.centre ? [" · ", make("a", { href: `/network?around=${id}` }, "Network around it")] : []),
      ...(about.links || []).flatMap((address) => [" · ", link(address, "Official page")]),
    ),
    ...(data.served ? [actsOf(id)] : []),
    ...neighbours(id),
  );
  card.hidden = false;
  card.scrollTop = 0;
  if (data.served) complete(id);
  return heading;
}

function choose(id, { move = false, focus = false } = {}) {
  if (!nodeOf.has(id)) return;
  const node = nodeOf.get(id);
  if (!isThere(id)) {
    tell(`${node.label} was not in force, or had not happened, on ${inWords(day)}: any day is shown.`);
    setDay(null);
  }
  if (!node.isShown) setShown("kinds", node.group, true);
  if (focus && !card.contains(document.activeElement)) cameFrom = document.activeElement;
  chosen = id;
  const heading = fillCard(id);
  if (move) goTo(id);
  if (focus) heading.focus({ preventScroll: move && innerWidth > 800 });
  network.redraw();
  document.documentElement.dataset.chosen = id;
  if (data.served) writeAddress();
}

function closeCard() {
  chosen = null;
  delete document.documentElement.dataset.chosen;
  network.redraw();
  card.replaceChildren(make("p", { className: "hint" }, "Choose a thing in the picture, in the table or by its name, and it is told here."));
}
