// The picture: vis-network on a canvas, discs of places behind it, labels and the chosen thing's ties above it.

const stage = byId("picture");
let network = null;
let nodes = null;
let edges = null;
let discs = data.regions.map((region) => ({ ...region, shown: true }));

function coloured(options) {
  const now = theme();
  const groups = {};
  for (const kind of data.kinds) {
    const fill = now.colourOf(kind.key);
    const chosenFill = { background: fill, border: now.accent };
    groups[kind.key] = { color: { background: fill, border: now.paper, highlight: chosenFill, hover: chosenFill } };
  }
  // alpha as the last two hex digits: an opacity of its own would fade the chosen thing's edges too
  const color = { color: now.edge + (data.regions.length ? "38" : "80"), highlight: `${now.accent}c0`, hover: now.accent, inherit: false };
  return { ...options, groups, edges: { ...options.edges, color } };
}

// label is left out: vis-network would write every one, ours (network-labels.js) never overlap
function drawable(node) {
  const { label, ...rest } = node;
  const plus = node.shape === "custom" ? { ctxRenderer: drawPlus } : {};
  return { ...rest, ...plus, hidden: !nodeIsShown(node), opacity: solidity(node.id) };
}

function drawDiscs(ctx) {
  const now = theme();
  for (const disc of discs) {
    ctx.beginPath();
    ctx.arc(disc.x, disc.y, disc.r, 0, 2 * Math.PI);
    ctx.fillStyle = now.disc;
    ctx.fill();
    ctx.lineWidth = 1 / network.getScale();
    ctx.strokeStyle = now.rim;
    ctx.stroke();
  }
}

// the connection that was asked for, under all the rest
function drawWay(ctx) {
  const at = wayShown.filter((id) => nodeOf.has(id) && nodeIsShown(nodeOf.get(id))).map((id) => network.getPosition(id));
  if (at.length < 2) return;
  ctx.beginPath();
  at.forEach(({ x, y }, i) => (i ? ctx.lineTo(x, y) : ctx.moveTo(x, y)));
  ctx.lineJoin = "round";
  ctx.lineWidth = 7 / network.getScale();
  ctx.strokeStyle = `${theme().accent}90`;
  ctx.stroke();
}

function point(id) {
  hovered = id;
  stage.style.cursor = id ? "pointer" : "";
  network.redraw();
}

function settle() {
  network.setOptions({ physics: { enabled: false } });
  byId("wait").hidden = true;
  if (document.documentElement.dataset.settled) return;
  document.documentElement.dataset.settled = "true";
  document.documentElement.dataset.settledAfter = String(Math.round(performance.now()));
}

function drawPicture(places, view) {
  const options = coloured(data.options);
  if (places) options.physics = { enabled: false };
  nodes = new vis.DataSet(data.nodes.map((node) => ({ ...drawable(node), ...(places && places[node.id]) })));
  edges = new vis.DataSet(data.edges.map((edge) => ({ ...edge, hidden: !edgeIsShown(edge) })));
  network = new vis.Network(stage, { nodes, edges }, options);
  network.on("beforeDrawing", drawDiscs);
  network.on("beforeDrawing", drawWay);
  network.on("afterDrawing", drawLabels);
  network.on("hoverNode", (event) => point(event.node));
  network.on("blurNode", () => point(null));
  network.on("click", (event) => {
    if (!event.nodes.length) return closeCard();
    choose(event.nodes[0]);
    if (data.served) grow(event.nodes[0]);
  });
  if (places) {
    network.moveTo(view);
    if (chosen) network.selectNodes([chosen]);
  } else if (data.physics) {
    network.once("stabilizationIterationsDone", () => {
      settle();
      showAll(false);
    });
  } else {
    network.once("afterDrawing", () => requestAnimationFrame(settle));
    showAll(false);
  }
}

const motion = () => (calm.matches ? false : { duration: 350, easingFunction: "easeInOutQuad" });
const showAll = (moving = true) =>
  network.fit({ nodes: data.nodes.filter(nodeIsShown).map((node) => node.id), animation: moving && motion(), maxZoomLevel: 1.6 });
const zoomBy = (factor) => network.moveTo({ scale: network.getScale() * factor, animation: motion() });

function goTo(id) {
  const scale = Math.max(network.getScale(), 1.6);
  network.focus(id, { scale, animation: motion() });
}

function redrawFiltered() {
  const changedNow = (items, set, lookOf) => {
    const looks = items.map((item) => ({ id: item.id, ...lookOf(item) }));
    set.update(looks.filter((look) => Object.entries(look).some(([name, value]) => set.get(look.id)[name] !== value)));
  };
  changedNow(data.nodes, nodes, (node) => ({ hidden: !nodeIsShown(node), opacity: solidity(node.id) }));
  changedNow(data.edges, edges, (edge) => ({ hidden: !edgeIsShown(edge) }));
  network.redraw();
}

night.addEventListener("change", () => {
  const places = network.getPositions();
  const view = { position: network.getViewPosition(), scale: network.getScale(), animation: false };
  network.destroy();
  drawPicture(places, view);
});
byId("zoom-in").addEventListener("click", () => zoomBy(1.5));
byId("zoom-out").addEventListener("click", () => zoomBy(1 / 1.5));
byId("zoom-all").addEventListener("click", () => showAll());
