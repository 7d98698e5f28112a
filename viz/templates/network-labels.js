// Labels that never overlap: the weightiest first, more of them the closer one looks. The chosen thing, its neighbours
// and the words of its ties come before all others.

const LABEL_LIMIT = 90;
const discOf = new Map(data.regions.map((region) => [region.id, region]));
const weightOf = new Map();
const byWeight = [];

function learnLabels(added) {
  byWeight.push(...added);
  for (const node of byWeight) {
    const disc = discOf.get(node.id);
    weightOf.set(node.id, disc ? 1000 + disc.r : tiesOf.get(node.id).length);
  }
  byWeight.sort((a, b) => weightOf.get(b.id) - weightOf.get(a.id) || inOrder.compare(a.id, b.id));
}
learnLabels(data.nodes);

const shorten = (text, length) => (text.length > length ? `${text.slice(0, length - 1).trimEnd()}…` : text);

// what the reader points at or has chosen, with its neighbours
function nearby() {
  const near = new Set([hovered, chosen, ...wayShown].filter(Boolean));
  if (chosen) for (const edge of tiesOf.get(chosen)) if (edgeIsShown(edge)) near.add(edge.from).add(edge.to);
  return near;
}

function labelled(near) {
  if (!near.size) return byWeight;
  const first = byWeight.filter((node) => near.has(node.id));
  const rank = (node) => (node.id === hovered ? 2 : node.id === chosen ? 1 : 0);
  first.sort((a, b) => rank(b) - rank(a));
  return [...first, ...byWeight.filter((node) => !near.has(node.id))];
}

function drawLabels(ctx) {
  if (!network) return;
  const now = theme();
  const scale = network.getScale();
  const centre = network.getViewPosition();
  const wide = stage.clientWidth / scale / 2;
  const high = stage.clientHeight / scale / 2;
  const taken = [];
  const clear = (box) =>
    taken.every((other) => box[0] > other[2] || box[2] < other[0] || box[1] > other[3] || box[3] < other[1]);
  const near = nearby();
  ctx.save();
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  ctx.lineJoin = "round";

  // size in pixels of the screen, whatever the zoom; box in the picture's own units
  const write = (text, middle, y, size, colour, weight, force) => {
    ctx.font = `${weight} ${size / scale}px ${now.sans}`;
    const half = ctx.measureText(text).width / 2 + 3 / scale;
    // drawn in from the edge of the picture, which would cut it off
    const x = Math.max(centre.x - wide + half, Math.min(middle, centre.x + wide - half));
    const box = [x - half, y - (size * 0.65) / scale, x + half, y + (size * 0.65) / scale];
    if (!force && !clear(box)) return false;
    taken.push(box);
    ctx.lineWidth = 3.5 / scale;
    ctx.strokeStyle = now.paper;
    ctx.strokeText(text, x, y);
    ctx.fillStyle = colour;
    ctx.fillText(text, x, y);
    return true;
  };

  const long = stage.clientWidth < 500 ? 20 : 34;
  let written = 0;
  for (const node of labelled(near)) {
    if (written >= LABEL_LIMIT) break;
    if (!nodeIsShown(node)) continue;
    const disc = discOf.get(node.id);
    const isNear = near.has(node.id);
    const room = disc ? disc.r * scale : 0;
    // in a large picture a thing without a disc is named only where there is space to read it
    if (!isNear && data.regions.length && (disc ? room < 9 : scale < 2)) continue;
    const { x, y } = network.getPosition(node.id);
    if (Math.abs(x - centre.x) > wide || Math.abs(y - centre.y) > high) continue;
    const size = disc && !isNear ? Math.min(19, 10.5 + room / 28) : 11.5;
    const below = disc && scale < 0.55 ? 0 : node.size + 9 / scale;
    const isForced = node.id === chosen || node.id === hovered;
    const weight = node.id === chosen || disc ? 600 : 400;
    const colour = node.id === chosen ? now.accent : now.ink;
    if (write(shorten(node.label, isForced ? 2 * long : isNear || disc ? long : long - 8), x, y + below, size, colour, weight, isForced)) written += 1;
  }
  if (chosen && tiesOf.get(chosen).length <= 40) {
    for (const edge of tiesOf.get(chosen)) {
      if (!edgeIsShown(edge)) continue;
      const [from, to] = [network.getPosition(edge.from), network.getPosition(edge.to)];
      if (Math.hypot(from.x - to.x, from.y - to.y) * scale < 70) continue;
      if (Math.abs((from.x + to.x) / 2 - centre.x) > wide || Math.abs((from.y + to.y) / 2 - centre.y) > high) continue;
      write(relationOf.get(edge.relation).words, (from.x + to.x) / 2, (from.y + to.y) / 2, 10.5, now.quiet, 400, false);
    }
  }
  ctx.restore();
}
