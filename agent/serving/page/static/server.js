// What is sent to the server, and how its answers and errors come back.
import { limits, say } from "./words.js";

export const post = async (path, body) => {
  const answer = await fetch(`page/${path}`, { method: "POST", body: typeof body === "string" || body instanceof Blob ? body : JSON.stringify(body) });
  const said = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Error("told", { cause: said });
  return said;
};

export const get = async path => {
  const answer = await fetch(`page/${path}`).catch(() => null);
  if (!answer?.ok) throw new Error("told", { cause: await answer?.json().catch(() => ({})) });
  return answer.json();
};

// An answer as it is made: one `data:` line of JSON an event.
export async function* stream(path, body, signal) {
  const answer = await fetch(`page/${path}`, { method: "POST", body: JSON.stringify(body), signal });
  if (!answer.ok) throw new Error("told", { cause: await answer.json().catch(() => ({ error: "" })) });
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  let waiting = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    waiting += value;
    const events = waiting.split("\n\n");
    waiting = events.pop();
    for (const event of events) {
      const data = event.split("\n").filter(line => line.startsWith("data:")).map(line => line.slice(5).trim()).join("\n");
      if (data) yield JSON.parse(data);
    }
  }
}

export const reached = async () => Boolean((await fetch("page/here", { cache: "no-store" }).catch(() => null))?.ok);

export const explained = (error, detail, most = limits.picture_bytes) =>  // the server names most errors by a word of the page
  typeof error !== "string" || !error ? say("broken") : say(error, { detail, n: error === "too_large" ? most >> 20 : limits.characters });
export const reason = (error, most) => error.cause ? explained(error.cause.error, error.cause.detail, most) : say("gone");
