// The picture: a vis-network on a canvas that draws what network-drawing.js says, and is moved by hand or by physics.

const stage = byId("picture");
let network = null;
let nodes = null;
let edges = null;

// vis-network is told how large a thing is, so that it can be dragged, and draws nothing; what is hidden has no size
const unseen = { width: 0, height: 0 };
function undrawn({ id }) {
  const node = nodeOf.get(id);
  return { nodeDimensions: node.isShown ? { width: 2 * node.size, height: 2 * node.size } : unseen };
}
const held = ({ id, x, y, size }) => ({ id, x, y, size, shape: "custom", ctxRenderer: undrawn });
const tied = ({ id, from, to }) => ({ id, from, to, hidden: true });

function point(id) {
  if (id === hovered) return;
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

function drawPicture() {
  nodes = new vis.DataSet(data.nodes.map(held));
  edges = new vis.DataSet(data.regions.length ? [] : data.edges.map(tied)); // physics alone asks for them
  network = new vis.Network(stage, { nodes, edges }, data.options);
  network.on("afterDrawing", drawAll);
  network.on("click", ({ pointer }) => {
    const id = thingAt(pointer.canvas);
    if (!id) return closeCard();
    choose(id);
    if (data.served) grow(id);
  });
  if (data.physics) {
    network.once("stabilizationIterationsDone", () => {
      settle();
      showFirst();
    });
  } else {
    network.once("afterDrawing", () => requestAnimationFrame(settle));
    showFirst();
  }
  network.on("zoom", keepView);
  network.on("dragEnd", ({ nodes: dragged }) => dragged.length || keepView());
}

stage.addEventListener("pointermove", (event) => {
  if (event.buttons || event.pointerType === "touch") return;
  const box = stage.getBoundingClientRect();
  point(thingAt(network.DOMtoCanvas({ x: event.clientX - box.left, y: event.clientY - box.top })));
});
stage.addEventListener("pointerleave", () => point(null));

night.addEventListener("change", () => network.redraw());
