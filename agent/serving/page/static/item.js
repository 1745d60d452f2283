// The page of one item: its words, its sound, and the way to the conversation.
import { play } from "./player.js";
import { $$, speech, tags, translate } from "./words.js";

const shown = document.documentElement.lang;
speech.language = Object.keys(tags).find(code => tags[code] === shown) ?? speech.language;
translate(document.body);
const acts = { play, more: button => { location.href = `./?like=${encodeURIComponent(button.dataset.item)}&title=${encodeURIComponent(button.dataset.what)}`; } };
document.addEventListener("click", event => { const button = event.target.closest("[data-act]"); if (button && acts[button.dataset.act]) acts[button.dataset.act](button); });
for (const link of $$("a.ghost", document.querySelector(".item-acts"))) link.remove();  // this is its own page
