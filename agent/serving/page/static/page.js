// The page in the browser: sends what a visitor does, shows what the server answers, fills in the words of the language.
// All HTML that is inserted here was made and escaped by the server; what a visitor types is only ever set as text.
"use strict";

window.medleyPage = (element, trigger, props, watch) => {
  const { words, tags, limits, voice, start } = window.MEDLEY;
  const $ = (query, root = element) => root.querySelector(query);
  const $$ = (query, root = element) => [...root.querySelectorAll(query)];
  const visit = () => Array.from(crypto.getRandomValues(new Uint8Array(24)), b => b.toString(16).padStart(2, "0")).join("");
  const state = { start, visit: visit(), turn: 0, given: {}, without: [], firm: [], last: null, busy: false, watchdog: 0 };
  const request = $("#request");

  // -- words ----------------------------------------------------------------------------------------------------------
  const stored = () => { try { return localStorage.getItem("medley-language"); } catch { return null; } };
  let language = stored() || ((navigator.languages || [navigator.language])[0] || "en").toLowerCase().slice(0, 2);
  if (!(language in words)) language = "en";
  const say = (key, given = {}) =>
    (words[language][key] ?? key).replace(/\{(\w+)\}/g, (whole, name) => given[name] ?? whole);
  const translate = root => {
    const all = [root, ...$$("*", root)];
    for (const node of all) {
      const data = node.dataset ?? {};
      if (data.t) node.textContent = say(data.t, data);
      if (data.tLabel) { node.setAttribute("aria-label", say(data.tLabel, data)); if (node.tagName === "BUTTON") node.title = say(data.tLabel, data); }
      if (data.tAlt) node.alt = say(data.tAlt, data);
      if (data.tPlaceholder) node.placeholder = say(data.tPlaceholder, data);
    }
    return root;
  };
  const speak = language => {
    document.documentElement.lang = tags[language];
    translate(element);
    grow();
    greet();
  };
  const tell = (text, wrong = false) => { const told = $(".told"); told.textContent = text; told.classList.toggle("wrong", wrong); };

  // -- the server -----------------------------------------------------------------------------------------------------
  const post = async (path, body) => {
    const answer = await fetch(`page/${path}`, { method: "POST", body });
    const said = await answer.json().catch(() => ({}));
    if (!answer.ok) throw new Error("told", { cause: said });
    return said;
  };
  const explained = (error, detail, most = limits.picture_bytes) =>  // the server names most errors by a word of the page
    typeof error !== "string" || !error ? say("broken") : say(error, { detail, n: error === "too_large" ? most >> 20 : limits.characters });
  const reason = (error, most) => error.cause ? explained(error.cause.error, error.cause.detail, most) : say("gone");
  const there = async () => {
    const answer = await fetch("page/here", { cache: "no-store" }).catch(() => null);
    if (!answer?.ok) return false;
    const start = answer.headers.get("medley-start");
    if (start !== state.start) { state.start = start; tell(say("restarted")); }
    return true;
  };
  const greet = async () => {
    const answer = await fetch(`page/hello?language=${language}`).catch(() => null);
    if (answer && answer.ok) { const { html } = await answer.json(); $(".start").innerHTML = html; }
  };

  // -- turns ----------------------------------------------------------------------------------------------------------
  const template = html => { const node = document.createElement("template"); node.innerHTML = html; return translate(node.content); };
  const icon = name => `<svg class="icon" aria-hidden="true"><use href="#i-${name}"/></svg>`;
  const waiting = '<li class="card waiting" aria-hidden="true"><i class="pictures"></i><div class="body"><i class="line"></i><i class="line"></i><i class="line short"></i></div></li>';
  const show = (node, html) => { node.replaceChildren(template(html)); };

  const newTurn = (text, given) => {
    const turn = document.createElement("article");
    turn.className = "turn";
    turn.innerHTML = '<div class="mine"><span class="hidden" data-t="you"></span></div><div class="answer"><div class="head" role="status"></div><ul class="cards"></ul><div class="foot"></div></div>';
    const mine = $(".mine", turn);
    for (const one of Object.values(given)) mine.append(preview(one));
    const p = document.createElement("p");
    p.textContent = text;
    if (text) mine.append(p);
    $(".turns").append(translate(turn));
    if (p.scrollHeight > p.clientHeight) p.tabIndex = 0;  // a long one scrolls, by keyboard too
    begin(turn);
    return turn;
  };
  const begin = turn => {
    turn.dataset.turn = ++state.turn;  // asked again, it is another request: what still comes of the first isn't shown
    $(".medley").classList.add("talking");
    $(".foot", turn).replaceChildren();
    show($(".head", turn), '<p class="meta busy" data-t="reading"></p>');
    show($(".cards", turn), waiting.repeat(3));
    turn.classList.add("pending");
    busy(true);
    requestAnimationFrame(() => turn.scrollIntoView({ block: "start", behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth" }));
    clearTimeout(state.watchdog);
    state.watchdog = setTimeout(() => check(turn), 4000);
  };
  const check = async turn => {  // nothing has come for a while: is anybody there?
    if (!turn.classList.contains("pending")) return;
    const reached = await there();
    if (!turn.classList.contains("pending")) return;
    if (reached) state.watchdog = setTimeout(() => check(turn), 8000);
    else failed(turn, "gone", say("gone_how"));
  };
  const begun = () => { const turn = $$(".turn").at(-1); return turn?.classList.contains("pending") ? turn : null; };
  const busy = on => { state.busy = on; $(".send").hidden = on; $(".halt").hidden = !on; element.setAttribute("aria-busy", on); };
  const send = async asked => {
    const sent = { ...asked, visit: state.visit, turn: state.turn, language };
    if (asked.what !== "again") state.last = sent;
    const turn = $$(".turn").at(-1), reached = await there();
    if (turn !== begun() || +turn.dataset.turn !== sent.turn) return;
    reached ? trigger("ask", sent) : failed(turn, "gone", say("gone_how"));
  };
  const settled = turn => { clearTimeout(state.watchdog); turn.classList.remove("pending"); $$(".cards .waiting", turn).forEach(node => node.remove()); if (+turn.dataset.turn === state.turn) busy(false); };
  const failed = (turn, what, how) => {
    settled(turn);
    turn.dataset.failed = what;
    show($(".head", turn), `<div class="state failed" role="alert">${icon("gone")}<strong data-t="${what}"></strong><p class="how"></p><button type="button" data-act="again" class="solid"><span data-t="again"></span></button></div>`);
    $(".how", turn).textContent = how;
  };
  const receive = () => {
    const update = props.value;
    if (!update || typeof update !== "object") return;
    const turn = $(`.turn[data-turn="${+(update.turn ?? state.turn)}"]`);
    if (!turn || !turn.classList.contains("pending")) return;
    clearTimeout(state.watchdog);
    if (update.error === "forgotten" && state.last) {  // the server was started anew, or the visit was long ago
      state.without = []; state.firm = [];
      begin(turn);
      return send({ ...state.last });
    }
    if (update.error !== undefined) {
      failed(turn, "failed", update.error ? explained(update.error, update.detail) : `${say("broken")} ${say("failed_how")}`);
      return;
    }
    const fill = (key, node) => { if (update[key] !== undefined && node.made !== update[key]) { node.made = update[key]; show(node, update[key]); } };
    fill("head", $(".head", turn));
    if (+turn.dataset.turn === state.turn) fill("panel", $(".panel"));
    const list = $(".cards", turn), have = $$(".card:not(.waiting)", list).length;
    if (update.cards.length) $$(".waiting", list).forEach(node => node.remove());
    for (const html of update.cards.slice(have)) list.append(template(html));
    if (update.done) { settled(turn); finish(turn, update); }
    else state.watchdog = setTimeout(() => check(turn), 8000);
  };
  const finish = (turn, update) => {
    $(".head", turn).made = undefined;
    if (!update.cards.length || !update.panel) return;
    const foot = $(".foot", turn);
    show(foot, `<button type="button" class="ghost read" data-act="read" aria-pressed="false">${icon("read")}<span data-t="read"></span></button>` +
      '<form class="why"><label class="hidden" data-t="why_ask"></label><span class="why-lead" data-t="why_ask" aria-hidden="true"></span><input name="item" maxlength="200" required data-t-placeholder="why_placeholder"><button class="ghost" data-t="why_send"></button></form><div class="why-answer" role="status"></div>');
    const input = $("input", foot);
    input.id = `why-${turn.dataset.turn}`;
    $("label", foot).htmlFor = input.id;
    $$(".why").forEach(form => { if (!turn.contains(form)) form.remove(); });
    if (!("speechSynthesis" in window)) $(".read", foot).remove();
    turn.dataset.language = update.language ?? language;
  };

  const ask = (text, given = state.given) => {
    text = text.trim();
    if (state.busy || (!text && !Object.keys(given).length)) { request.focus(); return; }
    quiet();
    tell("");
    state.without = []; state.firm = [];
    newTurn(text, given);
    send({ what: "ask", text, image: given.image?.name ?? null, audio: given.audio?.name ?? null });
    state.given = {};
    drawGiven();
    request.value = "";
    grow();
    request.focus();
  };
  const again = () => {
    const turn = $$(".turn").at(-1);
    if (!turn || state.busy) return;
    const first = turn.querySelector(".failed") && !state.without.length && !state.firm.length && state.last;
    delete turn.dataset.failed;
    begin(turn);
    send(first ? { ...state.last } : { what: "again", without: state.without, firm: state.firm });
  };

  // -- what a visitor gives -------------------------------------------------------------------------------------------
  const preview = one => {
    const box = document.createElement("span");
    box.className = `preview ${one.kind}`;
    if (one.kind === "image") { const img = document.createElement("img"); img.src = one.url; img.dataset.tAlt = "given_picture"; img.alt = say("given_picture"); box.append(img); }
    else { const audio = document.createElement("audio"); audio.controls = true; audio.src = one.url; audio.setAttribute("aria-label", say("given_sound")); audio.dataset.tLabel = "given_sound"; box.append(audio); }
    return box;
  };
  const drawGiven = () => {
    $(".given").replaceChildren(...Object.values(state.given).map(one => {
      const li = document.createElement("li");
      const drop = document.createElement("button");
      drop.type = "button"; drop.className = "remove"; drop.innerHTML = icon("close");
      drop.dataset.tLabel = "remove"; drop.dataset.what = one.file; drop.setAttribute("aria-label", say("remove", { what: one.file }));
      drop.onclick = () => { delete state.given[one.kind]; drawGiven(); request.focus(); };
      li.append(preview(one), drop);
      return li;
    }));
  };
  const give = async (file, name = file.name) => {
    const most = file.type.startsWith("audio") ? limits.sound_bytes : limits.picture_bytes;
    if (file.size > Math.max(limits.sound_bytes, limits.picture_bytes)) return tell(say("too_large", { n: most >> 20 }), true);
    tell(say("uploading", { what: name }));
    try {
      const kept = await post("upload", file);
      state.given[kept.kind] = { kind: kept.kind, name: kept.name, file: name, url: URL.createObjectURL(file) };
      drawGiven();
      tell("");
      request.focus();
    } catch (error) { tell(reason(error, most), true); }
  };

  // -- the microphone: one button for words, another for a sound to search by ------------------------------------------
  let recorder = null;
  const wav = async blob => {
    const rate = 16000;
    const context = new AudioContext();
    const sound = await context.decodeAudioData(await blob.arrayBuffer());
    context.close();
    const offline = new OfflineAudioContext(1, Math.max(Math.ceil(sound.duration * rate), 1), rate);
    const source = offline.createBufferSource();
    source.buffer = sound;
    source.connect(offline.destination);
    source.start();
    const samples = (await offline.startRendering()).getChannelData(0);
    const view = new DataView(new ArrayBuffer(44 + 2 * samples.length));
    const text = (at, letters) => [...letters].forEach((letter, i) => view.setUint8(at + i, letter.charCodeAt(0)));
    text(0, "RIFF"); view.setUint32(4, 36 + 2 * samples.length, true); text(8, "WAVEfmt ");
    view.setUint32(16, 16, true); view.setUint16(20, 1, true); view.setUint16(22, 1, true);
    view.setUint32(24, rate, true); view.setUint32(28, 2 * rate, true); view.setUint16(32, 2, true); view.setUint16(34, 16, true);
    text(36, "data"); view.setUint32(40, 2 * samples.length, true);
    samples.forEach((value, i) => view.setInt16(44 + 2 * i, 32767 * Math.max(-1, Math.min(1, value)), true));
    return new File([view], "recording.wav", { type: "audio/wav" });
  };
  const listen = async (button, said, use) => {
    if (recorder) { recorder.stop(); return; }
    let stream;
    try { stream = await navigator.mediaDevices.getUserMedia({ audio: true }); }
    catch { return tell(say("no_microphone"), true); }
    const parts = [];
    recorder = new MediaRecorder(stream);
    recorder.ondataavailable = event => parts.push(event.data);
    recorder.onstop = async () => {
      stream.getTracks().forEach(track => track.stop());
      recorder = null;
      button.setAttribute("aria-pressed", "false");
      tell("");
      try { await use(await wav(new Blob(parts))); } catch (error) { tell(reason(error, limits.voice_bytes), true); }
    };
    recorder.start();
    button.setAttribute("aria-pressed", "true");
    tell(say(said));
    const mine = recorder;
    setTimeout(() => mine.state === "recording" && mine.stop(), 1000 * limits.seconds);
  };
  const transcribe = async file => {
    tell(say("transcribing"));
    const { text } = await post("voice", file);
    tell(text ? "" : say("heard_nothing"), !text);
    request.value = [request.value.trim(), text].filter(Boolean).join(" ");
    grow();
    request.focus();
  };

  // -- reading aloud, by the browser's own voice ------------------------------------------------------------------------
  const quiet = () => { window.speechSynthesis?.cancel(); $$(".read[aria-pressed=true]").forEach(b => { b.setAttribute("aria-pressed", "false"); $("span", b).dataset.t = "read"; translate(b); }); };
  const read = button => {
    const reading = button.getAttribute("aria-pressed") === "true";
    quiet();
    if (reading) return;
    const turn = button.closest(".turn");
    const text = $$(".card", turn).map(c => `${$("h3", c).textContent}. ${$(".reason", c).textContent}`).join("\n");
    const said = new SpeechSynthesisUtterance(text);
    said.lang = tags[turn.dataset.language] ?? "en";
    said.onend = said.onerror = () => { button.setAttribute("aria-pressed", "false"); $("span", button).dataset.t = "read"; translate(button); };
    button.setAttribute("aria-pressed", "true");
    $("span", button).dataset.t = "read_stop";
    translate(button);
    speechSynthesis.speak(said);
  };

  // -- sounds of items --------------------------------------------------------------------------------------------------
  const play = button => {
    const player = button.closest(".player"), audio = $("audio", player);
    const draw = () => {
      const done = audio.duration ? audio.currentTime / audio.duration : 0;
      player.style.setProperty("--done", `${100 * done}%`);
      $(".clock", player).textContent = audio.duration ? `0:${String(Math.ceil(audio.duration - audio.currentTime)).padStart(2, "0")}`.replace(/^0:(\d{3,})$/, "…") : "";
      player.classList.toggle("playing", !audio.paused);
      button.dataset.tLabel = audio.paused ? "play" : "pause";
      translate(button);
    };
    if (!audio.drawn) { audio.drawn = true; for (const name of ["timeupdate", "play", "pause", "ended"]) audio.addEventListener(name, draw); }
    $$("audio").forEach(other => other !== audio && other.pause());
    audio.paused ? audio.play().catch(() => player.classList.add("broken")) : audio.pause();
  };

  // -- likes ------------------------------------------------------------------------------------------------------------
  const mark = async (button, kind) => {
    const item = button.dataset.item, on = button.getAttribute("aria-pressed") !== "true";
    const same = $$(".card").filter(c => c.dataset.item === item);
    const draw = (liked, disliked) => same.forEach(c => {
      $(".like", c).setAttribute("aria-pressed", liked);
      $(".dislike", c).setAttribute("aria-pressed", disliked);
      c.classList.toggle("disliked", disliked);
    });
    draw(on && kind === "like", on && kind === "dislike");
    try { await post("mark", JSON.stringify({ visit: state.visit, item, kind: on ? kind : "none" })); }
    catch (error) { draw(false, false); tell(reason(error), true); }
  };

  const steer = (button, into) => {  // a condition is struck, made certain, or left as it was read
    if (state.busy) return;
    const those = button.dataset.conditions.split("\n");
    for (const list of ["without", "firm"]) state[list] = state[list].filter(c => !those.includes(c));
    if (into) state[into].push(...those);
    again(); request.focus();
  };

  const acts = {
    fresh: () => {
      if (state.busy) acts.halt();
      post("fresh", JSON.stringify({ visit: state.visit, item: "", kind: "none" })).catch(() => {});
      quiet();
      Object.assign(state, { visit: visit(), given: {}, without: [], firm: [], last: null });
      $(".turns").replaceChildren();
      $(".medley").classList.remove("talking");
      $(".panel").made = undefined;
      show($(".panel"), '<p class="quiet" data-t="understood_none"></p>');
      drawGiven(); tell(""); request.value = ""; request.focus();
    },
    switch: () => { const all = Object.keys(words); language = all[(all.indexOf(language) + 1) % all.length]; try { localStorage.setItem("medley-language", language); } catch { /* not kept */ } speak(language); },
    picture: () => $(".pick-image").click(),
    sound: () => $(".pick-audio").click(),
    record: button => listen(button, "recording", file => give(file, say("recorded"))),
    speak: button => voice ? listen(button, "listening", transcribe) : tell(say("voice_how"), true),
    halt: () => {
      const turn = begun();
      if (!turn) return;
      post("stop", JSON.stringify({ visit: state.visit, turn: +turn.dataset.turn })).catch(() => {});
      settled(turn);
      show($(".head", turn), '<p class="meta" data-t="stopped"></p>');
    },
    again,
    strike: button => steer(button, "without"),
    firm: button => steer(button, "firm"),
    restore: button => steer(button),
    like: button => mark(button, "like"),
    dislike: button => mark(button, "dislike"),
    more: button => {
      if (state.busy) return;
      quiet();
      state.without = []; state.firm = [];
      newTurn(say("more_said", { what: button.dataset.what }), {});
      send({ what: "more", item: button.dataset.item });
    },
    play, read,
    try: button => ask(button.textContent),
  };

  // -- events -----------------------------------------------------------------------------------------------------------
  const grow = () => { request.style.height = "auto"; request.style.height = `${Math.min(request.scrollHeight, 180)}px`; };
  element.addEventListener("click", event => {
    const button = event.target.closest("[data-act]");
    if (button && !button.disabled) acts[button.dataset.act]?.(button);
  });
  element.addEventListener("submit", async event => {
    event.preventDefault();
    const form = event.target;
    if (form.classList.contains("ask")) return ask(request.value);
    const said = $(".why-answer", form.parentElement);
    try { show(said, (await post("why", JSON.stringify({ visit: state.visit, item: $("input", form).value, language }))).html); said.scrollIntoView({ block: "nearest" }); }
    catch (error) { said.textContent = reason(error); }
  });
  request.addEventListener("input", grow);
  request.addEventListener("keydown", event => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) { event.preventDefault(); ask(request.value); }
  });
  request.addEventListener("paste", event => { const file = event.clipboardData?.files?.[0]; if (file) { event.preventDefault(); give(file); } });
  document.addEventListener("keydown", event => {
    const writing = /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName);
    if (event.key === "/" && !writing) { event.preventDefault(); request.focus(); }
    if (event.key === "Escape") { if (recorder) recorder.stop(); else if (state.busy) acts.halt(); }
  });
  $(".pick-image").addEventListener("change", event => { const file = event.target.files[0]; event.target.value = ""; if (file) give(file); });
  $(".pick-audio").addEventListener("change", event => { const file = event.target.files[0]; event.target.value = ""; if (file) give(file); });
  let over = 0;
  const dragged = on => $(".drop").classList.toggle("on", on);
  document.addEventListener("dragenter", event => { if (event.dataTransfer?.types.includes("Files")) { over++; dragged(true); } });
  document.addEventListener("dragleave", () => { over = Math.max(over - 1, 0); if (!over) dragged(false); });
  document.addEventListener("dragover", event => event.preventDefault());
  document.addEventListener("drop", event => { event.preventDefault(); over = 0; dragged(false); for (const file of event.dataTransfer.files) give(file); });
  watch("value", receive);
  const measured = new ResizeObserver(() => {  // how much of the window's end is covered, by the request and, where narrow, the conditions
    const asking = $(".ask").offsetHeight, beside = getComputedStyle($(".side")).bottom === "auto" ? 0 : $(".side").offsetHeight;
    $(".medley").style.setProperty("--ask", `${asking}px`);
    $(".medley").style.setProperty("--covered", `${asking + beside}px`);
  });
  [".ask", ".side"].forEach(part => measured.observe($(part)));
  document.addEventListener("error", event => {  // a file that went away: the title's first letter stands for it
    const image = event.target, box = image.tagName === "IMG" && image.parentElement;
    if (!box) return;
    if (box.classList.contains("pictures") && $$("img", box).length === 1) {
      const letter = document.createElement("span");
      letter.className = "letter";
      letter.textContent = (image.dataset.what?.match(/[\p{L}\p{N}]/u)?.[0] ?? "·").toUpperCase();
      box.className = "pictures none text";
      box.setAttribute("role", "img");
      box.setAttribute("aria-label", say("no_picture", { what: image.dataset.what ?? "" }));
      image.replaceWith(letter);
    } else image.remove();
  }, true);

  // -- a server that comes back: Gradio loads the page anew; what was said can still be read, what was asked is asked again --
  const KEPT = "medley-kept";
  window.addEventListener("pagehide", () => {
    const turn = $$(".turn").at(-1), lost = turn?.dataset.failed === "gone";
    if (!state.last || !(lost || begun())) return;
    turn.remove();
    $$(".preview, .why", $(".turns")).forEach(node => node.remove());
    const { start, visit, turn: count, last } = state;
    try { sessionStorage.setItem(KEPT, JSON.stringify({ lost, start, visit, turn: count, last, turns: $(".turns").innerHTML })); } catch { /* not kept */ }
  });
  const resume = () => {
    let before = null;
    try { before = JSON.parse(sessionStorage.getItem(KEPT)); sessionStorage.removeItem(KEPT); } catch { /* nothing was kept */ }
    const same = before?.start === start;
    if (!before || (same && !before.lost)) return;
    if (same) Object.assign(state, { visit: before.visit, turn: before.turn });
    $(".turns").innerHTML = before.turns;
    $$(".turn").forEach(turn => delete turn.dataset.turn);
    if (before.turns) $(".medley").classList.add("talking");
    const { what, text, image, audio } = before.last;
    if (what === "ask" && !image && !audio) ask(text);
    else { request.value = text ?? ""; grow(); }
    if (!same) tell(say("restarted"));
  };

  speak(language);
  resume();
  if (!matchMedia("(pointer: coarse)").matches) request.focus();
  document.documentElement.dataset.medley = "ready";
};
