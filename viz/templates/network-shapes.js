// The shape of each kind, once: corners around (0, 0) for a size of 1. Canvas, symbols and SVG are drawn from them.

const around = (count, turn, radius = 1) =>
  Array.from({ length: count }, (_, i) => {
    const angle = turn + (i * 2 * Math.PI) / count;
    return [radius * Math.cos(angle), radius * Math.sin(angle)];
  });
const star = around(5, -Math.PI / 2, 1.15).flatMap((tip, i) => [tip, around(5, -Math.PI / 2 + Math.PI / 5, 0.5)[i]]);
const CORNERS = {
  square: [[-0.9, -0.9], [0.9, -0.9], [0.9, 0.9], [-0.9, 0.9]],
  triangle: [[0, -1.05], [1.1, 0.85], [-1.1, 0.85]],
  triangleDown: [[0, 1.05], [-1.1, -0.85], [1.1, -0.85]],
  hexagon: around(6, 0, 1.05),
  diamond: [[0, -1.2], [1.2, 0], [0, 1.2], [-1.2, 0]],
  star,
  custom: [
    [0.38, 1], [0.38, 0.38], [1, 0.38], [1, -0.38], [0.38, -0.38], [0.38, -1],
    [-0.38, -1], [-0.38, -0.38], [-1, -0.38], [-1, 0.38], [-0.38, 0.38], [-0.38, 1],
  ],
};

// adds the shape to the path that is being made; "dot" is the one without corners
function trace(ctx, shape, x, y, size) {
  const corners = CORNERS[shape];
  if (!corners) {
    ctx.moveTo(x + size, y);
    ctx.arc(x, y, size, 0, 2 * Math.PI);
    return;
  }
  for (let i = 0; i < corners.length; i += 1) {
    const [dx, dy] = corners[i];
    if (i) ctx.lineTo(x + dx * size, y + dy * size);
    else ctx.moveTo(x + dx * size, y + dy * size);
  }
  ctx.closePath();
}

// the same as the path of an SVG, for a size of 6 around (8, 8)
function outlineOf(shape) {
  const at = (value) => (8 + 6 * value).toFixed(1);
  if (!CORNERS[shape]) return "M14 8a6 6 0 1 0-12 0a6 6 0 1 0 12 0z";
  return `M${CORNERS[shape].map(([dx, dy]) => `${at(dx)} ${at(dy)}`).join("L")}z`;
}
