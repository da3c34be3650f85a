// What every panel shares: nodes made of text only, standing in for static HTML, and keeping keys to itself.
//
// A panel is not shown as a widget view: a stored widget view says "model not found" when the notebook is opened again.
// The cell shows static HTML in a place marked with the token of the panel's model. While the model lives, its panel
// stands in that place and the static HTML is hidden; when the kernel goes, the static HTML comes back. What a notebook
// stores is therefore always the static HTML.

const PALETTE = ["#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00"];
const REST = "#999999";

const letter = (rank) => "ABCDEF"[rank] ?? "·";
const colour = (rank, answer) => (answer ? (PALETTE[rank] ?? REST) : REST);
const ink = (back) => (back === PALETTE[0] ? "#ffffff" : "#1a1a1a");

/** Make an element. Text only ever becomes a text node; `on` holds listeners, `style` style properties. */
function node(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "on") for (const [event, listener] of Object.entries(value)) made.addEventListener(event, listener);
    else if (name === "style") Object.assign(made.style, value);
    else if (value !== null && value !== undefined) made.setAttribute(name, String(value));
  }
  return fill(made, ...children);
}

/** Put children into an element: nodes as they are, everything else as text, what is missing left out. */
function fill(element, ...children) {
  const present = children.flat().filter((child) => child !== null && child !== undefined && child !== "");
  element.replaceChildren(...present.map((child) => (child instanceof Node ? child : document.createTextNode(String(child)))));
  return element;
}

const swatch = (rank, answer) => {
  const back = colour(rank, answer);
  return node("span", { class: "pm-sw", style: { background: back, color: ink(back) } }, letter(rank));
};

const head = (name, chips) =>
  node("div", { class: "pm-top" }, node("b", { class: "pm-name" }, name), chips.map((chip) => node("span", { class: "pm-chip" }, chip)));

/** Say something in every theme: one heading of a section. */
const heading = (...said) => node("div", { class: "pm-h" }, ...said);

/** The page's one observer: it tells a panel when a place that waits for it comes into the document, at once: between the leaving
 * of a place and the coming of the one made anew, what is typed goes nowhere. */
const stage = (globalThis[Symbol.for("pointmass.stage.2")] ??= (() => {
  const waiting = new Map();
  const free = "[data-pm-live]:not([data-pm-on])";
  const sweep = () => {
    for (const place of document.querySelectorAll(free)) waiting.get(place.dataset.pmLive)?.(place);
  };
  const brings = (each) => each instanceof Element && (each.matches(free) || each.querySelector(free) !== null);
  new MutationObserver((changes) => {
    if (waiting.size > 0 && changes.some((change) => [...change.addedNodes].some(brings))) sweep();
  }).observe(document.body, { childList: true, subtree: true });
  return {
    open(token, enter) { waiting.set(token, enter); requestAnimationFrame(sweep); },
    close(token) { waiting.delete(token); },
  };
})());

/** Let no key that is pressed in a view reach the notebook's one-letter commands; combinations such as Ctrl-S pass, Ctrl-Enter
 * does not. Notebook 7 listens before anything in the page does, so the key is caught at the window, and what listens within
 * the view gets a copy of it. What the browser does with a key itself, typing and moving the focus, it still does.
 */
globalThis[Symbol.for("pointmass.keys.1")] ??= (() => {
  const copies = new WeakSet();
  window.addEventListener("keydown", (event) => {
    if (copies.has(event)) return;
    const within = event.composedPath().find((each) => each instanceof Element && each.classList.contains("pm"));
    const command = (event.ctrlKey || event.metaKey) && event.key !== "Enter";
    if (!within || command) return;
    event.stopImmediatePropagation();
    const { key, code, shiftKey, ctrlKey, metaKey, altKey } = event;
    const copy = new KeyboardEvent("keydown", { key, code, shiftKey, ctrlKey, metaKey, altKey, bubbles: true, cancelable: true });
    copies.add(copy);
    const stop = (one) => { if (one === copy) one.stopPropagation(); };
    within.addEventListener("keydown", stop, { once: true });
    event.target.dispatchEvent(copy);
    within.removeEventListener("keydown", stop);
    if (copy.defaultPrevented) event.preventDefault();
  }, true);
  return true;
})();

/** Make the root of a panel. It takes the focus of a click anywhere in it, so that keys are the panel's to stop. */
function rootOf(model) {
  const root = node("section", { class: "pm pm-panel mathjax_ignore tex2jax_ignore", tabindex: "-1", role: "group", "aria-label": model.get("title") });
  return root;
}

/** Call `paint` now, and once a frame while the named traits change; return what stops it. */
function follow(model, traits, paint) {
  let due = false;
  const soon = () => {
    if (due) return;
    due = true;
    requestAnimationFrame(() => { due = false; paint(); });
  };
  for (const trait of traits) model.on(`change:${trait}`, soon);
  paint();
  return () => { for (const trait of traits) model.off(`change:${trait}`, soon); };
}

/** Turn `draw(model, root)`, which fills a root and returns what stops it, into a widget. */
function panel(draw) {
  const stand = (model, element) => {
    const root = rootOf(model);
    const stop = draw(model, root);
    element.prepend(root);
    return () => { stop(); root.remove(); };
  };
  return {
    initialize({ model, signal }) {
      const token = model.get("token");
      const leavers = new Map();
      const enter = (place) => {
        const still = [...place.children];
        for (const child of still) child.style.display = "none";
        place.dataset.pmOn = "";
        const leave = stand(model, place);
        leavers.set(place, () => {
          leave();
          delete place.dataset.pmOn;
          for (const child of still) child.style.display = "";
        });
        for (const [other, gone] of leavers) if (!other.isConnected && other !== place) { gone(); leavers.delete(other); }
      };
      const close = () => {
        stage.close(token);
        for (const leave of leavers.values()) leave();
        leavers.clear();
      };
      const look = async () => {
        const whole = await model.widget_manager?.get_model?.(token).catch(() => null);
        if (whole?.comm_live === false) close();
      };
      stage.open(token, enter);
      model.on("comm_live_update", look);
      model.on("comm:close", close);
      signal?.addEventListener("abort", close);
      return close;
    },
    render({ model, el }) {
      return stand(model, el);
    },
  };
}
