// Windows over the conversation: an item in full, two or three side by side, the shortlist, and the conversations before.
import { all, drop, put, turns } from "./history.js";
import { drawMap } from "./map.js";
import { download, asHtml, asJson, asMarkdown } from "./saving.js";
import { get, post, reason } from "./server.js";
import { state } from "./state.js";
import { $, $$, icon, made, say, show, speech, tell, template, translate } from "./words.js";

const SHORTLIST = "medley-shortlist", COMPARED = 3;
const ask = items => items.map(id => `items=${encodeURIComponent(id)}`).join("&");

const room = (name, title) => {
  const dialog = made("dialog", `window ${name}`);
  dialog.innerHTML = `<header><h2></h2><button type="button" class="ghost" data-act="close" data-t-label="close">${icon("close")}</button></header><div class="inside"></div>`;
  $("h2", dialog).textContent = title;
  dialog.setAttribute("aria-label", title);
  dialog.addEventListener("close", () => dialog.remove());
  dialog.addEventListener("click", event => { if (event.target === dialog) dialog.close(); });  // beside it
  $(".medley").append(translate(dialog));
  dialog.showModal();
  return $(".inside", dialog);
};
export const close = button => button.closest("dialog").close();

const shown = async (name, title, path) => {
  const inside = room(name, title);
  try { show(inside, (await get(`${path}&language=${speech.language}`)).html); marked(); }
  catch (error) { inside.textContent = reason(error); }
};
export const details = link => shown("details", say("details"), `item?item=${encodeURIComponent(link.dataset.item)}`);

export const map = async () => {
  const inside = room("mapping", say("map"));
  try { await drawMap(inside, item => details({ dataset: { item } })); } catch (error) { inside.textContent = reason(error); }
};

// -- comparing: two or three items that were chosen -------------------------------------------------------------------
const chosen = new Map();
const tray = () => {
  $(".tray")?.remove();
  if (!chosen.size) return;
  const bar = made("div", "tray");
  bar.setAttribute("role", "status");
  const [go, clear, few] = [made("button", "solid", say("compare_do", { n: chosen.size })), made("button", "ghost", say("clear")), made("p", "quiet", say("compare_few"))];
  Object.assign(go, { type: "button", onclick: () => shown("comparing", say("compare_title"), `compare?${ask([...chosen.keys()])}`) });
  Object.assign(clear, { type: "button", onclick: () => { chosen.clear(); tray(); marked(); } });
  bar.append(chosen.size > 1 ? go : few, clear);
  $(".ask").prepend(bar);
};
export const compare = button => {
  const { item, what } = button.dataset;
  if (!chosen.delete(item)) chosen.set(item, what);
  if (chosen.size > COMPARED) chosen.delete(chosen.keys().next().value);
  tray();
  marked();
};

