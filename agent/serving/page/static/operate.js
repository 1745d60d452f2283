// The operator's page: what is there, what is missed, what people do; policies, events, and one request in the open.
import { $, made, say, speech, tags, translate } from "./words.js";

const shown = document.documentElement.lang;
speech.language = Object.keys(tags).find(code => tags[code] === shown) ?? speech.language;
const KEY = "medley-operator";
let key = sessionStorage.getItem(KEY) ?? "";

const call = async (path, options = {}) => {
  const headers = key ? { authorization: `Bearer ${key}` } : {};
  const answer = await fetch(`operate/${path}`, { ...options, headers });
  const said = await answer.json().catch(() => ({}));
  if (answer.status === 401 || answer.status === 403) throw new Error("key", { cause: said.error });
  if (!answer.ok) throw new Error(said.error ?? answer.status);
  return said;
};
const inside = name => $(`.${name} .inside-card`);
const table = (heads, rows) => {
  const node = made("table"), head = made("tr");
  head.append(...heads.map(text => { const th = made("th", "", text); th.scope = "col"; return th; }));
  node.append(head, ...rows.map(cells => { const row = made("tr"); row.append(...cells.map(cell => cell instanceof Node ? (() => { const td = made("td"); td.append(cell); return td; })() : made("td", "", String(cell)))); return row; }));
  const box = made("div", "scrolls");
  box.tabIndex = 0;
  box.append(node);
  return box;
};
const bar = (share, text) => { const box = made("span", "share"), fill = made("i"); fill.style.width = `${Math.max(1, 100 * share)}%`; box.append(fill, made("b", "", text)); return box; };
const bars = (rows, name = "text") => {
  const most = Math.max(1, ...rows.map(row => row.times));
  return rows.length ? table([say("op_what"), say("op_times")], rows.map(row => [row[name], bar(row.times / most, row.times)])) : made("p", "quiet", say("op_none"));
};
const titled = (text, node) => { const box = made("div", "titled"); box.append(made("h3", "", text), node); return box; };

const COLOURS = { search: "--accent", view: "--text", like: "--image", cart: "--audio", buy: "--behaviour", dislike: "--wrong" };
const plot = days => {  // events by day and kind, stacked
  const W = 720, H = 180, svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", `0 0 ${W} ${H + 22}`);
  svg.setAttribute("role", "img");
  svg.setAttribute("preserveAspectRatio", "xMinYMid meet");
  svg.setAttribute("aria-label", `${say("op_days")}: ${days.map(({ day, kinds }) => `${day} ${Object.values(kinds).reduce((a, b) => a + b, 0)}`).join(", ")}`);
  const sums = days.map(({ kinds }) => Object.values(kinds).reduce((a, b) => a + b, 0)), most = Math.max(1, ...sums), step = W / Math.max(days.length, 14);
  days.forEach(({ day, kinds }, n) => {
    let y = H;
    for (const [kind, count] of Object.entries(kinds)) {
      const rect = document.createElementNS(svg.namespaceURI, "rect"), height = H * count / most, title = document.createElementNS(svg.namespaceURI, "title");
      y -= height;
      for (const [name, value] of Object.entries({ x: n * step + 3, y, width: step - 6, height, rx: 2 })) rect.setAttribute(name, value);
      rect.style.fill = `var(${COLOURS[kind] ?? "--soft"})`;
      title.textContent = `${day}: ${kind} ${count}`;
      rect.append(title);
      svg.append(rect);
    }
    if (n % Math.ceil(days.length / 8) === 0) { const label = document.createElementNS(svg.namespaceURI, "text"); label.setAttribute("x", n * step + 3); label.setAttribute("y", H + 16); label.textContent = day.slice(5); svg.append(label); }
  });
  return svg;
};
const keyed = kinds => { const list = made("ul", "keys"); list.append(...kinds.map(kind => { const li = made("li", "", kind), dot = made("i"); dot.style.background = `var(${COLOURS[kind] ?? "--soft"})`; li.prepend(dot); return li; })); return list; };

