// The page: what each button does, the keys, and what is done when it opens.
import { drawGiven, give, takeFiles } from "./given.js";
import { here, keep, left, one } from "./history.js";
import { ended, listen, transcribe } from "./microphone.js";
import { play, quiet, read } from "./player.js";
import { close, compare, details, history, keepItem, map, marked, shortlist } from "./rooms.js";
import { get, post, reason } from "./server.js";
import { anew, state } from "./state.js";
import { again, ask, edited, grow, halt, more, restored, steer } from "./turns.js";
import { $, $$, choose, made, say, show, speech, tags, tell, translate, voice, words } from "./words.js";

const request = $("#request");

const greet = async () => {
  try { show($(".start"), (await get(`hello?language=${speech.language}`)).html); $(".medley").classList.toggle("soundless", $(".hello")?.dataset.sounds === "0"); } catch { /* the greeting waits */ }
};
const speak = () => {
  document.documentElement.lang = tags[speech.language];
  translate(document.body);
  grow();
  greet();
};

const emptied = () => {
  quiet();
  $(".turns").replaceChildren();
  $(".medley").classList.remove("talking");
  $(".panel").made = undefined;
  show($(".panel"), '<p class="quiet" data-t="understood_none"></p>');
  drawGiven(); tell(""); edited(null); request.value = ""; grow(); request.focus();
};

const open = conversation => {  // goes on with a conversation that was kept, or with none
  if (state.busy) halt();
  if (!conversation) { left(); anew(); emptied(); return; }
  Object.assign(anew(), { visit: conversation.visit, name: conversation.name, turn: Math.max(state.turn, Date.now() % 1e9) });
  emptied();
  for (const turn of conversation.turns) {
    const given = Object.fromEntries((turn.given ?? []).map(each => [each.kind, each]));
    restored(turn, given);
  }
  const last = conversation.turns.at(-1);
  state.last = last?.what === "ask" && !last.given?.length ? { what: "ask", text: last.text, image: null, audio: null } : null;
  marked();
  $$(".turn").at(-1)?.scrollIntoView({ block: "start" });
};

const mark = async (button, kind) => {
  const item = button.dataset.item, on = button.getAttribute("aria-pressed") !== "true";
  const same = $$(".card").filter(card => card.dataset.item === item);
  const draw = (liked, disliked) => same.forEach(card => {
    $(".like", card).setAttribute("aria-pressed", liked);
    $(".dislike", card).setAttribute("aria-pressed", disliked);
    card.classList.toggle("disliked", disliked);
  });
  draw(on && kind === "like", on && kind === "dislike");
  try { await post("mark", { visit: state.visit, item, kind: on ? kind : "none" }); keep(); }
  catch (error) { draw(false, false); tell(reason(error), true); }
};

const copied = async button => {
  const turn = button.closest(".turn");
  const lines = $$(".card", turn).map((card, n) => `${n + 1}. ${$("h3", card).textContent}: ${$(".reason", card).textContent}`);
  await navigator.clipboard.writeText([turn.record.text, turn.record.said, ...lines].filter(Boolean).join("\n"));
  tell(say("copied"));
};

const acts = {
  fresh: () => {
    if (state.busy) halt();
    post("fresh", { visit: state.visit, item: "", kind: "none" }).catch(() => {});
    left();
    anew();
    emptied();
  },
  switch: () => { const all = Object.keys(words); choose(all[(all.indexOf(speech.language) + 1) % all.length]); speak(); },
  picture: () => $(".pick-image").click(),
  sound: () => $(".pick-audio").click(),
  record: button => listen(button, "recording", file => give(file, say("recorded"))),
  speak: button => voice ? listen(button, "listening", transcribe) : tell(say("voice_how"), true),
  halt, again,
  strike: button => steer(button, "without"),
  firm: button => steer(button, "firm"),
  restore: button => steer(button),
  like: button => mark(button, "like"),
  dislike: button => mark(button, "dislike"),
  more: button => { button.closest("dialog")?.close(); more(button.dataset.item, button.dataset.what); },
  edit: button => state.busy || edited(button.closest(".turn")),
  copy: copied,
  play, read, close, compare, details, shortlist, map,
  keep: keepItem,
  history: () => history(open),
  unkind: button => ask(say("unkind_said", { what: button.dataset.what })),
  view: () => {
    const on = document.documentElement.classList.toggle("as-list");
    try { localStorage.setItem("medley-view", on ? "list" : "grid"); } catch { /* not kept */ }
  },
  try: button => ask(button.textContent),
};

