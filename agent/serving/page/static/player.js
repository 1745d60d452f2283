// Reading aloud by the browser's own voice, and playing the sounds of items.
import { $, $$, tags, translate } from "./words.js";

export const quiet = () => { window.speechSynthesis?.cancel(); $$(".read[aria-pressed=true]").forEach(b => { b.setAttribute("aria-pressed", "false"); $("span", b).dataset.t = "read"; translate(b); }); };
export const read = button => {
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

export const play = button => {
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
