// The panel of a sample: the inputs on the left, the outcomes of the selected one on the right.
// It follows live.js, with which it is joined into one module.

const ROW = 28; // pixels of one input in the list; the list draws only the rows that can be seen
const VISIBLE = 12;

function drawSample(model, root) {
  const view = model.get("view");
  let inputs, places, whole; // what is listed, what is known by its place, whether all inputs are here
  const take = () => {
    const now = model.get("view");
    inputs = now.inputs;
    whole = now.whole;
    places = new Map(inputs.map((input) => [input.at, input]));
    if (now.chosen) places.set(now.chosen.at, now.chosen);
  };
  take();
  const id = `pm-${model.get("token")}-${(drawSample.count = (drawSample.count ?? 0) + 1)}`;
  const set = (name, value) => { model.set(name, value); model.save_changes(); };
  let order = [];

  // --- the list of inputs
  const rows = node("div", { class: "pm-rows", role: "presentation" });
  const list = node("div", { class: "pm-listbox", role: "listbox", tabindex: "0", "aria-label": "inputs" }, rows);
  const found = node("span", { class: "pm-sub", role: "status" });
  const choice = (trait, value, said) =>
    node("button", { type: "button", class: "pm-seg", "data-trait": trait, "data-value": value, on: { click: () => set(trait, value) } }, said);
  const query = node("input", {
    type: "search", class: "pm-find", placeholder: "find", "aria-label": "find in inputs and outcomes",
    on: { input: () => set("query", query.value) },
  });
  const tools = node("div", { class: "pm-tools" },
    node("span", { class: "pm-segs", role: "group", "aria-label": "order" }, choice("order", "contested", "contested first"), choice("order", "given", "as given")),
    node("span", { class: "pm-segs", role: "group", "aria-label": "which inputs" }, choice("only", "all", "all"), choice("only", "differ", "where draws differ")),
    query, found);

  const matches = (input, text) => !text || input.label.toLowerCase().includes(text) || input.outcomes.some((out) => out.label.toLowerCase().includes(text));
  const arrange = () => {
    if (!whole) { order = inputs; return; } // Python has ordered them, and looked through all
    const text = model.get("query").trim().toLowerCase();
    const differ = model.get("only") === "differ";
    order = inputs.filter((input) => (!differ || input.rank < 2) && matches(input, text));
    if (model.get("order") === "contested") order.sort((a, b) => a.rank - b.rank || (a.agreement ?? 1) - (b.agreement ?? 1) || a.at - b.at);
  };
  const option = (place) => {
    const input = order[place];
    const index = input.at;
    return node("div", {
      class: "pm-option", role: "option", id: `${id}-${index}`, "aria-selected": index === model.get("selected"),
      "aria-setsize": order.length, "aria-posinset": place + 1, "data-index": index, title: input.label,
      style: { top: `${place * ROW}px` }, on: { click: () => set("selected", index) },
    },
      node("code", { class: "pm-one", dir: "auto" }, input.label || "(empty text)"),
      node("span", { class: "pm-sub" }, input.weight > 1 ? `×${input.weight}` : ""),
      node("span", { class: "pm-strip", role: "img", "aria-label": input.said }, input.strip.map(([share, answer], rank) =>
        node("span", { style: { width: `${100 * share}%`, background: colour(rank, answer) } }))),
      node("span", { class: `pm-word pm-${input.word}` }, `${input.mark} ${input.word}`));
  };
  const paintRows = () => {
    const first = Math.max(0, Math.floor(list.scrollTop / ROW) - 4);
    rows.replaceChildren(...order.slice(first, first + VISIBLE + 9).map((_, i) => option(first + i)));
  };
  const paintList = () => {
    arrange();
    rows.style.height = `${order.length * ROW}px`;
    const { found: all, total } = model.get("view");
    const count = whole ? order.length : all;
    const figure = (number) => number.toLocaleString("en");
    found.textContent = [
      count === total ? "" : `${figure(count)} of ${figure(total)}`,
      order.length < count ? `the first ${figure(order.length)} of ${figure(count)} listed` : "",
    ].filter(Boolean).join(", ");
    if (order.length === 0) rows.replaceChildren(node("div", { class: "pm-sub pm-none" }, inputs.length ? "nothing found" : "no inputs"));
    else paintRows();
    for (const button of tools.querySelectorAll(".pm-seg")) button.setAttribute("aria-pressed", model.get(button.dataset.trait) === button.dataset.value);
    if (document.activeElement !== query) query.value = model.get("query");
  };
  const placed = () => order.findIndex((input) => input.at === model.get("selected"));
  const reveal = () => {
    const place = placed();
    if (place < 0) return;
    const top = place * ROW;
    if (top < list.scrollTop) list.scrollTop = top;
    else if (top + ROW > list.scrollTop + list.clientHeight) list.scrollTop = top + ROW - list.clientHeight;
    list.setAttribute("aria-activedescendant", `${id}-${model.get("selected")}`);
  };
  list.addEventListener("scroll", () => requestAnimationFrame(paintRows));
  list.addEventListener("keydown", (event) => {
    const last = order.length - 1;
    const here = placed();
    const go = { ArrowDown: here + 1, ArrowUp: here - 1, Home: 0, End: last, PageDown: here + VISIBLE, PageUp: here - VISIBLE }[event.key];
    if (go === undefined || last < 0) return;
    event.preventDefault();
    set("selected", order[Math.max(0, Math.min(last, go))].at);
  });

  // --- the outcomes of the selected input
  const chosen = node("div", { class: "pm-chosen", "aria-live": "polite" });
  const outcome = (out, rank) => node("div", { class: "pm-out", role: "listitem" },
    node("div", { class: "pm-said" }, swatch(rank, out.answer),
      out.answer ? null : node("code", {}, `${out.status} `),
      node("code", { dir: "auto" }, out.label || (out.answer ? "(empty text)" : ""))),
    node("div", { class: "pm-track", role: "img", "aria-label": `${out.percent} ${out.interval}` },
      node("div", { class: "pm-fill", style: { width: `${100 * out.share}%`, height: "14px", background: colour(rank, out.answer) } }),
      out.low === null ? null : node("div", { class: "pm-ci", style: { left: `${100 * out.low}%`, width: `${100 * (out.high - out.low)}%` } })),
    node("div", { class: "pm-num" }, node("b", {}, String(out.count)), ` · ${out.percent} `, node("span", { class: "pm-soft" }, out.interval)));
  const paintChosen = () => {
    const input = places.get(model.get("selected"));
    if (!input) { fill(chosen, heading("no input selected")); return; }
    fill(chosen,
      heading("outcomes of"),
      node("div", { class: "pm-input" }, node("code", { dir: "auto" }, input.label || "(empty text)")),
      node("div", { class: "pm-sub" }, `${input.mark} ${input.word} · ${input.draws}${input.agreement === null ? "" : ` · agreement ${input.agreement.toFixed(2)}`}`),
      node("div", { class: "pm-outs", role: "list" }, input.outcomes.map(outcome)),
      input.more ? node("div", { class: "pm-sub" }, `… and ${input.more} more outcomes`) : null);
  };

  fill(root,
    head(view.name, view.chips),
    node("div", { class: "pm-say" }, view.sentence),
    view.subline ? node("div", { class: "pm-sub" }, view.subline) : null,
    view.notices.map((line) => node("div", { class: "pm-note" }, `▲ ${line}`)),
    tools,
    node("div", { class: "pm-two" }, list, chosen),
    view.code ? node("div", { class: "pm-foot" }, "in code: ", node("code", {}, view.code)) : null);
  const stops = [
    follow(model, ["order", "only", "query"], () => { paintList(); reveal(); }),
    follow(model, ["view"], () => { take(); paintList(); paintChosen(); reveal(); }),
    follow(model, ["selected"], () => { paintList(); paintChosen(); reveal(); }),
  ];
  return () => { for (const stop of stops) stop(); };
}

export default panel(drawSample);
