// The same as tables, a page at a time: every thing, and every connection, under the same filters.

const ROWS = 50;
const nodesInOrder = () => [...data.nodes].sort(
  (a, b) => kindRank(a.group) - kindRank(b.group) || inOrder.compare(a.label, b.label) || inOrder.compare(a.id, b.id),
);
const edgesInOrder = () => [...data.edges].sort(
  (a, b) =>
    inOrder.compare(nodeOf.get(a.from).label, nodeOf.get(b.from).label) ||
    inOrder.compare(a.relation, b.relation) ||
    inOrder.compare(nodeOf.get(a.to).label, nodeOf.get(b.to).label),
);

function kindRank(key) {
  return data.kinds.findIndex((kind) => kind.key === key);
}

function thingButton(id) {
  const button = make("button", { type: "button", className: "thing" }, symbol(nodeOf.get(id).group), nodeOf.get(id).label);
  button.addEventListener("click", () => choose(id, { move: true, focus: true }));
  return button;
}

// `keys`: what the rows are sorted by, a text or a number for each column
function pagedTable(place, caption, columns, rowsShown, cellsOf, keys) {
  let first = 0;
  let sorted = { column: -1, sign: 1 };
  const compare = (one, other) => (typeof one === "number" ? one - other : inOrder.compare(one, other));
  const inTurn = (rows) => {
    if (sorted.column < 0) return rows;
    const keyed = rows.map((row) => [keys[sorted.column](row), row]);
    return keyed.sort(([one], [other]) => sorted.sign * compare(one, other)).map(([, row]) => row);
  };
  const heading = (words, column) => {
    const button = make("button", { type: "button", className: "sort" }, words);
    const cell = make("th", { scope: "col" }, button);
    button.addEventListener("click", () => {
      sorted = { column, sign: sorted.column === column ? -sorted.sign : 1 };
      for (const other of cell.parentNode.children) other.removeAttribute("aria-sort");
      cell.setAttribute("aria-sort", sorted.sign > 0 ? "ascending" : "descending");
      first = 0;
      fill();
    });
    return cell;
  };
  const body = make("tbody");
  const where = make("p", { className: "where", role: "status" });
  const back = make("button", { type: "button" }, "Previous");
  const on = make("button", { type: "button" }, "Next");
  const head = make("tr", {}, ...columns.map(heading));
  const table = make("table", {}, make("caption", { className: "unseen" }, caption), make("thead", {}, head), body);
  place.replaceChildren(table, make("div", { className: "pager" }, back, where, on));
  const fill = () => {
    const rows = inTurn(rowsShown());
    first = Math.max(0, Math.min(first, Math.floor((rows.length - 1) / ROWS) * ROWS));
    const last = Math.min(first + ROWS, rows.length);
    body.replaceChildren(
      ...rows.slice(first, last).map((row) => {
        const cells = cellsOf(row);
        return make("tr", {}, ...cells.map((cell, i) => make(i ? "td" : "th", i ? { "data-column": columns[i] } : { scope: "row" }, cell)));
      }),
    );
    where.textContent = rows.length ? `${number.format(first + 1)}–${number.format(last)} of ${number.format(rows.length)}` : "nothing to show";
    back.disabled = first === 0;
    on.disabled = last >= rows.length;
  };
  const turn = (step) => {
    first += step * ROWS;
    fill();
    table.scrollIntoView({ block: "start", behavior: calm.matches ? "auto" : "smooth" });
  };
  back.addEventListener("click", () => turn(-1));
  on.addEventListener("click", () => turn(1));
  return fill;
}

const fillThings = pagedTable(
  byId("things-table"),
  "Things of the network",
  ["Name", "Kind", "Dates", "Connections"],
  () => nodesInOrder().filter(isShown),
  (node) => {
    const category = aboutOf(node.id).category;
    return [
      thingButton(node.id),
      kindOf.get(node.group).word + (category ? `, ${category}` : ""),
      datesInWords(node.id),
      String(tiesOf.get(node.id).filter(isShown).length),
    ];
  },
  [
    (node) => node.label,
    (node) => kindOf.get(node.group).word + (aboutOf(node.id).category || ""),
    (node) => ((aboutOf(node.id).dates || [])[0] || ["", ""])[1],
    (node) => tiesOf.get(node.id).filter(isShown).length,
  ],
);
const fillTies = pagedTable(
  byId("ties-table"),
  "Connections of the network",
  ["From", "Relation", "To"],
  () => edgesInOrder().filter(isShown),
  (edge) => [thingButton(edge.from), relationOf.get(edge.relation).words, thingButton(edge.to)],
  [(edge) => nodeOf.get(edge.from).label, (edge) => relationOf.get(edge.relation).words, (edge) => nodeOf.get(edge.to).label],
);

function fillTables() {
  fillThings();
  if (byId("ties").open) fillTies();
}
byId("ties").addEventListener("toggle", () => byId("ties").open && fillTies());