// -- the shortlist, in this browser -----------------------------------------------------------------------------------
const listed = () => { try { return JSON.parse(localStorage.getItem(SHORTLIST)) ?? []; } catch { return []; } };
const list = items => { try { localStorage.setItem(SHORTLIST, JSON.stringify(items)); } catch { /* no room */ } marked(); };
export const marked = () => {  // which cards are on the shortlist, and which are compared
  const kept = new Set(listed().map(one => one.item));
  $$("[data-act=keep]").forEach(button => button.setAttribute("aria-pressed", kept.has(button.dataset.item)));
  $$("[data-act=compare]").forEach(button => button.setAttribute("aria-pressed", chosen.has(button.dataset.item)));
  const count = $(".count");
  if (count) { count.textContent = kept.size || ""; }
};
export const keepItem = button => {
  const { item, what } = button.dataset, before = listed(), card = button.closest(".card");
  const after = before.filter(one => one.item !== item);
  if (after.length === before.length) after.push({ item, title: what, price: $(".price dd", card)?.textContent ?? "", note: "", picture: $(".pictures img", card)?.getAttribute("src") ?? "" });
  list(after);
};
export const shortlist = () => {
  const inside = room("shortlist", say("shortlist"));
  const draw = () => {
    const items = listed();
    if (!items.length) return inside.replaceChildren(made("p", "quiet", say("shortlist_none")));
    const rows = made("ul", "rows");
    for (const one of items) {
      const row = made("li"), link = made("a", "", one.title), note = made("input"), gone = made("button", "ghost");
      if (one.picture) { const img = made("img"); Object.assign(img, { src: one.picture, alt: "" }); row.append(img); }
      Object.assign(link, { href: `item/${encodeURIComponent(one.item)}` });
      Object.assign(link.dataset, { act: "details", item: one.item });
      Object.assign(note, { value: one.note, placeholder: say("note_place"), maxLength: 300 });
      note.setAttribute("aria-label", say("note", { what: one.title }));
      note.onchange = () => list(listed().map(each => each.item === one.item ? { ...each, note: note.value } : each));
      Object.assign(gone, { type: "button", innerHTML: icon("bin"), onclick: () => { list(listed().filter(each => each.item !== one.item)); draw(); } });
      gone.setAttribute("aria-label", say("remove", { what: one.title }));
      const words = made("div");
      words.append(link, made("span", "quiet", one.price), note);
      row.append(words, gone);
      rows.append(row);
    }
    inside.replaceChildren(rows, saves("shortlist", () => ({ name: say("shortlist"), turns: [{ text: "", said: "", cards: [], list: listed() }] })));
  };
  draw();
};

// -- the conversations before -----------------------------------------------------------------------------------------
const saves = (name, make) => {
  const bar = made("p", "saves", say("export"));
  for (const [ending, kind, write] of [["md", "text/markdown", asMarkdown], ["json", "application/json", asJson], ["html", "text/html", asHtml]]) {
    const button = made("button", "ghost", ending === "md" ? "Markdown" : ending.toUpperCase());
    Object.assign(button, { type: "button", onclick: async () => download(`${name}.${ending}`, kind, await write(make())) });
    bar.append(button);
  }
  return bar;
};
export const history = async open => {
  const inside = room("history", say("history"));
  const draw = async () => {
    const kept = await all().catch(() => []);
    if (!kept.length) return inside.replaceChildren(made("p", "quiet", say("history_none")));
    const rows = made("ul", "rows");
    for (const one of kept) {
      const row = made("li"), words = made("div"), acts = made("div", "row-acts"), name = made("button", "link", one.name);
      Object.assign(name, { type: "button", onclick: () => { inside.closest("dialog").close(); open(one); } });
      if (one.visit === state.visit) name.setAttribute("aria-current", "true");
      const when = made("span", "quiet", new Date(one.at).toLocaleString(speech.language, { dateStyle: "medium", timeStyle: "short" }));
      words.append(name, when);
      const rename = async () => {
        const field = made("input");
        Object.assign(field, { value: one.name, maxLength: 80 });
        field.setAttribute("aria-label", say("rename"));
        const done = async () => { if (!field.isConnected) return; const renamed = field.value.trim() || one.name; if (one.visit === state.visit) state.name = renamed; await put({ ...one, name: renamed }); draw(); };
        field.onkeydown = event => { if (event.key === "Enter") { event.preventDefault(); done(); } };
        field.onblur = done;
        name.replaceWith(field);
        field.select();
      };
      const remove = async () => {
        if (!confirm(say("delete_sure"))) return;
        await drop(one.visit);
        post("delete", { visit: one.visit, item: "", kind: "none" }).catch(() => {});
        if (one.visit === state.visit) open(null);
        draw();
      };
      for (const [key, sign, act] of [["rename", "edit", rename], ["delete", "bin", remove]]) {
        const button = made("button", `ghost ${key}`);
        Object.assign(button, { type: "button", innerHTML: icon(sign), onclick: act, title: say(key) });
        button.setAttribute("aria-label", `${say(key)}: ${one.name}`);
        acts.append(button);
      }
      row.append(words, acts, saves(one.name.replace(/[^\p{L}\p{N} _-]/gu, "").trim() || "conversation", () => one.visit === state.visit ? { ...one, turns: turns() } : one));
      rows.append(row);
    }
    inside.replaceChildren(rows);
  };
  draw();
};
