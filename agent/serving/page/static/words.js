// The words of the page in the language that was chosen, and the parts of elements that they fill in.
// Styles that the server names in data-… are set here: the policy of the page allows no style attributes.
const read = id => JSON.parse(document.getElementById(id)?.textContent ?? "{}");

export const given = read("given");
export const { words, tags, limits, voice, start } = given;

export const $ = (query, root = document) => root.querySelector(query);
export const $$ = (query, root = document) => [...root.querySelectorAll(query)];

const stored = () => { try { return localStorage.getItem("medley-language"); } catch { return null; } };
const wanted = () => ((navigator.languages || [navigator.language])[0] || "en").toLowerCase().slice(0, 2);
export const speech = { language: [stored(), wanted(), document.documentElement.lang].find(one => one in words) ?? Object.keys(words)[0] };

export const choose = language => {
  speech.language = language;
  try { localStorage.setItem("medley-language", language); } catch { /* not kept */ }
};

export const say = (key, filled = {}) =>
  (words[speech.language][key] ?? key).replace(/\{(\w+)\}/g, (whole, name) => filled[name] ?? whole);

export const translate = root => {
  for (const node of [root, ...$$("*", root)]) {
    const data = node.dataset ?? {};
    if (data.t) node.textContent = say(data.t, data);
    if (data.tLabel) { node.setAttribute("aria-label", say(data.tLabel, data)); if (node.tagName === "BUTTON") node.title = say(data.tLabel, data); }
    if (data.tAlt) node.alt = say(data.tAlt, data);
    if (data.tPlaceholder) node.placeholder = say(data.tPlaceholder, data);
    if (data.wave) node.style.setProperty("--wave", `url("${new URL(data.wave, document.baseURI)}")`);
    if (data.width) node.style.setProperty("width", `${data.width}%`);
  }
  return root;
};

// All HTML that comes here was made and escaped by the server; what a visitor types is only ever set as text.
export const template = html => { const node = document.createElement("template"); node.innerHTML = html; return translate(node.content); };
export const show = (node, html) => node.replaceChildren(template(html));
export const icon = name => `<svg class="icon" aria-hidden="true"><use href="#i-${name}"/></svg>`;
export const made = (tag, className, text) => { const node = document.createElement(tag); if (className) node.className = className; if (text !== undefined) node.textContent = text; return node; };
export const tell = (text, wrong = false) => { const told = $(".told"); told.textContent = text; told.classList.toggle("wrong", wrong); };
