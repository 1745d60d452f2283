// Conversations, kept in this browser (IndexedDB): each after every answer, the newest again after a reload.
import { state } from "./state.js";
import { $, $$ } from "./words.js";

const TABLE = "conversations", HERE = "medley-visit", NAMED = 60, MOST = 200, THUMB = 160;

const opened = new Promise(resolve => {
  try {
    const asked = indexedDB.open("medley", 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore(TABLE, { keyPath: "visit" });
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => resolve(null);  // not kept, as in a private window
  } catch { resolve(null); }
});
const done = request => new Promise((resolve, reject) => { request.onsuccess = () => resolve(request.result); request.onerror = () => reject(request.error); });
const table = async mode => (await opened)?.transaction(TABLE, mode).objectStore(TABLE);

export const all = async () => {
  const from = await table("readonly");
  return from ? (await done(from.getAll())).sort((a, b) => b.at - a.at) : [];
};
export const one = async visit => { const from = await table("readonly"); return from ? done(from.get(visit)) : undefined; };
export const put = async conversation => { const to = await table("readwrite"); if (to) await done(to.put(conversation)); };
export const drop = async visit => { const from = await table("readwrite"); if (from) await done(from.delete(visit)); };

// What was given, small enough to be kept: a picture as one, a sound only as a word.
const thumb = preview => {
  const image = $("img", preview);
  if (!image?.naturalWidth) return { kind: image ? "image" : "audio", url: image?.src.startsWith("data:") ? image.src : "" };
  const share = Math.min(1, THUMB / Math.max(image.naturalWidth, image.naturalHeight)), canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [Math.max(1, image.naturalWidth * share), Math.max(1, image.naturalHeight * share)];
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  return { kind: "image", url: canvas.toDataURL("image/webp", .7) };
};
const plain = card => { const copy = card.cloneNode(true); for (const node of [copy, ...$$("[style]", copy)]) node.removeAttribute("style"); return copy.outerHTML; };

export const turns = () => $$(".turn").filter(turn => turn.record?.done).map(turn => {
  const { what, text, language, head, panel, items, said } = turn.record;
  const given = turn.record.given ??= $$(".mine .preview", turn).map(thumb);
  return { what, text, language, head, panel, items, said, given, cards: $$(".card", turn).map(plain), done: true };
});

export const keep = async () => {
  const kept = turns();
  if (!kept.length) return;
  try {
    sessionStorage.setItem(HERE, state.visit);
    const name = state.name || kept.find(turn => turn.text)?.text.slice(0, NAMED) || "…";
    await put({ visit: state.visit, name, at: Date.now(), turns: kept });
    for (const old of (await all()).slice(MOST)) await drop(old.visit);
  } catch { /* no room: the conversation goes on, and isn't kept */ }
};

export const left = () => { try { sessionStorage.removeItem(HERE); } catch { /* nothing was kept */ } };
export const here = () => { try { return sessionStorage.getItem(HERE); } catch { return null; } };
