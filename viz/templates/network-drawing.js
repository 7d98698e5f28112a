// What the canvas shows each frame, drawn in few strokes: ties by the hundred, marks by kind. vis-network, which would
// draw each of thousands by itself, does the rest: moving, zooming, dragging, physics.

const TIES_A_STROKE = 400; // one path of all would take the longer, the more of its lines cross
const ARROWS_UP_TO = 400; // things: in a larger picture arrows would only blur it
const FAN = 60; // ties of the chosen thing, from which on they are only hinted at
const SOLIDITIES = 8; // steps of fading, each a stroke of its own

let seenBox = null; // what of the picture's plane is on the screen: left, top, right, bottom

function look() {
  const scale = network.getScale();
  const { x, y } = network.getViewPosition();
  const [wide, high] = [stage.clientWidth / scale / 2, stage.clientHeight / scale / 2];
  seenBox = [x - wide, y - high, x + wide, y + high];
}

// where each thing stands; read once a frame
function locate() {
  for (const node of data.nodes) {
    const { x, y } = network.getPosition(node.id);
    node.x = x;
    node.y = y;
  }
}

const isSeen = (node) =>
  node.x + node.size > seenBox[0] && node.x - node.size < seenBox[2] && node.y + node.size > seenBox[1] && node.y - node.size < seenBox[3];

// both ends beyond the same edge of the screen: nothing of the tie can be seen
const isBeyond = (from, to) =>
  (from.x < seenBox[0] && to.x < seenBox[0]) || (from.x > seenBox[2] && to.x > seenBox[2]) ||
  (from.y < seenBox[1] && to.y < seenBox[1]) || (from.y > seenBox[3] && to.y > seenBox[3]);

function strokeTies(ctx, ties) {
  for (let first = 0; first < ties.length; first += TIES_A_STROKE) {
    ctx.beginPath();
    for (const { ends: [from, to] } of ties.slice(first, first + TIES_A_STROKE)) {
      ctx.moveTo(from.x, from.y);
      ctx.lineTo(to.x, to.y);
    }
    ctx.stroke();
  }
}

function fillArrows(ctx, ties) {
  ctx.beginPath();
  for (const { ends: [from, to] } of ties) {
    const far = Math.hypot(to.x - from.x, to.y - from.y);
    if (far < from.size + to.size) continue;
    const [dx, dy] = [(to.x - from.x) / far, (to.y - from.y) / far];
    const [x, y] = [to.x - dx * (to.size + 2), to.y - dy * (to.size + 2)];
    ctx.moveTo(x, y);
    ctx.lineTo(x - 7 * dx - 3 * dy, y - 7 * dy + 3 * dx);
    ctx.lineTo(x - 7 * dx + 3 * dy, y - 7 * dy - 3 * dx);
    ctx.closePath();
  }
  ctx.fill();
}

function drawTies(ctx) {
  const now = theme();
  const isLarge = data.nodes.length > ARROWS_UP_TO;
  const ties = data.edges.filter((edge) => edge.isShown && !isBeyond(...edge.ends));
  const ofChosen = chosen ? ties.filter((edge) => edge.from === chosen || edge.to === chosen) : [];
  const draw = (those, colour, width) => {
    ctx.lineWidth = width;
    ctx.strokeStyle = colour;
    ctx.fillStyle = colour;
    strokeTies(ctx, those);
    if (!isLarge) fillArrows(ctx, those);
  };
  // alpha as the last two hex digits
  draw(ties, now.edge + (data.regions.length ? "38" : "80"), isLarge ? 0.8 : 1.2);
  // hundreds would be a red disc: the more there are, the thinner, and never wider for being near
  const isFan = ofChosen.length > FAN;
  draw(ofChosen, now.accent + (isFan ? "50" : "c0"), (isFan ? 1 : 1.6) / Math.max(1, network.getScale()));
}

// things that look alike, drawn in one go
function alike(those) {
  const groups = new Map();
  for (const node of those) {
    const step = Math.round(node.solid * SOLIDITIES);
    const key = `${node.group} ${step}`;
    if (!groups.has(key)) groups.set(key, { group: node.group, solid: step / SOLIDITIES, members: [] });
    groups.get(key).members.push(node);
  }
  return groups.values();
}

function drawMarks(ctx) {
  const now = theme();
  const mark = (members, fill, edge, width) => {
    ctx.beginPath();
    for (const node of members) trace(ctx, kindOf.get(node.group).shape, node.x, node.y, node.size);
    ctx.fillStyle = fill;
    ctx.fill();
    ctx.lineWidth = width;
    ctx.strokeStyle = edge;
    ctx.stroke();
  };
  for (const { group, solid, members } of alike(data.nodes.filter((node) => node.isShown && isSeen(node)))) {
    ctx.globalAlpha = solid;
    mark(members, now.colourOf(group), now.paper, 1);
  }
  ctx.globalAlpha = 1;
  for (const id of [hovered, chosen]) {
    const node = nodeOf.get(id);
    if (node && node.isShown) mark([node], now.colourOf(node.group), now.accent, id === chosen ? 3 : 2);
  }
}

function drawDiscs(ctx) {
  const now = theme();
  ctx.lineWidth = 1 / network.getScale();
  ctx.fillStyle = now.disc;
  ctx.strokeStyle = now.rim;
  for (const disc of data.regions) {
    if (!isSeen({ x: disc.x, y: disc.y, size: disc.r })) continue;
    ctx.beginPath();
    ctx.arc(disc.x, disc.y, disc.r, 0, 2 * Math.PI);
    ctx.fill();
    ctx.stroke();
  }
}

// the connection that was asked for, under all the rest
function drawWay(ctx) {
  const along = wayShown.map((id) => nodeOf.get(id)).filter((node) => node && node.isShown);
  if (along.length < 2) return;
  ctx.beginPath();
  along.forEach(({ x, y }, i) => (i ? ctx.lineTo(x, y) : ctx.moveTo(x, y)));
  ctx.lineJoin = "round";
  ctx.lineWidth = 7 / network.getScale();
  ctx.strokeStyle = `${theme().accent}90`;
  ctx.stroke();
}

function drawAll(ctx) {
  look();
  locate();
  ctx.save();
  drawDiscs(ctx);
  drawWay(ctx);
  drawTies(ctx);
  drawMarks(ctx);
  ctx.restore();
  drawLabels(ctx);
}

// the thing at a point of the picture's plane: the nearest of those whose mark is there, with a rim for fingers
function thingAt({ x, y }) {
  const rim = 4 / network.getScale();
  let [found, nearest] = [null, Infinity];
  for (const node of data.nodes) {
    if (!node.isShown) continue;
    const far = Math.hypot(node.x - x, node.y - y);
    if (far <= node.size * 1.15 + rim && far < nearest) [found, nearest] = [node.id, far];
  }
  return found;
}
