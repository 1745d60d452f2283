// Turns: a request is sent, its answer is shown as it comes, and what became of it is kept with the turn.
import { drawGiven, preview } from "./given.js";
import { keep } from "./history.js";
import { explained, post, reached, reason, stream } from "./server.js";
import { marked } from "./rooms.js";
import { state } from "./state.js";
import { quiet } from "./player.js";
import { $, $$, icon, made, say, show, speech, tell, template, translate } from "./words.js";

const WAITING = '<li class="card waiting" aria-hidden="true"><i class="pictures"></i><div class="body"><i class="line"></i><i class="line"></i><i class="line short"></i></div></li>';
const FRAME = '<div class="mine"><span class="hidden" data-t="you"></span></div><div class="answer"><div class="head" role="status"></div><ul class="cards"></ul><div class="foot"></div></div>';
const PAST = 24, WAIT = 4000, BACK = 3000;
const request = $("#request");
let watchdog = 0, ending = null;

// Moments of a turn, for whoever measures the page.
const moment = (turn, what) => { const name = `medley-${what}-${turn.dataset.turn}`; if (!performance.getEntriesByName(name).length) performance.mark(name); };

export const grow = () => { request.style.height = "auto"; request.style.height = `${Math.min(request.scrollHeight, 180)}px`; };
export const busy = on => { state.busy = on; $(".send").hidden = on; $(".halt").hidden = !on; $(".medley").setAttribute("aria-busy", on); };
const begun = () => { const turn = $$(".turn").at(-1); return turn?.classList.contains("pending") ? turn : null; };
const settled = turn => {
  clearTimeout(watchdog);
  turn.classList.remove("pending");
  $$(".cards .waiting", turn).forEach(node => node.remove());
  if (+turn.dataset.turn === state.turn) busy(false);
};

// What was said before a turn, for a server that no longer knows it.
const past = turn => $$(".turn").filter(one => one !== turn && one.record?.done && !one.record.error).flatMap(one => [
  { role: "user", text: one.record.text.slice(0, 2000) },
  { role: "assistant", text: one.record.said.slice(0, 2000), items: one.record.items },
]).slice(-PAST);

export const drawn = (record, given = {}) => {  // a turn with what was asked, and no answer yet
  const turn = made("article", "turn");
  turn.innerHTML = FRAME;
  turn.record = record;
  const mine = $(".mine", turn);
  for (const one of Object.values(given)) mine.append(preview(one));
  const p = made("p", "", record.text);
  if (record.text) mine.append(p);
  if (record.what === "ask" && record.text) {
    const edit = made("button", "edit");
    Object.assign(edit, { type: "button", innerHTML: icon("edit") });
    Object.assign(edit.dataset, { act: "edit", tLabel: "edit" });
    mine.append(edit);
  }
  $(".turns").append(translate(turn));
  $(".medley").classList.add("talking");
  if (p.scrollHeight > p.clientHeight) p.tabIndex = 0;  // a long one scrolls, by keyboard too
  return turn;
};

