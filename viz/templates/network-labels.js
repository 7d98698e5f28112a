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
  if (chosen) for (const edge of tiesOf.get(chosen)) if (edge.isShown) near.add(edge.from).add(edge.to);
  return near;
}

function labelled(near) {
  if (!near.size) return byWeight;
  const first = byWeight.filter((node) => near.has(node.id));
  const rank = (node) => (node.id === hovered ? 2 : node.id === chosen ? 1 : 0);
  first.sort((a, b) => rank(b) - rank(a));
  return [...first, ...byWeight.filter((node) => !near.has(node.id))];
}

// how wide a text is at a size of 1, measured once
const widths = new Map();
function widthOf(ctx, text, weight) {
  const key = `${weight} ${text}`;
  if (!widths.has(key)) {
    ctx.font = `${weight} 100px ${theme().sans}`;
    widths.set(key, ctx.measureText(text).width / 100);
  }
  return widths.get(key);
}

// In pixels of the screen, not in the picture's plane: whatever the zoom, letters have the same few sizes, which the
// browser keeps drawn.
function drawLabels(ctx) {
  const now = theme();
  const scale = network.getScale();
  const [wide, high] = [stage.clientWidth, stage.clientHeight];
  const onScreen = ({ x, y }) => [(x - seenBox[0]) * scale, (y - seenBox[1]) * scale];
  const taken = [];
  const clear = (box) =>
    taken.every((other) => box[0] > other[2] || box[2] < other[0] || box[1] > other[3] || box[3] < other[1]);
  const near = nearby();
  // names stay off the symbols of what they are drawn among
  for (const id of near) {
    const node = nodeOf.get(id);
    const [[x, y], r] = [onScreen(node), node.size * scale];
    taken.push([x - r, y - r, x + r, y + r]);
  }
  ctx.save();
  const dots = ctx.canvas.width / wide;
  ctx.setTransform(dots, 0, 0, dots, 0, 0);
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  ctx.lineJoin = "round";
  ctx.lineWidth = 3.5;
  ctx.strokeStyle = now.paper;

  const write = (text, middle, y, size, colour, weight, force) => {
    const half = (widthOf(ctx, text, weight) * size) / 2 + 3;
    // drawn in from the edge of the picture, which would cut it off
    const x = Math.max(half, Math.min(middle, wide - half));
    const box = [x - half, y - size * 0.65, x + half, y + size * 0.65];
    if (!force && !clear(box)) return false;
    taken.push(box);
    ctx.font = `${weight} ${size}px ${now.sans}`;
    ctx.strokeText(text, x, y);
    ctx.fillStyle = colour;
    ctx.fillText(text, x, y);
    return true;
  };

  const long = wide < 500 ? 20 : 34;
  let written = 0;
  for (const node of labelled(near)) {
    if (written >= LABEL_LIMIT) break;
    if (!node.isShown) continue;
    const disc = discOf.get(node.id);
    const isNear = near.has(node.id);
    const room = disc ? disc.r * scale : 0;
    // in a large picture a thing without a disc is named only where there is space to read it
    if (!isNear && data.regions.length && (disc ? room < 9 : scale < 2)) continue;
    const [x, y] = onScreen(node);
    if (x < 0 || x > wide || y < 0 || y > high) continue;
    const size = disc && !isNear ? Math.min(19, Math.round(10.5 + room / 28)) : 11.5;
    const below = disc && scale < 0.55 ? 0 : node.size * scale + 9;
    const isForced = node.id === chosen || node.id === hovered;
    const weight = node.id === chosen || disc ? 600 : 400;
    const colour = node.id === chosen ? now.accent : now.ink;
    const text = shorten(node.label, isForced ? 2 * long : isNear || disc ? long : long - 8);
    if (write(text, x, y + below, size, colour, weight, isForced)) written += 1;
  }
  if (chosen && tiesOf.get(chosen).length <= 40) {
    for (const edge of tiesOf.get(chosen)) {
      if (!edge.isShown) continue;
      const [[fromX, fromY], [toX, toY]] = edge.ends.map(onScreen);
      if (Math.hypot(fromX - toX, fromY - toY) < 70) continue;
      const [x, y] = [(fromX + toX) / 2, (fromY + toY) / 2];
      if (x < 0 || x > wide || y < 0 || y > high) continue;
      write(relationOf.get(edge.relation).words, x, y, 10.5, now.quiet, 400, false);
    }
  }
  ctx.restore();
}
