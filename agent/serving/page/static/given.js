// What a visitor gives with a request: pictures and sounds by choosing, dropping or pasting a file, or by recording.
import { post, reason } from "./server.js";
import { state } from "./state.js";
import { $, icon, limits, made, say, tell } from "./words.js";

const request = $("#request");

export const preview = one => {
  const box = made("span", `preview ${one.kind}`);
  if (one.kind === "image") { const img = made("img"); Object.assign(img, { src: one.url, alt: say("given_picture") }); img.dataset.tAlt = "given_picture"; box.append(img); }
  else if (one.url) { const audio = made("audio"); Object.assign(audio, { controls: true, src: one.url }); audio.setAttribute("aria-label", say("given_sound")); audio.dataset.tLabel = "given_sound"; box.append(audio); }
  else { const told = made("span", "tag", say("given_sound")); told.dataset.t = "given_sound"; box.append(told); }
  return box;
};

export const drawGiven = () => {
  $(".given").replaceChildren(...Object.values(state.given).map(one => {
    const li = made("li"), drop = made("button", "remove");
    Object.assign(drop, { type: "button", innerHTML: icon("close") });
    Object.assign(drop.dataset, { tLabel: "remove", what: one.file });
    drop.setAttribute("aria-label", say("remove", { what: one.file }));
    drop.onclick = () => { delete state.given[one.kind]; drawGiven(); request.focus(); };
    li.append(preview(one), drop);
    return li;
  }));
};

export const give = async (file, name = file.name) => {
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

let over = 0;
const dragged = on => $(".drop").classList.toggle("on", on);
export const takeFiles = () => {
  for (const kind of ["image", "audio"]) $(`.pick-${kind}`).addEventListener("change", event => { const file = event.target.files[0]; event.target.value = ""; if (file) give(file); });
  document.addEventListener("paste", event => { const file = event.clipboardData?.files?.[0]; if (file) { event.preventDefault(); give(file); } });
  document.addEventListener("dragenter", event => { if (event.dataTransfer?.types.includes("Files")) { over++; dragged(true); } });
  document.addEventListener("dragleave", () => { over = Math.max(over - 1, 0); if (!over) dragged(false); });
  document.addEventListener("dragover", event => event.preventDefault());
  document.addEventListener("drop", event => { event.preventDefault(); over = 0; dragged(false); for (const file of event.dataTransfer.files) give(file); });
};
