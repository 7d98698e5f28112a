// The shortest connections of two things, told in words and drawn in the picture.

const ends = { from: null, to: null };

function setEnd(which, id) {
  ends[which] = id;
  byId("ways").hidden = false;
  const slot = byId(`way-${which}`);
  slot.textContent = nodeOf.get(id).label;
  slot.classList.add("filled");
  byId("way-find").disabled = !(ends.from && ends.to);
  writeAddress();
  if (ends.from && ends.to) return findWays();
  tell(`Connection ${which === "from" ? "from" : "to"} ${nodeOf.get(id).label}; choose the other end.`);
}

function clearWays() {
  for (const which of ["from", "to"]) {
    ends[which] = null;
    byId(`way-${which}`).textContent = which === "from" ? "choose a thing, then “Connection from here”" : "choose another, then “Connection to here”";
    byId(`way-${which}`).classList.remove("filled");
  }
  byId("ways").hidden = true;
  byId("way-find").disabled = true;
  byId("ways-found").replaceChildren();
  wayShown = [];
  network.redraw();
  writeAddress();
}

async function findWays() {
  const place = byId("ways-found");
  place.replaceChildren(make("p", {}, "Looking …"));
  const asked = new URLSearchParams({ from: ends.from, to: ends.to, limit: 3, ...(day ? { on: day } : {}) });
  try {
    const answer = await fetch(`/api/paths?${asked}`);
    const told = await answer.json();
    if (!answer.ok) throw new Error(told.detail);
    const rows = told.paths.map((way, i) => {
      const words = make("li", {}, make("span", {}, `${way.steps.map((step) => step.text).join("; ")}.`), " ");
      const show = make("button", { type: "button" }, "Show");
      show.addEventListener("click", () => showWay(way));
      words.append(show);
      return words;
    });
    const dated = day ? ` on ${inWords(day)}` : "";
    place.replaceChildren(
      make("p", {}, told.note || `${rows.length} shortest, over what is recorded${dated}:`),
      ...(rows.length ? [make("ol", {}, ...rows)] : []),
    );
    if (told.paths.length) await showWay(told.paths[0]);
  } catch (error) {
    place.replaceChildren(make("p", {}, `No answer: ${error.message}`));
  }
}

async function showWay(way) {
  const ids = way.steps.length ? [way.steps[0].from.id, ...way.steps.map((step) => step.to.id)] : [];
  const wanted = new Set(ids);
  for (const id of ids) if (!nodeOf.has(id)) merge(await neighboursOf(ids[Math.max(0, ids.indexOf(id) - 1)]), ids.find((one) => nodeOf.has(one)) || data.nodes[0].id, wanted);
  for (const id of ids) if (nodeOf.has(id) && !shown.kinds.has(nodeOf.get(id).group)) setShown("kinds", nodeOf.get(id).group, true);
  wayShown = ids;
  const known = ids.filter((id) => nodeOf.has(id));
  if (known.length) network.fit({ nodes: known, animation: motion(), maxZoomLevel: 1.6 });
  forgetView();
  network.redraw();
  writeAddress();
  document.documentElement.dataset.way = known.join(" ");
}

byId("ways").addEventListener("submit", (event) => {
  event.preventDefault();
  findWays();
});
byId("way-clear").addEventListener("click", clearWays);
