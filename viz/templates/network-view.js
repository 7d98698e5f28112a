// What of the picture is looked at: all of it, a thing, or what the reader moved it to by hand.

const motion = () => (calm.matches ? false : { duration: 350, easingFunction: "easeInOutQuad" });
const showAll = (moving = true) =>
  network.fit({ nodes: data.nodes.filter(isShown).map((node) => node.id), animation: moving && motion(), maxZoomLevel: 1.6 });

// where the reader moved it by hand: the middle, and how much of the picture's plane the shorter side of the screen
// shows, so that a phone shows it, too; null as long as the page itself says where to look
let seen = null;
const MOST_SEEN = 999_999;
const AT_REST_AFTER = 300; // milliseconds after the last move by hand
let keeping = null;

const shorterSide = () => Math.min(stage.clientWidth, stage.clientHeight);
function viewNow() {
  const { x, y } = network.getViewPosition();
  const within = (value, least) => Math.max(least, Math.min(MOST_SEEN, Math.round(value)));
  return [within(x, -MOST_SEEN), within(y, -MOST_SEEN), within(shorterSide() / network.getScale(), 1)];
}
const showView = ([x, y, span]) => network.moveTo({ position: { x, y }, scale: shorterSide() / span, animation: false });
const showFirst = () => (seen ? showView(seen) : showAll(false));

function keepView() {
  if (!data.served) return;
  clearTimeout(keeping);
  keeping = setTimeout(() => {
    seen = viewNow();
    writeAddress();
  }, AT_REST_AFTER);
}

function forgetView() {
  clearTimeout(keeping);
  seen = null;
}

function zoomBy(factor) {
  const animation = motion();
  network.moveTo({ scale: network.getScale() * factor, animation });
  if (animation) network.once("animationFinished", keepView);
  else keepView();
}

function goTo(id) {
  const scale = Math.max(network.getScale(), 1.6);
  network.focus(id, { scale, animation: motion() });
  forgetView(); // last: a move that this one ends would be kept
}

byId("zoom-in").addEventListener("click", () => zoomBy(1.5));
byId("zoom-out").addEventListener("click", () => zoomBy(1 / 1.5));
byId("zoom-all").addEventListener("click", () => {
  showAll();
  forgetView();
  if (data.served) writeAddress();
});
