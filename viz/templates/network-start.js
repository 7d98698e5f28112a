// Draw. A name after "#" in the address chooses that thing, so that a view can be passed on.

if (data.served) readFilters();
sift();
fillFilters();
drawPicture();
closeCard();
fillTables();
count();
const named = () => {
  const id = decodeURIComponent(location.hash.slice(1));
  if (nodeOf.has(id)) choose(id, { move: true });
};
addEventListener("hashchange", named);
if (location.hash) named();
else if (data.centre) choose(data.centre);
if (data.served) readView();
