// The address tells the view: what it is around, kinds, relations, day, what was added, the ends of a connection, and
// what is looked at, if the reader moved the picture by hand.

const KEPT = ["around", "depth", "place"];
const begun = new URLSearchParams(location.search); // as the page was asked for, before the address is written anew

function addressNow() {
  const now = new URLSearchParams(KEPT.filter((name) => begun.has(name)).map((name) => [name, begun.get(name)]));
  for (const group of ["kinds", "relations"]) {
    const ticked = data[group].filter((entry) => shown[group].has(entry.key));
    if (ticked.length && ticked.length < data[group].length) now.set(group, ticked.map((entry) => entry.key).join(","));
  }
  if (day) now.set("on", day);
  return now;
}

function writeAddress() {
  const cut = addressNow();
  cut.delete("relations");
  for (const format of ["graphml", "gexf", "html"]) byId(`save-${format}`).href = `/api/graph?${readable(cut)}${String(cut) ? "&" : ""}format=${format}`;
  const now = addressNow();
  if (grown.size) now.set("expanded", [...grown].slice(-MOST_EXPANDED).join(","));
  if (ends.from && ends.to) now.set("picked", `${ends.from},${ends.to}`);
  if (seen) now.set("seen", seen.join(","));
  const query = readable(now);
  history.replaceState(null, "", location.pathname + (query ? `?${query}` : "") + (chosen ? `#${chosen}` : ""));
}

const MOST_EXPANDED = 30;
const readable = (query) => String(query).replaceAll("%2F", "/").replaceAll("%2C", ",");

function readFilters() {
  for (const group of ["kinds", "relations"]) {
    if (!begun.has(group)) continue;
    const wanted = begun.get(group).split(",").map((key) => key.trim());
    for (const entry of data[group]) if (!wanted.includes(entry.key)) shown[group].delete(entry.key);
  }
  if (begun.has("on")) day = begun.get("on");
  showDay();
}

function readSeen() {
  const given = /^(-?\d{1,6}),(-?\d{1,6}),([1-9]\d{0,5})$/.exec(begun.get("seen") || "");
  if (given) seen = given.slice(1).map(Number);
}

async function readView() {
  const first = seen;
  for (const id of (begun.get("expanded") || "").split(",").filter(Boolean)) {
    if (!nodeOf.has(id)) continue;
    await grow(id, Infinity);
  }
  const [from, to] = (begun.get("picked") || "").split(",");
  if (!from || !to) return;
  for (const id of [from, to]) if (!nodeOf.has(id)) await fetchThing(id);
  if (nodeOf.has(from) && nodeOf.has(to)) {
    setEnd("from", from);
    await setEnd("to", to);
    if (!first) return;
    seen = first;
    showView(first);
  }
}

byId("copy-link").addEventListener("click", async () => {
  try {
    await navigator.clipboard.writeText(location.href);
    tell("The link is in the clipboard.");
  } catch {
    tell(`The address bar has the link: ${location.href}`);
  }
});
