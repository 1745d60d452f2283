// Conversations and shortlists as files: Markdown, JSON, or one HTML file with its pictures in it.
import { $, $$, made, say, speech, tell } from "./words.js";

export const download = (name, kind, text) => {
  const link = made("a");
  link.href = URL.createObjectURL(new Blob([text], { type: kind }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  tell(say("saved_as", { what: name }));
};

const picks = turn => (turn.cards ?? []).map(html => {
  const card = new DOMParser().parseFromString(html, "text/html").querySelector(".card");
  return {
    item: card.dataset.item, title: card.dataset.title, reason: $(".reason", card)?.textContent ?? "", price: $(".price dd", card)?.textContent ?? "",
    facts: Object.fromEntries($$(".attributes div:not(.price)", card).map(row => [$("dt", row).textContent, $("dd", row).textContent])), picture: $("img", card)?.getAttribute("src") ?? "",
  };
}).concat((turn.list ?? []).map(one => ({ ...one, reason: one.note, facts: {} })));
const plain = conversation => conversation.turns.map(turn => ({ request: turn.text, said: turn.said, items: picks(turn) }));

export const asJson = conversation => JSON.stringify({ name: conversation.name, at: new Date(conversation.at ?? Date.now()).toISOString(), turns: plain(conversation) }, null, 2);

const mark = text => text.replace(/([\\`*_{}\[\]()#+\-!|<>])/g, "\\$1");
export const asMarkdown = conversation => [
  `# ${mark(conversation.name)}`,
  ...plain(conversation).flatMap(turn => [
    turn.request && `**${say("you")}:** ${mark(turn.request)}`, mark(turn.said),
    turn.items.map((one, n) => `${n + 1}. **${mark(one.title)}**${one.price ? ` (${mark(one.price)})` : ""}${one.reason ? `: ${mark(one.reason)}` : ""}`).join("\n"),
  ]),
].filter(Boolean).join("\n\n") + "\n";

const inline = async address => {  // a picture as part of the file
  if (!address) return "";
  const blob = await (await fetch(address).catch(() => null))?.blob();
  return blob ? new Promise(resolve => { const reader = new FileReader(); reader.onload = () => resolve(reader.result); reader.readAsDataURL(blob); }) : "";
};
const LOOK = "body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color-scheme:light dark}q{display:block;quotes:none;background:#8882;border-radius:1rem;padding:.6rem 1rem;margin:2rem 0 .6rem auto;width:fit-content}ol{display:grid;grid-template-columns:repeat(auto-fill,minmax(13rem,1fr));gap:1rem;padding:0;list-style:none}li{border:1px solid #8884;border-radius:1rem;padding:1rem}img{max-width:100%;height:9rem;object-fit:contain;display:block;margin:0 auto;background:#fff;border-radius:.5rem}h3{margin:.5rem 0 .2rem}p{margin:.2rem 0}";
export const asHtml = async conversation => {
  const page = document.implementation.createHTMLDocument(conversation.name);
  page.documentElement.lang = speech.language;
  const charset = page.createElement("meta");
  charset.setAttribute("charset", "utf-8");
  page.head.prepend(charset);
  const add = (to, tag, text) => { const node = page.createElement(tag); if (text) node.textContent = text; to.append(node); return node; };
  add(page.body, "h1", conversation.name);
  for (const turn of plain(conversation)) {
    if (turn.request) add(page.body, "q", turn.request);
    for (const line of turn.said.split("\n").filter(Boolean)) add(page.body, "p", line);
    const cards = add(page.body, "ol");
    for (const one of turn.items) {
      const card = add(cards, "li"), picture = await inline(one.picture);
      if (picture) Object.assign(add(card, "img"), { src: picture, alt: one.title });
      add(card, "h3", one.title);
      for (const text of [one.price, one.reason, ...Object.entries(one.facts).map(([name, value]) => `${name}: ${value}`)].filter(Boolean)) add(card, "p", text);
    }
  }
  return `<!doctype html>\n${page.documentElement.outerHTML.replace("</head>", `<style>${LOOK}</style></head>`)}`;  // as text: the policy is of this page
};
