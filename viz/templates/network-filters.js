// Filters by kind and by relation. They hold for the picture and for the tables alike.

const number = new Intl.NumberFormat("en");

function check(group, entry, words, mark) {
  const box = make("input", { type: "checkbox", checked: shown[group].has(entry.key), value: entry.key, name: group });
  box.addEventListener("change", () => setShown(group, entry.key, box.checked));
  return make("label", {}, box, ...mark, make("span", {}, words), make("small", {}, number.format(entry.count)));
}

function fillFilters() {
  const some = (group) => data[group].filter((entry) => entry.count);
  byId("kinds").replaceChildren(...some("kinds").map((kind) => check("kinds", kind, kind.plural, [symbol(kind.key)])));
  byId("relations").replaceChildren(...some("relations").map((relation) => check("relations", relation, relation.words, [])));
}

{
  const setAll = (isShown) => {
    for (const relation of data.relations) shown.relations[isShown ? "add" : "delete"](relation.key);
    for (const box of byId("relations").querySelectorAll("input")) box.checked = isShown;
    filtered();
  };
  byId("relations-all").addEventListener("click", () => setAll(true));
  byId("relations-none").addEventListener("click", () => setAll(false));
}

function setShown(group, key, isShown) {
  shown[group][isShown ? "add" : "delete"](key);
  const box = [...document.querySelectorAll(`input[name="${group}"]`)].find((each) => each.value === key);
  if (box) box.checked = isShown;
  filtered();
}

const AT_REST = 150; // milliseconds after the last change: then tables and address follow the picture
let resting = null;

function filtered() {
  sift();
  network.redraw();
  count();
  clearTimeout(resting);
  resting = setTimeout(follow, AT_REST);
}

function follow() {
  if (chosen && !nodeOf.get(chosen).isShown) closeCard();
  else if (chosen && !card.contains(document.activeElement)) fillCard(chosen);
  fillTables();
  if (data.served) writeAddress();
}

function count() {
  const things = data.nodes.filter(isShown).length;
  const ties = data.edges.filter(isShown).length;
  const of = (part, all, word) => `${number.format(part)} of ${number.format(all)} ${word}`;
  byId("count").textContent =
    `${of(things, data.nodes.length, "things")} and ${of(ties, data.edges.length, "connections")} shown`;
  byId("relations-count").textContent = `(${shown.relations.size} of ${data.relations.length})`;
}
