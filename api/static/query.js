// The workbench: the form works without this; with it there is an editor, completion, progress, and pictures of the answer.

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

const DATE = "http://www.w3.org/2001/XMLSchema#date";

function term(given) {
  const value = given.trim();
  if (/^\d{4}-\d{2}-\d{2}$/.test(value)) return `"${value}"^^<${DATE}>`;
  const iri = /^https?:/.test(value) ? value : own.ids + (value.includes("/") ? value : `jurisdiction/${value}`);
  return `<${iri.replace(/[\u0000-\u0020<>"{}|\\^`]/g, encodeURIComponent)}>`;
}

// the text of an example with values for what its header lets a caller bind
function filled(text, values) {
  const lines = Object.entries(values).filter(([, value]) => value).map(([name, value]) => `  VALUES ?${name} { ${term(value)} }`);
  return lines.length ? text.replace(/WHERE\s*\{\n?/, (begin) => `${begin.trimEnd()}\n${lines.join("\n")}\n`) : text;
}

function offerFill(text, samples) {
  const place = byId("fill");
  place.replaceChildren();
  place.hidden = !Object.keys(samples).length;
  const inputs = Object.entries(samples).map(([name, value]) => {
    const input = make("input", { id: `fill-${name}`, type: name === "day" ? "date" : "text", value, spellcheck: false });
    place.append(make("div", {}, make("label", { htmlFor: input.id }, `?${name}`), input));
    return [name, input];
  });
  const again = () => {
    editor.set(filled(text, Object.fromEntries(inputs.map(([name, input]) => [name, input.value]))));
    run();
  };
  const button = make("button", { type: "button" }, "Run with these");
  button.addEventListener("click", again);
  place.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.target === button) return;
    event.preventDefault();
    again();
  });
  place.append(button);
}

function offer(link, text) {
  const samples = JSON.parse(link.dataset.samples || "{}");
  editor.set(filled(text, samples));
  offerFill(text, samples);
}

let texts = null;
// The texts of all examples weigh as much as the rest of the page: they come when the first is wanted.
function textsOfExamples() {
  texts ??= fetch("/query/examples.json").then((answer) => (answer.ok ? answer.json() : Promise.reject(answer.status)));
  return texts;
}

const links = [...document.querySelectorAll(".examples a")];
for (const link of links) {
  link.addEventListener("click", async (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    for (const other of links) other.removeAttribute("aria-current");
    link.setAttribute("aria-current", "true");
    try {
      const { examples } = await textsOfExamples();
      if (!link.hasAttribute("aria-current")) return; // another was clicked meanwhile
      view = null; // what suits this example
      offer(link, examples[link.dataset.example]);
      run();
    } catch {
      location.assign(link.href);
    }
  });
}

let running = null;
// What is shared stands after "#": it may be long, and the server's log need not see it.
const shared = new URLSearchParams(location.hash.slice(1));
if (shared.has("query")) field.value = shared.get("query");
let view = shared.get("view") || new URLSearchParams(location.search).get("view");
let last = null;
let drawing = null; // how answers are drawn: it comes with the first

function writeAddress() {
  const query = new URLSearchParams({ query: editor.text(), ...(view ? { view } : {}) });
  history.replaceState(null, "", `/query#${query}`);
}

const ask = (query, accept, signal) => fetch("/sparql", { method: "POST", body: new URLSearchParams({ query }), headers: { Accept: accept }, signal });

async function run(isAsked = true) {
  running?.abort();
  const query = editor.text();
  const mine = (running = new AbortController());
  const begun = performance.now();
  const seconds = () => ((performance.now() - begun) / 1000).toFixed(1);
  const clock = setInterval(() => (byId("progress").textContent = `Running, ${seconds()} s`), 200);
  byId("cancel").hidden = false;
  byId("problem").hidden = true;
  editor.clear();
  writeAddress();
  try {
    const answer = await ask(query, "application/sparql-results+json, application/n-triples;q=0.9", mine.signal);
    const text = await answer.text();
    if (!answer.ok) return fail(answer.status, text);
    drawing ??= await import("./query-views.js");
    if (running !== mine) return; // something else was asked meanwhile
    last = { query, media: answer.headers.get("content-type").split(";")[0], text };
    show();
    if (isAsked) lookAtAnswer();
    byId("progress").textContent = `Done in ${seconds()} s`;
  } catch (error) {
    byId("progress").textContent = error.name === "AbortError" ? (running === mine ? "Cancelled" : "") : "The server does not answer.";
  } finally {
    clearInterval(clock);
    if (running === mine) byId("cancel").hidden = true;
  }
}

// on a narrow screen the answer stands far below the button that asked for it
function lookAtAnswer() {
  const { top } = byId("answer").getBoundingClientRect();
  if (top < 0 || top > innerHeight * 0.7) byId("answer").scrollIntoView();
}

function fail(status, text) {
  let told = {};
  try {
    told = JSON.parse(text);
  } catch {
    told = { detail: text.slice(0, 500) };
  }
  byId("progress").textContent = "";
  byId("answer").hidden = true; // that of a question before
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
  const { drawAnswer, VIEWS } = drawing;
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
  const of = last;
  Promise.resolve(drawn[chosen](place))
    .catch(() => drawn.table()) // the outlines of the map did not come
    .then((element) => last === of && document.documentElement.dataset.view === chosen && place.append(element));
}

async function save(accept, name) {
  const answer = await ask(last.query, accept);
  if (!answer.ok) return fail(answer.status, await answer.text());
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
byId("query").addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) run();
});

const current = document.querySelector(".examples a[aria-current]");
if (current && !shared.has("query")) offer(current, field.defaultValue);
openEditor()
  .catch(() => (document.documentElement.dataset.editor = "plain"))
  .then(() => (shared.has("query") || location.search) && run(false));
addEventListener("hashchange", () => location.reload());
