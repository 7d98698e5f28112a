// Colours of the day and of the night, and the symbol of each kind.

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

// the same shape for legend, card and table, coloured by the style sheet's variable of its kind
function symbol(key) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  for (const [name, value] of Object.entries({ viewBox: "0 0 16 16", class: "symbol", "aria-hidden": "true" })) {
    svg.setAttribute(name, value);
  }
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", outlineOf(kindOf.get(key).shape));
  path.style.fill = `light-dark(${kindOf.get(key).light}, ${kindOf.get(key).dark})`;
  svg.append(path);
  return svg;
}