const begin = turn => {
  turn.dataset.turn = ++state.turn;  // asked again, it is another request: what still comes of the first isn't shown
  turn.record.done = false;
  moment(turn, "sent");
  $(".foot", turn).replaceChildren();
  show($(".head", turn), '<p class="meta busy" data-t="reading"></p>');
  show($(".cards", turn), WAITING.repeat(4));
  turn.classList.add("pending");
  busy(true);
  requestAnimationFrame(() => turn.scrollIntoView({ block: "start", behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth" }));
};

const check = async turn => {  // nothing has come for a while: is anybody there?
  if (!turn.classList.contains("pending")) return;
  const there = await reached();
  if (!turn.classList.contains("pending")) return;
  if (there) watchdog = setTimeout(() => check(turn), 2 * WAIT);
  else { ending?.abort(); gone(turn); }
};
const watch = turn => { clearTimeout(watchdog); watchdog = setTimeout(() => check(turn), WAIT); };

const failed = (turn, what, how) => {
  settled(turn);
  turn.dataset.failed = what;
  show($(".head", turn), `<div class="state failed" role="alert">${icon("gone")}<strong data-t="${what}"></strong><p class="how"></p><button type="button" data-act="again" class="solid"><span data-t="again"></span></button></div>`);
  $(".how", turn).textContent = how;
};
const gone = turn => {  // once the server is back, what was asked is asked again
  failed(turn, "gone", say("gone_how"));
  const waits = setInterval(async () => {
    if (turn.dataset.failed !== "gone" || !turn.isConnected) return clearInterval(waits);
    if (await reached() && turn.dataset.failed === "gone" && turn === $$(".turn").at(-1)) { clearInterval(waits); again(); }
  }, BACK);
};

export const send = async (turn, asked) => {
  const sent = { ...asked, visit: state.visit, turn: state.turn, language: speech.language, history: past(turn) };
  if (asked.what !== "again") state.last = asked;
  const mine = ending = new AbortController();
  const current = () => +turn.dataset.turn === sent.turn && turn.classList.contains("pending");
  watch(turn);
  try {
    for await (const update of stream("ask", sent, mine.signal)) {
      if (!current()) return mine.abort();
      watch(turn);
      receive(turn, update);
    }
    if (current()) gone(turn);  // it ended before it was done
  } catch (error) {
    if (!current()) return;
    if (error.cause) failed(turn, "failed", error.cause.error ? reason(error) : `${say("broken")} ${say("failed_how")}`);
    else { if (!(error instanceof TypeError && /fetch|network/i.test(error.message)) && error.name !== "AbortError") console.error(error); gone(turn); }
  }
};

const receive = (turn, update) => {
  if (update.error === "forgotten" && state.last) {  // the server was started anew, or the visit was long ago
    state.without = []; state.firm = [];
    begin(turn);
    send(turn, state.last);
    return;
  }
  if (update.error !== undefined) {
    failed(turn, "failed", update.error ? explained(update.error, update.detail) : `${say("broken")} ${say("failed_how")}`);
    return;
  }
  paint(turn, update);
  if (!update.done) return;
  moment(turn, "done");
  settled(turn);
  Object.assign(turn.record, { ...update, done: true, items: $$(".card", turn).map(card => card.dataset.item), said: $(".said", turn)?.innerText ?? "" });
  foot(turn);
  marked();
  keep();
};

const paint = (turn, update) => {
  const fill = (key, node) => { if (update[key] !== undefined && node.made !== update[key]) { node.made = update[key]; show(node, update[key]); } };
  fill("head", $(".head", turn));
  if ($(".head .said", turn)) moment(turn, "word");
  if (turn === $$(".turn").at(-1)) fill("panel", $(".panel"));
  const list = $(".cards", turn), have = $$(".card:not(.waiting)", list).length;
  if (update.cards.length) $$(".waiting", list).forEach(node => node.remove());
  for (const html of update.cards.slice(have)) list.append(template(html));
  if (update.cards.length) moment(turn, "card");
};

const button = (act, name, key = act) => `<button type="button" class="ghost ${act}" data-act="${act}" aria-pressed="false">${icon(name)}<span data-t="${key}"></span></button>`;
const foot = turn => {
  const { cards, panel, language } = turn.record;
  turn.dataset.language = language ?? speech.language;
  $(".head", turn).made = undefined;
  $$(".why").forEach(form => { if (!turn.contains(form)) form.remove(); });
  if (!cards.length || !panel) return;
  const node = $(".foot", turn);
  const reads = "speechSynthesis" in window ? button("read", "read") : "";
  show(node, `${reads}${button("copy", "copy").replace(' aria-pressed="false"', "")}` +
    '<form class="why"><label class="hidden" data-t="why_ask"></label><span class="why-lead" data-t="why_ask" aria-hidden="true"></span><input name="item" maxlength="200" required data-t-placeholder="why_placeholder"><button class="ghost" data-t="why_send"></button></form><div class="why-answer" role="status"></div>');
  const input = $("input", node);
  input.id = `why-${turn.dataset.turn}`;
  $("label", node).htmlFor = input.id;
};

export const restored = (record, given) => {  // a turn of a conversation that was kept
  const turn = drawn(record, given);
  turn.dataset.turn = ++state.turn;
  paint(turn, { ...record, cards: record.cards ?? [] });
  foot(turn);
  return turn;
};

const steps = { without: [], firm: [] };
export const ask = (text, given = state.given) => {
  text = text.trim();
  if (state.busy || (!text && !Object.keys(given).length)) { request.focus(); return; }
  quiet();
  tell("");
  Object.assign(state, steps);
  const afresh = state.editing?.isConnected ?? false;
  if (afresh) {  // an edited request takes the place of what came of the first
    const all = $$(".turn");
    all.slice(all.indexOf(state.editing)).forEach(one => one.remove());
  }
  edited(null);
  const turn = drawn({ what: "ask", text, language: speech.language }, given);
  begin(turn);
  send(turn, { what: "ask", text, afresh, image: given.image?.name ?? null, audio: given.audio?.name ?? null });
  state.given = {};
  drawGiven();
  request.value = "";
  grow();
  request.focus();
};

export const more = (item, what) => {
  if (state.busy) return;
  quiet();
  Object.assign(state, steps);
  const turn = drawn({ what: "more", text: say("more_said", { what }) });
  begin(turn);
  send(turn, { what: "more", item });
};

export const again = () => {
  const turn = $$(".turn").at(-1);
  if (!turn || state.busy) return;
  const first = turn.querySelector(".failed") && !state.without.length && !state.firm.length && state.last;
  delete turn.dataset.failed;
  begin(turn);
  send(turn, first ? state.last : { what: "again", without: state.without, firm: state.firm });
};

export const steer = (chip, into) => {  // a condition is struck, made certain, or left as it was read
  if (state.busy) return;
  const those = chip.dataset.conditions.split("\n");
  for (const list of ["without", "firm"]) state[list] = state[list].filter(one => !those.includes(one));
  if (into) state[into] = [...state[into], ...those];
  again();
  request.focus();
};

export const halt = () => {
  const turn = begun();
  if (!turn) return;
  post("stop", { visit: state.visit, turn: +turn.dataset.turn }).catch(() => {});
  settled(turn);
  show($(".head", turn), '<p class="meta" data-t="stopped"></p>');
};

export const edited = turn => {  // the request of a turn, to be written anew; null: none
  $$(".turn.editing").forEach(one => one.classList.remove("editing"));
  state.editing = turn;
  if (!turn) return;
  turn.classList.add("editing");
  request.value = turn.record.text;
  tell(say("editing"));
  grow();
  request.focus();
};
