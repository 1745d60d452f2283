// The microphone: one button for words, another for a sound to search by.
import { post, reason } from "./server.js";
import { grow } from "./turns.js";
import { $, limits, say, tell } from "./words.js";

const request = $("#request");
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
export const listen = async (button, said, use) => {
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
export const transcribe = async file => {
  tell(say("transcribing"));
  const { text } = await post("voice", file);
  tell(text ? "" : say("heard_nothing"), !text);
  request.value = [request.value.trim(), text].filter(Boolean).join(" ");
  grow();
  request.focus();
};

// Ends a recording; false where there is none.
export const ended = () => { recorder?.stop(); return recorder !== null; };
