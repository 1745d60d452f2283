/* <medley-chat server="https://medley.example" key="…" language="en" accent="#0a6b4f" count="4" cart></medley-chat>
 *
 * A conversation over a catalogue, in a page of a shop: one file, no build, nothing from elsewhere but the server that it names.
 * The key is one of scope "ask" (medley keys add shop-page --scope ask): whoever sees the page sees it.
 * Events: medley-answer {request, items}, medley-open {item} (preventDefault keeps the item's page closed), medley-cart {item}.
 * Colours: accent, or the CSS variables --medley-accent, --medley-ink, --medley-paper, --medley-line, --medley-radius.
 */
(() => {
  const WORDS = {{words}};
  const LOOK = `:host { display: flex; flex-direction: column; font: 400 16px/1.45 var(--medley-font, system-ui, sans-serif); color: var(--medley-ink, #1d1b26); background: var(--medley-paper, #fff); border: 1px solid var(--medley-line, #e2ddd4); border-radius: var(--medley-radius, 18px); overflow: hidden; min-height: 320px; max-height: 80vh; }
    * { box-sizing: border-box; } .turns { flex: 1; overflow-y: auto; padding: 16px; display: flex; flex-direction: column; gap: 12px; }
    .mine { align-self: flex-end; background: var(--accent); color: #fff; padding: 8px 14px; border-radius: 16px 16px 4px 16px; max-width: 80%; overflow-wrap: anywhere; } p { margin: 0; overflow-wrap: anywhere; } .said { white-space: pre-wrap; } .wrong { color: #a3201d; }
    ol { list-style: none; margin: 0; padding: 0; display: grid; grid-template-columns: repeat(auto-fill, minmax(150px, 1fr)); gap: 12px; } li { border: 1px solid var(--medley-line, #e2ddd4); border-radius: 14px; padding: 10px; display: flex; flex-direction: column; gap: 6px; }
    img { width: 100%; height: 110px; object-fit: contain; background: #fff; border-radius: 8px; } a { color: inherit; font-weight: 650; overflow-wrap: anywhere; } .why { font-size: 13.5px; opacity: .8; display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 4; overflow: hidden; } .price { font-weight: 650; }
    button { font: inherit; cursor: pointer; border: 0; border-radius: 10px; padding: 8px 12px; background: var(--accent); color: #fff; } li button { margin-top: auto; } button[disabled] { opacity: .5; cursor: default; }
    form { display: flex; gap: 8px; padding: 12px; border-top: 1px solid var(--medley-line, #e2ddd4); } input { flex: 1; min-width: 0; font: inherit; color: inherit; background: transparent; padding: 9px 12px; border: 1px solid var(--medley-line, #8a8593); border-radius: 10px; } :focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }`;
  const TURNS = 12;

  class MedleyChat extends HTMLElement {
    static observedAttributes = ["language", "accent"];
    #past = [];
    #session = Array.from(crypto.getRandomValues(new Uint8Array(18)), byte => byte.toString(16).padStart(2, "0")).join("");

    connectedCallback() {
      if (this.shadowRoot) return;
      const root = this.attachShadow({ mode: "open" }), sheet = new CSSStyleSheet();
      sheet.replaceSync(LOOK);
      root.adoptedStyleSheets = [sheet];
      this.turns = this.#made("div", "turns");
      this.turns.setAttribute("role", "log");
      this.turns.tabIndex = 0;
      this.form = this.#made("form");
      this.input = this.#made("input");
      this.input.maxLength = 2000;
      this.send = this.#made("button");
      this.form.append(this.input, this.send);
      this.form.addEventListener("submit", event => { event.preventDefault(); this.ask(this.input.value); });
      root.append(this.turns, this.form);
      this.#speak();
    }
    attributeChangedCallback() { if (this.shadowRoot) this.#speak(); }

    get #language() { const wanted = (this.getAttribute("language") || document.documentElement.lang || navigator.language || "en").slice(0, 2); return wanted in WORDS ? wanted : Object.keys(WORDS)[0]; }
    #say(key) { return WORDS[this.#language][key] ?? key; }
    #made(tag, className = "", text) { const node = document.createElement(tag); if (className) node.className = className; if (text !== undefined) node.textContent = text; return node; }
    #speak() {
      this.style.setProperty("--accent", this.getAttribute("accent") || "var(--medley-accent, #3d2c8d)");
      this.turns.setAttribute("aria-label", this.#say("conversation"));
      this.input.placeholder = this.#say("placeholder");
      this.input.setAttribute("aria-label", this.#say("ask"));
      this.send.textContent = this.#say("send");
    }
    #tell(name, detail) { return this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true, cancelable: true })); }

    async ask(text) {
      text = text.trim();
      if (!text || this.send.disabled) return;
      this.send.disabled = true;
      this.input.value = "";
      const said = this.#made("p", "said", this.#say("reading")), list = this.#made("ol");
      this.turns.append(this.#made("p", "mine", text), said, list);
      said.scrollIntoView({ block: "nearest" });
      try {
        const items = [];
        let answer = {};
        for await (const [kind, body] of this.#events(text)) {
          if (kind === "found" && body.message) said.textContent = body.message;
          if (kind === "pick") { items.push(body); list.append(this.#card(body)); }
          if (kind === "answer") answer = body;
          if (kind === "error") throw new Error(body.error?.message);
        }
        const told = [answer.message, ...(answer.notes ?? []), answer.question].filter(Boolean).join("\n");
        said.textContent = told || (items.length ? "" : this.#say("nothing"));
        this.#past.push({ role: "user", text }, { role: "assistant", text: told.slice(0, 2000), items: items.map(item => item.id) });
        this.#tell("medley-answer", { request: text, items });
      } catch (error) {
        said.textContent = `${this.#say("failed")} ${error.message ?? ""}`;
        said.classList.add("wrong");
      }
      this.send.disabled = false;
    }

    async *#events(text) {
      const headers = { "content-type": "application/json" }, key = this.getAttribute("key");
      if (key) headers.authorization = `Bearer ${key}`;
      const body = { text, stream: true, session: this.#session, history: this.#past.slice(-TURNS), k: Number(this.getAttribute("count")) || 4 };
      const answer = await fetch(new URL("api/recommend", this.#server), { method: "POST", headers, body: JSON.stringify(body) });
      if (!answer.ok) throw new Error((await answer.json().catch(() => ({}))).error?.message ?? answer.status);
      const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
      let waiting = "";
      for (;;) {
        const { value, done } = await reader.read();
        if (done) return;
        waiting += value;
        const events = waiting.split("\n\n");
        waiting = events.pop();
        for (const event of events) {
          const lines = event.split("\n"), of = name => lines.filter(line => line.startsWith(`${name}:`)).map(line => line.slice(name.length + 1).trim()).join("\n");
          if (of("data")) yield [of("event"), JSON.parse(of("data"))];
        }
      }
    }
    get #server() { const given = this.getAttribute("server") || location.origin; return given.endsWith("/") ? given : `${given}/`; }

    #card(item) {
      const card = this.#made("li"), link = this.#made("a", "", item.title || item.id);
      if (item.images?.length) { const picture = this.#made("img"); Object.assign(picture, { src: new URL(item.images[0], this.#server), alt: item.title, loading: "lazy" }); card.append(picture); }
      const page = Object.values(item.attributes ?? {}).find(value => typeof value === "string" && /^https?:\/\//.test(value));
      Object.assign(link, { href: page ?? new URL(`item/${encodeURIComponent(item.id)}`, this.#server).href, rel: "noopener" });
      link.addEventListener("click", event => { if (!this.#tell("medley-open", { item })) event.preventDefault(); });
      card.append(link, this.#made("p", "why", item.reason));
      const { price, price_currency: currency } = item.attributes ?? {};
      if (typeof price === "number") card.append(this.#made("p", "price", currency ? price.toLocaleString(this.#language, { style: "currency", currency }) : price.toLocaleString(this.#language, { minimumFractionDigits: Number.isInteger(price) ? 0 : 2 })));
      if (this.hasAttribute("cart")) {
        const cart = this.#made("button", "", this.#say("cart"));
        Object.assign(cart, { type: "button", onclick: () => this.#tell("medley-cart", { item }) });
        cart.setAttribute("aria-label", `${this.#say("cart")}: ${item.title}`);
        card.append(cart);
      }
      return card;
    }
  }
  customElements.define("medley-chat", MedleyChat);
})();
