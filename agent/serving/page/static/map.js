// The map of the catalogue: every item where its words, picture and sound put it; zoom by wheel or keys, drag to move.
import { get } from "./server.js";
import { $$, made, say, speech } from "./words.js";

const COLOURS = ["--text", "--image", "--audio", "--behaviour", "--accent", "--wrong", "--map-7", "--map-8", "--line"];
const NEAR = 14, LARGEST = 40;

export const drawMap = async (inside, open) => {
  const { field, values, items } = await get(`map?language=${speech.language}`);
  const canvas = made("canvas", "map"), told = made("p", "map-told"), keys = made("ul", "keys"), style = getComputedStyle(document.documentElement);
  canvas.tabIndex = 0;
  canvas.setAttribute("role", "img");
  canvas.setAttribute("aria-label", say("map_label", { n: items.length }));
  told.setAttribute("role", "status");
  told.textContent = say("map_how");
  const colour = n => style.getPropertyValue(COLOURS[n] ?? "--line").trim() || "#888";
  keys.append(...values.map((value, n) => { const li = made("li", "", value), dot = made("i"); dot.style.background = colour(n); li.prepend(dot); return li; }));
  inside.replaceChildren(made("p", "quiet", field), keys, canvas, told);
  const shown = new Set($$(".turn .card").map(card => card.dataset.item)), liked = new Set($$(".card .like[aria-pressed=true]").map(button => button.dataset.item));
  const view = { x: 0, y: 0, zoom: 1 };
  let at = -1;
  const place = ([, , x, y]) => [canvas.width / 2 + (x - view.x) * view.zoom * canvas.width * .46, canvas.height / 2 - (y - view.y) * view.zoom * canvas.height * .46];
  const draw = () => {
    const pen = canvas.getContext("2d"), ink = style.getPropertyValue("--ink"), scale = devicePixelRatio;
    pen.clearRect(0, 0, canvas.width, canvas.height);
    const order = items.map((_, n) => n).sort((a, b) => shown.has(items[a][0]) - shown.has(items[b][0]));
    for (const n of order) {
      const [px, py] = place(items[n]), picked = shown.has(items[n][0]);
      pen.beginPath();
      pen.arc(px, py, (picked ? 7 : 3.5) * scale * Math.min(1.6, Math.sqrt(view.zoom)), 0, 7);
      pen.fillStyle = colour(items[n][4]);
      pen.globalAlpha = picked || n === at ? 1 : .65;
      pen.fill();
      if (picked || n === at) { pen.lineWidth = (liked.has(items[n][0]) ? 4 : 2) * scale; pen.strokeStyle = liked.has(items[n][0]) ? colour(1) : ink; pen.stroke(); }
    }
    pen.globalAlpha = 1;
    pen.fillStyle = ink;
    pen.font = `${13 * scale}px system-ui`;
    const taken = [];
    for (const n of [...(at >= 0 ? [at] : []), ...order.filter(n => shown.has(items[n][0]))]) {
      const [px, py] = place(items[n]);
      if (taken.some(([x, y]) => Math.abs(x - px) < 120 * scale && Math.abs(y - py) < 16 * scale)) continue;
      taken.push([px, py]);
      pen.fillText(items[n][1].slice(0, 28), px + 10 * scale, py + 4 * scale);
    }
  };
  const nearest = event => {
    const box = canvas.getBoundingClientRect(), x = (event.clientX - box.left) * canvas.width / box.width, y = (event.clientY - box.top) * canvas.height / box.height;
    let best = -1, least = (NEAR * devicePixelRatio) ** 2;
    items.forEach((item, n) => { const [px, py] = place(item), far = (px - x) ** 2 + (py - y) ** 2; if (far < least) [best, least] = [n, far]; });
    return best;
  };
  const point = n => { at = n; told.textContent = n < 0 ? say("map_how") : `${items[n][1]} · ${values[items[n][4]] ?? ""}`; draw(); };
  const zoom = (by, x = 0, y = 0) => { const to = Math.min(LARGEST, Math.max(1, view.zoom * by)); view.x += x * (1 / view.zoom - 1 / to); view.y += y * (1 / view.zoom - 1 / to); view.zoom = to; draw(); };
  let drag = null;
  canvas.addEventListener("wheel", event => {
    event.preventDefault();
    const box = canvas.getBoundingClientRect();
    zoom(event.deltaY < 0 ? 1.25 : .8, ((event.clientX - box.left) / box.width - .5) / .46, (.5 - (event.clientY - box.top) / box.height) / .46);
  }, { passive: false });
  canvas.addEventListener("pointerdown", event => { drag = { x: event.clientX, y: event.clientY, far: 0 }; canvas.setPointerCapture(event.pointerId); });
  canvas.addEventListener("pointermove", event => {
    if (!drag) return point(nearest(event));
    const box = canvas.getBoundingClientRect(), dx = event.clientX - drag.x, dy = event.clientY - drag.y;
    drag = { x: event.clientX, y: event.clientY, far: drag.far + Math.abs(dx) + Math.abs(dy) };
    view.x -= dx / box.width / .46 / view.zoom;
    view.y += dy / box.height / .46 / view.zoom;
    draw();
  });
  canvas.addEventListener("pointerup", event => { if (drag?.far < 5) { const n = nearest(event); if (n >= 0) open(items[n][0]); } drag = null; });
  canvas.addEventListener("keydown", event => {
    const step = .2 / view.zoom, move = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, step], ArrowDown: [0, -step] }[event.key];
    if (move) { event.preventDefault(); view.x += move[0]; view.y += move[1]; draw(); }
    else if (event.key === "+" || event.key === "=") zoom(1.25);
    else if (event.key === "-") zoom(.8);
    else if (event.key === "n" || event.key === "p") point((at + (event.key === "n" ? 1 : items.length - 1) + items.length) % items.length);
    else if (event.key === "Enter" && at >= 0) { event.preventDefault(); open(items[at][0]); }  // else it presses the button that is focused then
  });
  const size = () => { const box = canvas.getBoundingClientRect(); canvas.width = Math.max(1, box.width * devicePixelRatio); canvas.height = Math.max(1, box.height * devicePixelRatio); draw(); };
  new ResizeObserver(size).observe(canvas);
  size();
};
