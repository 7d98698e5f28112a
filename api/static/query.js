// The workbench: the form works without this; with it there is an editor, completion, progress, and pictures of the answer.

import { drawAnswer, VIEWS } from "./query-views.js";

const own = document.getElementById("query-script").dataset;
const byId = (id) => document.getElementById(id);
const field = byId("query");
const make = (tag, properties, ...children) => {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
};

// Stands in for the editor until that is there, and where it cannot be.
let editor = {
  text: () => field.value,
  set: (text) => (field.value = text),
  mark: (line, column) => {
    const at = field.value.split("\n").slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0) + column - 1;
    field.focus();
    field.setSelectionRange(at, at + 1);
  },
  clear: () => {},
};

async function openEditor() {
  const [{ makeEditor }, library, words] = await Promise.all([
    import("./query-editor.js"),
    import(own.editor),
    fetch("/query/words.json").then((answer) => (answer.ok ? answer.json() : { prefixes: {}, words: [] })),
  ]);
  editor = makeEditor(library, byId("editor"), field.value, words, own.nonce, run);
  byId("editor").hidden = false;
  field.hidden = true;
  field.name = "";
  document.querySelector('label[for="query"]').addEventListener("click", () => editor.focus());
  byId("keys").hidden = false;
  document.documentElement.dataset.editor = "ready";
}

// Parameters of an example: values for what its header lets a caller bind, written into the query.
const SAMPLES = { place: "us-ca-san-francisco", jurisdiction: "us-ca-san-francisco", thing: "organisation/clearview-ai", start: "organisation/clearview-ai", end: "law/us-il-bipa-2008", rule: "rule/us-ca-san-francisco-19b-2019--ban" };
const DATE = "http://www.w3.org/2001/XMLSchema#date";

function term(name, given) {
  const value = given.trim();
  if (/^\d{4}-\d{2}-\d{2}$/.test(value)) return `"${value}"^^<${DATE}>`;
  const iri = /^https?:/.test(value) ? value : own.ids + (value.includes("/") ? value : `jurisdiction/${value}`);
  return `<${iri.replace(/[\u0000-\u0020<>"{}|\\^`]/g, encodeURIComponent)}>`;
}

function offerFill(binds, text) {
  const place = byId("fill");
  place.replaceChildren();
  place.hidden = !binds.length;
  const inputs = binds.map((name) => {
    const input = make("input", { id: `fill-${name}`, type: name === "day" ? "date" : "text", value: name === "day" ? new Date().toISOString().slice(0, 10) : SAMPLES[name] || "" });
    place.append(make("div", {}, make("label", { htmlFor: input.id }, `?${name}`), input));
    return [name, input];
  });
  const button = make("button", { type: "button" }, "Fill in");
  button.addEventListener("click", () => {
    const lines = inputs.filter(([, input]) => input.value).map(([name, input]) => `  VALUES ?${name} { ${term(name, input.value)} }`);
    editor.set(text.replace(/WHERE\s*\{\n?/, (begin) => `${begin.trimEnd()}\n${lines.join("\n")}\n`));
  });
  place.append(button);
}

const links = [...document.querySelectorAll(".examples a[data-text]")];
for (const link of links) {
  link.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    for (const other of links) other.removeAttribute("aria-current");
    link.setAttribute("aria-current", "true");
    editor.set(link.dataset.text);
    offerFill(link.dataset.binds.split(" ").filter(Boolean), link.dataset.text);
    run();
  });
}

let running = null;
// What is shared stands after "#": it may be long, and the server's log need not see it.
const shared = new URLSearchParams(location.hash.slice(1));
if (shared.has("query")) field.value = shared.get("query");
let view = shared.get("view") || new URLSearchParams(location.search).get("view");
let last = null;

function writeAddress() {
  const query = new URLSearchParams({ query: editor.text(), ...(view ? { view } : {}) });
  history.replaceState(null, "", `/query#${query}`);
}

