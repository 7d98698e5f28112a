// Pictures to take along, made here: PNG as seen, SVG of all that is shown.

const escaped = (text) => text.replace(/[&<>"]/g, (one) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[one]);
// characters that no XML may hold
const forXml = (text) => escaped(text.replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, ""));

function download(name, blob) {
  const address = URL.createObjectURL(blob);
  make("a", { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

function savePng() {
  const drawn = stage.querySelector("canvas");
  const copy = make("canvas", { width: drawn.width, height: drawn.height });
  const ctx = copy.getContext("2d");
  ctx.fillStyle = theme().paper;
  ctx.fillRect(0, 0, copy.width, copy.height);
  ctx.drawImage(drawn, 0, 0);
  copy.toBlob((blob) => download("facelex-network.png", blob));
}

function svgText() {
  const now = theme();
  const those = data.nodes.filter(isShown);
  const xs = those.map((node) => node.x);
  const ys = those.map((node) => node.y);
  const [left, top] = [Math.min(...xs) - 120, Math.min(...ys) - 60];
  const [wide, high] = [Math.max(...xs) + 120 - left, Math.max(...ys) + 60 - top];
  const round = (value) => value.toFixed(1);
  const written = ({ x }, text, y, size, weight) =>
    `<text x="${round(x)}" y="${round(y)}" font-size="${round(size)}" font-weight="${weight}" stroke-width="${round(size / 4)}">${forXml(text)}</text>`;
  const lines = data.edges.filter(isShown).map(({ ends: [from, to] }) => `M${round(from.x)} ${round(from.y)}L${round(to.x)} ${round(to.y)}`);
  const marks = those.map((node) => {
    const kind = kindOf.get(node.group);
    const scale = node.size / 6;
    const mark = `<path transform="translate(${round(node.x - 8 * scale)} ${round(node.y - 8 * scale)}) scale(${scale.toFixed(2)})" fill="${now.colourOf(kind.key)}" fill-opacity="${node.solid.toFixed(2)}" d="${outlineOf(kind.shape)}"><title>${forXml(node.label)}</title></path>`;
    const disc = discOf.get(node.id);
    if (disc) return mark + written(node, shorten(node.label, 34), node.y, Math.max(11, Math.min(64, disc.r / 6)), 600);
    return those.length > 200 ? mark : mark + written(node, shorten(node.label, 34), node.y + node.size + 12, 11, 400);
  });
  const circles = data.regions.map((disc) => `<circle cx="${round(disc.x)}" cy="${round(disc.y)}" r="${round(disc.r)}"/>`);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${[left, top, wide, high].map(round).join(" ")}" font-family="sans-serif" font-size="11">`,
    `<title>${forXml(data.title)}${day ? `, ${inWords(day)}` : ""}</title>`,
    `<rect x="${round(left)}" y="${round(top)}" width="${round(wide)}" height="${round(high)}" fill="${now.paper}"/>`,
    `<g fill="${now.quiet}" fill-opacity="0.05" stroke="${now.quiet}" stroke-opacity="0.3">${circles.join("")}</g>`,
    `<path fill="none" stroke="${now.edge}" stroke-opacity="0.4" d="${lines.join("")}"/>`,
    `<g text-anchor="middle" fill="${now.ink}" stroke="${now.paper}" stroke-width="1" stroke-linejoin="round" paint-order="stroke">${marks.join("\n")}</g></svg>`,
  ].join("\n");
}

byId("save-png").addEventListener("click", savePng);
byId("save-svg").addEventListener("click", () => download("facelex-network.svg", new Blob([svgText()], { type: "image/svg+xml" })));
