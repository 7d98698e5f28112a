// A layout for Swagger UI that people who hear the page, or go through it by keyboard, can use too: a heading above
// its lists, no second `main` in the page, a name for its choice of servers, and no link inside a button.
function forEverybody() {
  const DeepLink = (_, { React }) => ({ text }) => React.createElement("span", null, text);
  return { components: { Plain }, wrapComponents: { DeepLink, Servers: named("Server") } };
}

function named(name) {
  return (Original, { React }) => (props) => {
    const place = React.useRef(null);
    React.useEffect(() => place.current.querySelector("select")?.setAttribute("aria-label", name));
    return React.createElement("div", { ref: place }, React.createElement(Original, props));
  };
}

function Plain({ getComponent, specSelectors, getSystem }) {
  const { createElement: make } = getSystem().React;
  const part = (name) => make(getComponent(name, true));
  const wrapped = (...inner) => make("div", { className: "wrapper" }, ...inner);
  if (specSelectors.loadingStatus() === "failed") return make("p", { className: "wrapper" }, "The description could not be loaded.");
  return make(
    "div",
    { className: "swagger-ui" },
    make(getComponent("SvgAssets")),
    part("errors"),
    wrapped(part("InfoContainer")),
    make("div", { className: "scheme-container" }, make("div", { className: "schemes wrapper" }, part("ServersContainer"), part("AuthorizeBtnContainer"))),
    wrapped(make("h2", null, "Operations"), part("operations")),
    wrapped(part("Models")),
  );
}

// Swagger UI draws its fields without names: a parameter's is that of its row, a body's and an example's what it is.
function nameFields(swagger) {
  for (const field of swagger.querySelectorAll("input, select, textarea")) {
    if (field.labels?.length || field.hasAttribute("aria-label")) continue;
    const row = field.closest("tr[data-param-name]");
    const name = row ? row.dataset.paramName : field.matches("textarea") ? "Body" : field.closest(".examples-select") ? "Example" : field.placeholder;
    if (name) field.setAttribute("aria-label", name);
  }
}

const place = document.getElementById("try");
const button = place.querySelector("button");
const said = place.querySelector("[role=status]");
const head = (tag, properties) =>
  new Promise((resolve, reject) => document.head.append(Object.assign(document.createElement(tag), properties, { onload: resolve, onerror: reject })));

// Swagger UI weighs more than all pages together, so it comes when somebody wants to try something.
async function open() {
  const { version } = button.dataset;
  button.disabled = true;
  said.textContent = "Loading, half a megabyte";
  try {
    await Promise.all([
      head("link", { rel: "stylesheet", href: `/static/vendor/swagger-ui-${version}.css` }),
      head("script", { src: `/static/vendor/swagger-ui-bundle-${version}.js` }),
    ]);
  } catch {
    button.disabled = false;
    said.textContent = "It did not come; try again.";
    return;
  }
  document.getElementById("operations").hidden = true;
  place.hidden = true;
  const swagger = document.getElementById("swagger");
  swagger.hidden = false;
  new MutationObserver(() => nameFields(swagger)).observe(swagger, { childList: true, subtree: true });
  window.SwaggerUIBundle({
    url: "/openapi.json",
    dom_id: "#swagger",
    deepLinking: true,
    validatorUrl: null,
    layout: "Plain",
    plugins: [forEverybody],
  });
}

place.hidden = false;
button.addEventListener("click", open);
// such an address leads to one operation
if (location.hash.startsWith("#/")) open();
