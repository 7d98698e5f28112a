// Colours of the day and of the night, and the shape of each kind. vis-network draws all shapes but the plus.

const night = matchMedia("(prefers-color-scheme: dark)");
const style = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

// read once for each change of day and night: asked for at every node drawn, it would slow the picture down
let current = null;
function theme() {
  current = current || {
    paper: style("--paper"),
    ink: style("--ink"),
    quiet: style("--quiet"),
    accent: style("--accent"),
    edge: style("--tie"),
    disc: style("--disc"),
    rim: style("--rim"),
    sans: style("--sans") || "sans-serif",
    colourOf: (key) => kindOf.get(key)[night.matches ? "dark" : "light"],
  };
  return current;
}
night.addEventListener("change", () => (current = null));

function tracePlus(ctx, x, y, size) {
  const arm = size * 0.38;
  const corners = [
    [arm, size], [arm, arm], [size, arm], [size, -arm], [arm, -arm], [arm, -size],
    [-arm, -size], [-arm, -arm], [-size, -arm], [-size, arm], [-arm, arm], [-arm, size],
  ];
  ctx.beginPath();
  corners.forEach(([dx, dy], i) => (i ? ctx.lineTo(x + dx, y + dy) : ctx.moveTo(x + dx, y + dy)));
  ctx.closePath();
}

// the "custom" shape: a plus sign
function drawPlus({ ctx, x, y, state, style: drawn }) {
  return {
    drawNode() {
      const now = theme();
      tracePlus(ctx, x, y, drawn.size);
      ctx.fillStyle = now.colourOf("event");
      ctx.fill();
      ctx.lineWidth = state.selected ? 3 : 1;
      ctx.strokeStyle = state.selected ? now.accent : now.paper;
      ctx.stroke();
    },
    nodeDimensions: { width: 2 * drawn.size, height: 2 * drawn.size },
  };
}

const OUTLINES = {
  dot: "M8 2a6 6 0 1 0 .01 0z",
  square: "M3 3h10v10H3z",
  triangle: "M8 2l6.5 11.5h-13z",
  triangleDown: "M8 14L1.5 2.5h13z",
  hexagon: "M4.5 2h7l3.5 6-3.5 6h-7L1 8z",
  diamond: "M8 1l7 7-7 7-7-7z",
  star: "M8 1l2 4.9 5.2.4-4 3.4 1.3 5.1L8 12l-4.5 2.8 1.3-5.1-4-3.4L6 5.9z",
  custom: "M6 2h4v4h4v4h-4v4H6v-4H2V6h4z",
};

// the same shape for legend, card and table, coloured by the style sheet's variable of its kind
function symbol(key) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  for (const [name, value] of Object.entries({ viewBox: "0 0 16 16", class: "symbol", "aria-hidden": "true" })) {
    svg.setAttribute(name, value);
  }
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", OUTLINES[kindOf.get(key).shape]);
  path.style.fill = `light-dark(${kindOf.get(key).light}, ${kindOf.get(key).dark})`;
  svg.append(path);
  return svg;
}