const wired = () => {
  document.addEventListener("click", event => {
    const button = event.target.closest("[data-act]");
    if (!button || button.disabled || (button.tagName === "A" && (event.ctrlKey || event.metaKey || event.shiftKey))) return;
    if (button.tagName === "A") event.preventDefault();
    acts[button.dataset.act]?.(button);
  });
  document.addEventListener("submit", async event => {
    event.preventDefault();
    const form = event.target;
    if (form.classList.contains("ask")) return ask(request.value);
    if (!form.classList.contains("why")) return;
    const said = $(".why-answer", form.parentElement);
    try { show(said, (await post("why", { visit: state.visit, item: $("input", form).value, language: speech.language })).html); said.scrollIntoView({ block: "nearest" }); }
    catch (error) { said.textContent = reason(error); }
  });
  request.addEventListener("input", grow);
  request.addEventListener("keydown", event => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) { event.preventDefault(); ask(request.value); }
    if (event.key === "ArrowUp" && !request.value && !state.busy) {
      const mine = $$(".turn").filter(turn => turn.record?.what === "ask" && turn.record.text).at(-1);
      if (mine) { event.preventDefault(); edited(mine); }
    }
  });
  document.addEventListener("keydown", event => {
    const writing = /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName);
    if (event.key === "/" && !writing) { event.preventDefault(); request.focus(); }
    if (event.key !== "Escape" || $("dialog[open]")) return;
    if (ended()) return;
    if (state.busy) halt();
    else if (state.editing) { edited(null); request.value = ""; tell(""); grow(); }
  });
  takeFiles();
};

const measured = () => {  // how much of the window's end is covered, by the request and, where narrow, the conditions
  const sizes = new ResizeObserver(() => {
    const asking = $(".ask").offsetHeight, beside = getComputedStyle($(".side")).bottom === "auto" ? 0 : $(".side").offsetHeight;
    $(".medley").style.setProperty("--ask", `${asking}px`);
    $(".medley").style.setProperty("--covered", `${asking + beside}px`);
  });
  [".ask", ".side"].forEach(part => sizes.observe($(part)));
};

const broken = event => {  // a file that went away: the title's first letter stands for it
  const image = event.target, box = image.tagName === "IMG" && image.parentElement;
  if (!box) return;
  if (!box.classList.contains("pictures") || $$("img", box).length > 1) return image.remove();
  const what = image.dataset.what ?? "";
  const letter = made("span", "letter", (what.match(/[\p{L}\p{N}]/u)?.[0] ?? "·").toUpperCase());
  box.className = "pictures none text";
  box.setAttribute("role", "img");
  box.setAttribute("aria-label", say("no_picture", { what }));
  image.replaceWith(letter);
};

document.addEventListener("error", broken, true);
try { document.documentElement.classList.toggle("as-list", localStorage.getItem("medley-view") === "list"); } catch { /* the grid */ }
speak();
wired();
measured();
const kept = here() && await one(here()).catch(() => null);
if (kept) open(kept);
marked();
const from = new URLSearchParams(location.search);  // from the page of an item: more like it
if (from.get("like")) { window.history.replaceState(null, "", location.pathname); more(from.get("like"), from.get("title") ?? from.get("like")); }
if (!matchMedia("(pointer: coarse)").matches) request.focus();
document.documentElement.dataset.medley = "ready";
