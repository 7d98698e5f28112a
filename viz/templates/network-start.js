// Draw. A name after "#" in the address chooses that thing, so that a view can be passed on.

if (data.served) {
  readFilters();
  readSeen();
}
sift();
fillFilters();
drawPicture();
closeCard();
fillTables();
count();
const named = (move) => {
  const id = decodeURIComponent(location.hash.slice(1));
  if (nodeOf.has(id)) choose(id, { move });
};
addEventListener("hashchange", () => named(true));
if (location.hash) named(!seen);
else if (data.centre) choose(data.centre);
if (data.served) readView();