const ask = (accept, signal) => fetch("/sparql", { method: "POST", body: new URLSearchParams({ query: editor.text() }), headers: { Accept: accept }, signal });

async function run() {
  running?.abort();
  const mine = (running = new AbortController());
  const begun = performance.now();
  const seconds = () => ((performance.now() - begun) / 1000).toFixed(1);
  const clock = setInterval(() => (byId("progress").textContent = `Running, ${seconds()} s`), 200);
  byId("cancel").hidden = false;
  byId("problem").hidden = true;
  editor.clear();
  writeAddress();
  try {
    const answer = await ask("application/sparql-results+json, application/n-triples;q=0.9", mine.signal);
    const text = await answer.text();
    if (!answer.ok) return fail(answer.status, text);
    last = { media: answer.headers.get("content-type").split(";")[0], text };
    show();
    byId("progress").textContent = `Done in ${seconds()} s`;
  } catch (error) {
    byId("progress").textContent = error.name === "AbortError" ? (running === mine ? "Cancelled" : "") : "The server does not answer.";
  } finally {
    clearInterval(clock);
    if (running === mine) byId("cancel").hidden = true;
  }
}

function fail(status, text) {
  let told = {};
  try {
    told = JSON.parse(text);
  } catch {
    told = { detail: text.slice(0, 500) };
  }
  byId("progress").textContent = "";
  byId("answer").hidden = false;
  byId("shown").replaceChildren();
  byId("views").replaceChildren();
  byId("take").hidden = true;
  const isSlow = /timeout/.test(told.type || "");
  byId("problem").replaceChildren(
    make("h3", {}, told.title || `Error ${status}`),
    make("p", {}, told.detail || ""),
    ...(isSlow ? [make("p", {}, "To make it quicker: name the type of what you ask for (?law a fl:Law), ask for one place, leave out OPTIONAL parts, or add LIMIT 100. For all of it, take the file at "), make("a", { href: "/dump.nq.gz" }, "/dump.nq.gz")] : []),
  );
  byId("problem").hidden = false;
  if (told.line) editor.mark(told.line, told.column || 1, told.detail);
}

function show() {
  byId("answer").hidden = false;
  byId("take").hidden = false;
  const drawn = drawAnswer(last, own.ids);
  const able = VIEWS.filter((name) => drawn[name]);
  const chosen = able.includes(view) ? view : drawn.best;
  byId("views").replaceChildren(
    ...VIEWS.map((name) => {
      const button = make("button", { type: "button", disabled: !drawn[name] }, name[0].toUpperCase() + name.slice(1));
      button.setAttribute("aria-pressed", String(name === chosen));
      button.addEventListener("click", () => {
        view = name;
        writeAddress();
        show();
      });
      return button;
    }),
  );
  byId("save-csv").disabled = drawn.isGraph;
  const place = byId("shown");
  place.replaceChildren(make("p", { className: "quiet" }, drawn.count));
  document.documentElement.dataset.view = chosen;
  Promise.resolve(drawn[chosen]()).then((element) => place.append(element));
}

async function save(accept, name) {
  const answer = await ask(accept);
  const address = URL.createObjectURL(await answer.blob());
  make("a", { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

byId("save-csv").addEventListener("click", () => save("text/csv", "facelex.csv"));
byId("save-json").addEventListener("click", () => save("application/sparql-results+json, application/ld+json;q=0.9", "facelex.json"));
byId("cancel").addEventListener("click", () => running?.abort());
byId("query-form").addEventListener("submit", (event) => {
  event.preventDefault();
  run();
});

const current = document.querySelector(".examples a[aria-current]");
if (current) offerFill(current.dataset.binds.split(" ").filter(Boolean), current.dataset.text);
openEditor()
  .catch(() => (document.documentElement.dataset.editor = "plain"))
  .then(() => (shared.has("query") || location.search) && run());
addEventListener("hashchange", () => location.reload());