const draw = {
  health: ({ facts, faults, fields }) => {
    const list = made("dl", "facts");
    for (const [name, value] of Object.entries(facts)) { const row = made("div"); row.append(made("dt", "", name), made("dd", "", value)); list.append(row); }
    const wrong = made("ul", faults.length ? "faults" : "fine");
    wrong.append(...(faults.length ? faults : [say("op_fine")]).map(text => made("li", "", text)));
    inside("health").replaceChildren(wrong, list, titled(say("op_fields"), table([say("op_field"), say("op_kind"), say("op_filled"), say("op_values")], fields.map(f => [f.name, f.kind, bar(f.share, `${Math.round(100 * f.share)} %`), f.values.join(", ")]))));
  },
  missed: ({ absent, relaxed, nothing }) => inside("missed").replaceChildren(titled(say("op_absent"), bars(absent)), titled(say("op_relaxed"), bars(relaxed)), titled(say("op_nothing"), bars(nothing))),
  people: ({ days, funnel, liked, disliked, searches }) => {
    if (!days.length) return inside("people").replaceChildren(made("p", "quiet", say("op_none")));
    const most = Math.max(1, ...funnel.map(step => step.visitors));
    const grid = made("div", "grid");
    grid.append(
      titled(say("op_funnel"), table([say("op_step"), say("op_visitors"), say("op_events_n")], funnel.map(step => [step.kind, bar(step.visitors / most, step.visitors), step.events]))),
      titled(say("op_searches"), bars(searches)), titled(say("op_liked"), bars(liked, "title")), titled(say("op_disliked"), bars(disliked, "title")));
    inside("people").replaceChildren(titled(say("op_days"), plot(days)), keyed([...new Set(days.flatMap(day => Object.keys(day.kinds)))]), grid);
  },
  policies: ({ file, text }) => {
    $("#policies").value = text;
    for (const part of [$("#policies"), $(".policy-form button")]) part.disabled = !file;
    $(".policy-told").textContent = file || say("op_policies_none");
  },
};
const load = async () => {
  try {
    for (const [name, show] of Object.entries(draw)) show(await call(name));
    $(".boards").hidden = false;
    $("form.key").hidden = true;
    document.documentElement.dataset.medley = "ready";
  } catch (error) {
    if (error.message !== "key") throw error;
    $("form.key").hidden = false;
    $(".key .wrong").textContent = key ? error.cause ?? "" : "";
    $("#key").focus();
    document.documentElement.dataset.medley = "locked";
  }
};

const tree = (name, value) => {
  if (value === null || typeof value !== "object") { const row = made("div", "leaf"); row.append(made("b", "", `${name}: `), String(value)); return row; }
  const entries = Object.entries(value), node = made("details");
  node.append(made("summary", "", `${name} (${entries.length})`), ...entries.map(([key, each]) => tree(key, each)));
  return node;
};
const forms = {
  key: async () => { key = $("#key").value.trim(); sessionStorage.setItem(KEY, key); await load(); },
  "try-form": async () => {
    const { picks, message, trace, ...rest } = await call("try", { method: "POST", body: JSON.stringify({ text: $("#tried").value }) });
    const scores = table(["", say("op_what"), say("op_scores"), say("op_why")], picks.map((pick, n) => [n + 1, pick.title, Object.entries(pick.blocks).map(([block, value]) => `${block} ${value}`).join(" · "), pick.reason]));
    inside("tries-out").replaceChildren(made("p", "", message), scores, ...Object.entries({ ...rest, ...trace }).map(([name, value]) => tree(name, value)));
  },
  "policy-form": async () => { draw.policies(await call("policies", { method: "POST", body: JSON.stringify({ text: $("#policies").value }) })); $(".policy-told").textContent = say("op_saved"); },
  "events-form": async () => {
    const file = $("#events").files[0], done = await call(`events?name=${encodeURIComponent(file.name)}`, { method: "POST", body: file });
    $(".events-told").textContent = `${say("op_events_done", { n: done.recorded, of: done.rows })} ${done.left_out.join("; ")}`;
    draw.people(await call("people"));
  },
};
const told = { "try-form": ".trace", "policy-form": ".policy-told", "events-form": ".events-told", key: ".key .wrong" };
document.addEventListener("submit", async event => {
  event.preventDefault();
  const name = event.target.classList[0];
  try { await forms[name](); } catch (error) { $(told[name]).textContent = error.cause ?? error.message; }
});
translate(document.body);
await load();
