// Checks the draft of a record while it is typed, by POST /api/validate-record, and writes it from the form
// while that is filled in. Without this file both forms are sent as they are.
const WAIT = 350; // milliseconds after the last key
const field = document.getElementById("record");
const fields = document.getElementById("fields");
const state = document.getElementById("state");
const list = document.getElementById("found");
const file = document.getElementById("file");
let timer;
let asking;

function item({ severity, line, message, remedy }) {
  const one = document.createElement("li");
  one.className = severity;
  const where = document.createElement("b");
  where.textContent = `Line ${line}: `;
  const what = document.createElement("span");
  what.className = "remedy";
  what.textContent = remedy;
  one.append(where, message, what);
  return one;
}

function show(words, findings, where) {
  state.textContent = words;
  list.replaceChildren(...findings.map(item));
  file.textContent = where;
}

function words(count, more) {
  if (!count) return "No error is left.";
  return `${count}${more ? " and more" : ""} ${count === 1 ? "error" : "errors"}`;
}

async function check() {
  asking?.abort();
  asking = new AbortController();
  const { signal } = asking;
  try {
    const response = await fetch("/api/validate-record", {
      method: "POST",
      headers: { "Content-Type": "application/yaml" },
      body: field.value,
      signal,
    });
    const found = await response.json();
    if (signal.aborted) return;
    if (response.ok) {
      const known = found.is_known ? "; that id is recorded already, so this would correct it" : "";
      show(words(found.errors, found.more), found.findings, found.file ? `It belongs in ${found.file}${known}.` : "");
    } else if (found.line) {
      show("It cannot be read.", [{ severity: "error", line: found.line, message: found.detail, remedy: "" }], "");
    } else {
      show(found.detail, [], "");
    }
  } catch (error) {
    if (error.name !== "AbortError") show("The server does not answer; try again.", [], "");
  }
}

// The text that the form makes is the one of the page that sending it would show.
async function write() {
  asking?.abort();
  asking = new AbortController();
  const { signal } = asking;
  try {
    const response = await fetch(fields.action, { method: "POST", body: new URLSearchParams(new FormData(fields)), signal });
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    if (signal.aborted) return;
    const written = page.getElementById("record");
    if (!written) return show("The form is too long; say it more shortly.", [], "");
    field.value = written.value;
    await check();
  } catch (error) {
    if (error.name !== "AbortError") show("The server does not answer; try again.", [], "");
  }
}

function soon(work) {
  clearTimeout(timer);
  timer = setTimeout(work, WAIT);
}

field.addEventListener("input", () => soon(check));
fields?.addEventListener("input", () => soon(write));
fields?.addEventListener("submit", (event) => {
  event.preventDefault();
  soon(write);
  field.scrollIntoView({ block: "nearest" });
});
check();
