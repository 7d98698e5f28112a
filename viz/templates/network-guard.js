// vis-network puts its style sheet into the page by script. Under a strict Content-Security-Policy such an element
// needs the page's nonce; without one this changes nothing. Our script takes the override away again.
(() => {
  const nonce = document.currentScript.nonce;
  document.createElement = function createElement(name, options) {
    const element = Document.prototype.createElement.call(document, name, options);
    if (nonce && String(name).toLowerCase() === "style") element.nonce = nonce;
    return element;
  };
})();
