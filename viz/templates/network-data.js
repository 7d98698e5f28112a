// What the page draws: inside it, if it is a file; asked for, if a server gave the page.

async function read() {
  const inside = document.getElementById("network-data");
  if (inside) return JSON.parse(inside.textContent);
  const answer = await fetch(document.getElementById("picture").dataset.source);
  if (!answer.ok) throw new Error((await answer.json()).detail || "the server does not answer");
  return answer.json();
}

let data = null;
try {
  data = await read();
} catch (error) {
  document.getElementById("wait").textContent = `The picture could not be loaded: ${error.message}. Load the page again; the table below has its first rows.`;
  return;
}
const breath = () => new Promise((go) => setTimeout(go)); // between two long works: hands and wheel are heard
await breath();
