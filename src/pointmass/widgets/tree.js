// Draws a tree of parts live. It follows live.js, with which it is joined into one module.
//
// Python says what is shown, as data without markup, and is told what was done: {do, value} for a click, {set, value} for
// what was typed or chosen. When the tree changes it is drawn anew; the focus, what is being typed, the place of every
// scrolled list and what was folded open stay, by their keys.

const LINE = 28; // pixels of one row of a picker, which draws only the rows that can be seen
const SEEN = 12;
const READABLE = 0.07; // the share of a strip below which a letter does not fit into its segment
const SVG = "http://www.w3.org/2000/svg";
const MARKS = new Set(["line", "text", "circle"]);

const PATIENCE = 4000; // milliseconds until a click without an answer is explained
const ARMED = 600; // milliseconds before the main button of a question can be pressed: a double click is not an approval

// What outlives a drawing: a notebook makes the place of a panel anew whenever the stored output is renewed.
const REMEMBERED = new WeakMap();

// What of Python is set apart by colour, in the order in which it is looked for.
const PYTHON = new RegExp([
  String.raw`(?<comment>#[^\n]*)`,
  String.raw`(?<string>\b[rbfuRBFU]{0,2}(?:"""[\s\S]*?"""|'''[\s\S]*?'''|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*')|(?:"""[\s\S]*?"""|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'))`,
  String.raw`(?<keyword>\b(?:False|None|True|and|as|assert|async|await|break|class|continue|def|del|elif|else|except|finally|for|from|global|if|import|in|is|lambda|nonlocal|not|or|pass|raise|return|try|while|with|yield)\b)`,
  String.raw`(?<number>\b\d[\d_.]*\b)`,
  String.raw`(?<name>(?<=\b(?:def|class)\s+)\w+)`,
].join("|"), "g");
const COLOURED = 60_000; // characters; longer code is shown plain

/** The colour of a rank on white, the stronger the larger the share; near-black text stands on it. */
function tint(rank, share) {
  const strength = 0.2 + 0.6 * share, base = colour(rank, true);
  const mixed = [1, 3, 5].map((at) => Math.round(255 - strength * (255 - parseInt(base.slice(at, at + 2), 16))));
  return `#${mixed.map((part) => part.toString(16).padStart(2, "0")).join("")}`;
}

/** Set Python source apart by colour; every piece stays a text node. */
function coloured(source) {
  if (source.length > COLOURED) return [source];
  const pieces = [];
  let at = 0;
  for (const found of source.matchAll(PYTHON)) {
    const [kind] = Object.entries(found.groups).find(([, text]) => text !== undefined);
    pieces.push(source.slice(at, found.index), node("span", { class: `pm-py-${kind}` }, found[0]));
    at = found.index + found[0].length;
  }
  return [...pieces, source.slice(at)];
}

/** Put a drawing off while a button of the mouse or the space bar is down in the root: what is pressed must still be there to be
 * clicked when it is let go, and what is dragged must not be made anew. The press itself may change the view: a field that
 * loses the focus tells its text. */
function holding(root, paint) {
  let down = false, due = false;
  const letGo = () => {
    if (!down) return;
    down = false;
    setTimeout(() => { if (due && !down) { due = false; paint(); } }); // after the click, which comes with the letting go
  };
  root.addEventListener("pointerdown", (event) => { down = event.target.tagName !== "SELECT"; }, true); // a list that opens may keep the letting go to itself
  root.addEventListener("keydown", (event) => { if (event.key === " ") down = true; }, true);
  const ends = {
    pointerup: letGo, pointercancel: letGo, dragend: letGo, keyup: letGo,
    blur: (event) => { if (event.target === window) letGo(); },
    pointermove: (event) => { if (event.buttons === 0 && event.pointerType === "mouse") letGo(); },
  };
  for (const [name, listener] of Object.entries(ends)) window.addEventListener(name, listener, true);
  return {
    paint: () => { if (down) due = true; else paint(); },
    stop: () => { for (const [name, listener] of Object.entries(ends)) window.removeEventListener(name, listener, true); },
  };
}

function drawTree(model, root) {
  if (!REMEMBERED.has(model)) REMEMBERED.set(model, { opened: new Map(), shown: new Map(), tops: new Map(), focus: null, asked: 0 });
  const memory = REMEMBERED.get(model);
  const opened = memory.opened; // what a person folded open or shut, and tables of which all rows are shown
  const lists = new Map(); // what draws the rows of a picker
  const late = node("div", { class: "pm-sub", role: "status" });
  let timer = 0;
  const send = (content) => {
    model.send(content);
    clearTimeout(timer);
    timer = setTimeout(() => { late.textContent = "The kernel has not answered yet: it works on a cell, or it is gone. The click is not lost while it lives."; }, PATIENCE);
  };
  const answered = () => { clearTimeout(timer); late.textContent = ""; };
  const set = (name, value) => send({ set: name, value });
  const say = (css, text) => node("div", { class: css }, text);

  // --- what is only read
  const segment = (share, answer, rank, lettered) => {
    const back = colour(rank, answer);
    return node("span", { style: { width: `${100 * share}%`, background: back, color: ink(back) } }, lettered && share > READABLE ? letter(rank) : "");
  };
  const strip = ({ shares, said }) => node("div", { class: "pm-strip pm-flat", role: "img", "aria-label": said, title: said },
    shares.map(([share, answer], rank) => segment(share, answer, rank, shares.length > 1)));
  const histogram = ({ title, bars, per, do: action, name }) => {
    const most = Math.max(1, ...bars.map(([, count]) => count));
    return node("div", { class: "pm-chart", role: "group", "aria-label": `${title}, ${per}` },
      node("div", { class: "pm-h" }, title),
      bars.map(([said, count, chosen], at) => node("button", {
        type: "button", class: "pm-bin", "aria-pressed": chosen, "data-key": `bin:${name}:${at}`, title: `${said}: ${count.toLocaleString("en")} ${per}`,
        on: { click: () => send({ do: action, value: `${name}:${at}` }) },
      },
        node("span", { class: "pm-bin-said" }, `${chosen ? "✓ " : ""}${said}`),
        node("span", { class: "pm-bin-track", "aria-hidden": "true" }, node("span", { style: { width: `${100 * count / most}%`, background: PALETTE[0] } })),
        node("span", { class: "pm-bin-count" }, count.toLocaleString("en")))));
  };
  const compared = ({ pieces, gone, alone }) => node(alone ? "pre" : "span", alone ? { class: "pm-code pm-wrapped", tabindex: "0" } : { class: "pm-wrapped" },
    node("code", { dir: "auto" }, pieces.map(([text, apart]) => (apart ? node(gone ? "del" : "ins", { class: "pm-apart" }, text) : text))));
  const meter = ({ share, said }) => node("div", {},
    node("div", { class: "pm-track pm-thin", role: "progressbar", "aria-valuemin": "0", "aria-valuemax": "100", "aria-valuenow": String(Math.round(100 * share)), "aria-label": said },
      node("div", { class: "pm-fill", style: { width: `${100 * share}%`, height: "8px", background: PALETTE[0] } })),
    say("pm-sub", said));
  const bar = ({ share, bounds, rank, answer, said }) => node("div", { class: "pm-track", role: "img", "aria-label": said, title: said },
    node("div", { class: "pm-fill", style: { width: `${100 * share}%`, height: "14px", background: colour(rank, answer) } }),
    bounds ? node("div", { class: "pm-ci", style: { left: `${100 * bounds[0]}%`, width: `${100 * (bounds[1] - bounds[0])}%` } }) : null);
  const marked = ({ letter: mark, text, rank, answer, mono }) => {
    const back = colour(rank, answer);
    return node("span", {}, node("span", { class: "pm-sw", style: { background: back, color: ink(back) } }, mark), node(mono ? "code" : "span", { dir: "auto" }, text));
  };
  const place = (share) => `${3 + 94 * share}%`;
  const dumbbell = ({ a, b, said, title }) => node("div", { class: "pm-track", role: "img", "aria-label": said, title },
    node("div", { class: "pm-fill", style: { top: "6px", height: "2px", left: place(Math.min(a, b)), width: `${94 * Math.abs(a - b)}%`, background: REST } }),
    node("span", { class: "pm-ring", style: { left: place(a), borderColor: PALETTE[1] } }),
    node("span", { class: "pm-square", style: { left: place(b), background: PALETTE[0] } }));
  const picture = ({ width, height, said, shapes }) => {
    const made = document.createElementNS(SVG, "svg");
    for (const [name, value] of Object.entries({ viewBox: `0 0 ${width} ${height}`, width, height, role: "img", "aria-label": said })) made.setAttribute(name, String(value));
    for (const [tag, attributes, text] of shapes) {
      if (!MARKS.has(tag)) continue;
      const mark = document.createElementNS(SVG, tag);
      for (const [name, value] of Object.entries(attributes)) mark.setAttribute(name, value);
      mark.textContent = text;
      made.append(mark);
    }
    return made;
  };
  const counted = ({ pairs, rest }) => node("span", {}, pairs.flatMap(([text, count], i) => [i ? " · " : "", node("code", { dir: "auto" }, text),
    count ? node("span", { class: "pm-sub" }, ` ${count}`) : ""]), rest ? node("span", { class: "pm-sub" }, ` · ${rest}`) : "");
  const fold = ({ summary, key, open, parts }) => {
    const made = node("details", { "data-key": key }, node("summary", {}, summary), draw(parts));
    made.open = opened.get(key) ?? open;
    made.addEventListener("toggle", () => opened.set(key, made.open));
    return made;
  };
  const cell = (part, [, numeric]) => node("td", { class: numeric ? "pm-num" : part.kind === "marked" ? "pm-hang" : "pm-text" }, part.kind === "text" ? part.text : draw([part]));
  const table = ({ columns, key, do: action, ids, current, shown, total, what, parts }) => {
    const whole = opened.get(key) ?? false;
    const listed = whole ? parts : parts.slice(0, shown);
    const line = (each, at) => {
      const id = ids[at];
      const cells = each.parts.map((part, column) => cell(part, columns[column]));
      if (!action || id === undefined) return node("tr", {}, cells);
      const chosen = id === current;
      const go = () => send({ do: action, value: id });
      return node("tr", {
        class: "pm-pick", tabindex: "0", role: "button", "aria-pressed": chosen, "data-key": `${key}:${id}`,
        on: { click: go, keydown: (event) => { if (event.key === "Enter" || event.key === " ") { event.preventDefault(); go(); } } },
      }, cells);
    };
    const titled = columns.some(([title]) => title);
    const wide = columns.every(([, , width]) => width);
    return node("div", {},
      node("div", { class: "pm-listed", "data-key": `${key}:rows` }, node("table", {},
        wide ? node("colgroup", {}, columns.map(([, , width]) => node("col", { style: { width: `${width}%` } }))) : null,
        titled ? node("thead", {}, node("tr", {}, columns.map(([title, numeric]) => node("th", { class: numeric ? "pm-num" : "pm-text" }, title)))) : null,
        node("tbody", {}, listed.map(line)))),
      parts.length > shown
        ? node("button", { type: "button", class: "pm-more", "data-key": `${key}:all`, on: { click: () => { opened.set(key, !whole); paint(); } } }, whole ? "show fewer" : `show all ${parts.length.toLocaleString("en")}`)
        : null,
      total > parts.length ? say("pm-sub", `… and ${(total - parts.length).toLocaleString("en")} more ${what}`) : null);
  };

  // --- what can be done
  const button = ({ text, do: action, value, main, off }) => {
    const made = node("button", { type: "button", class: main ? "pm-btn pm-main" : "pm-btn", "data-key": `do:${action}:${value}`, "data-do": action, on: { click: () => send({ do: action, value }) } }, text);
    made.disabled = off;
    return made;
  };
  const field = ({ name, value, said, type, hint, do: action, soon, rows }) => {
    const key = `set:${name}`;
    const input = type === "area"
      ? node("textarea", { class: "pm-entry pm-area", rows, placeholder: hint, "data-key": key })
      : node("input", { class: "pm-entry", type, placeholder: hint, "data-key": key });
    input.value = value;
    let told = value, timer = 0;
    const tell = () => { clearTimeout(timer); if (input.value !== told) { told = input.value; set(name, told); } };
    input.addEventListener("change", tell);
    input.addEventListener("blur", () => { if (input.isConnected) tell(); }); // text that a drawing put back makes no change
    if (soon) input.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(tell, 200); });
    if (action) input.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || (type === "area" && !(event.ctrlKey || event.metaKey))) return;
      event.preventDefault();
      tell();
      send({ do: action, value: "" });
    });
    return node("label", { class: type === "area" ? "pm-label pm-wide" : "pm-label" }, node("span", {}, said), input);
  };
  const choice = ({ name, value, options, said, many }) => {
    if (many) {
      const made = node("select", { class: "pm-entry", "data-key": `set:${name}`, on: { change: () => set(name, made.value) } },
        options.map(([each, text]) => node("option", { value: each }, text)));
      made.value = value;
      return node("label", { class: "pm-label" }, node("span", {}, said), made);
    }
    return node("span", { class: "pm-segs", role: "group", "aria-label": said }, options.map(([each, text]) =>
      node("button", { type: "button", class: "pm-seg", "aria-pressed": each === value, "data-key": `set:${name}:${each}`, on: { click: () => set(name, each) } }, text)));
  };
  const tabs = ({ name, value, options, said }) => {
    const go = (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (!step) return;
      event.preventDefault();
      const here = options.findIndex(([each]) => `set:${name}:${each}` === event.target.dataset.key); // the page may not be drawn yet
      const at = (here + step + options.length) % options.length;
      root.querySelector(`[data-key="set:${CSS.escape(name)}:${CSS.escape(options[at][0])}"]`)?.focus();
      set(name, options[at][0]);
    };
    return node("div", { class: "pm-tabs", role: "tablist", "aria-label": said, on: { keydown: go } }, options.map(([each, text]) =>
      node("button", { type: "button", class: "pm-tab", role: "tab", "aria-selected": each === value, tabindex: each === value ? "0" : "-1", "data-key": `set:${name}:${each}`, on: { click: () => set(name, each) } }, text)));
  };
  const stacked = ({ said, strip: shares, between, lettered }) => node("span", { class: "pm-stacked", role: "img", "aria-label": said, title: said },
    node("span", { class: "pm-strip" }, shares.map(([share, answer, rank], at) => segment(share, answer, rank ?? at, answer && (lettered ?? shares.length > 1)))),
    between ? node("span", { class: "pm-ci", style: { left: `${100 * between[0]}%`, width: `${100 * (between[1] - between[0])}%` } }) : null);
  const picker = ({ name, value, of, found, said, places, marks, widths }) => {
    const id = `pm-${model.get("token")}-${of}`;
    const rows = node("div", { class: "pm-rows", role: "presentation" });
    const list = node("div", { class: "pm-listbox", role: "listbox", tabindex: "0", "aria-label": said, "data-key": `set:${name}` }, rows);
    const given = model.get("lists")[of] ?? [];
    const listed = places ? places.map((at) => given[at]).filter(Boolean) : given; // the list may be on its way
    const all = () => listed;
    const option = (input, place) => node("div", {
      class: "pm-option", role: "option", id: `${id}-${input.at}`, "aria-selected": input.at === value, "aria-setsize": all().length,
      "aria-posinset": place + 1, title: input.label, style: { top: `${place * LINE}px` }, on: { click: () => set(name, input.at) },
    },
      input.cells
        ? node("span", { class: "pm-cells", style: widths.length ? { gridTemplateColumns: widths.map((each) => `minmax(0, ${each}fr)`).join(" ") } : {} }, input.cells.map((each) => node("code", { class: "pm-one", dir: "auto" }, each || "(empty text)")))
        : node("code", { class: "pm-one", dir: "auto" }, input.label || "(empty text)"),
      node("span", { class: "pm-sub" }, marks[input.at] ? node("span", { class: "pm-labelled", role: "img", "aria-label": marks[input.at][1], title: marks[input.at][1] }, marks[input.at][0]) : null, input.weight > 1 ? ` ×${input.weight}` : ""),
      stacked(input),
      node("span", { class: `pm-word pm-${input.word}`, title: input.word }, `${input.mark} `, node("span", { class: "pm-word-said" }, input.word)));
    const fillRows = () => {
      const first = Math.max(0, Math.floor(list.scrollTop / LINE) - 4);
      rows.style.height = `${all().length * LINE}px`;
      rows.replaceChildren(...all().slice(first, first + SEEN + 9).map((input, i) => option(input, first + i)));
    };
    const placed = all().findIndex((input) => input.at === value);
    list.addEventListener("scroll", () => requestAnimationFrame(fillRows));
    list.addEventListener("keydown", (event) => {
      const last = all().length - 1;
      const go = { ArrowDown: placed + 1, ArrowUp: placed - 1, Home: 0, End: last, PageDown: placed + SEEN, PageUp: placed - SEEN }[event.key];
      if (go === undefined || last < 0) return;
      event.preventDefault();
      set(name, all()[Math.max(0, Math.min(last, go))].at);
    });
    if (placed >= 0) list.setAttribute("aria-activedescendant", `${id}-${value}`);
    lists.set(`set:${name}`, { list, fillRows, placed, was: value });
    return node("div", {}, list, say("pm-sub", found));
  };

  const diff = ({ text }) => node("pre", { class: "pm-code pm-diff", tabindex: "0" }, node("code", {}, text.split("\n").flatMap((line, at) => {
    const css = /^(\+\+\+|---)/.test(line) ? null : { "+": "pm-added", "-": "pm-removed" }[line[0]];
    return [at ? "\n" : "", css ? node("span", { class: css }, line) : line];
  })));
  const slider = ({ name, value, low, high, step, said, shown, places }) => {
    const told = node("span", { class: "pm-sub" }, shown);
    const input = node("input", { type: "range", class: "pm-slider", min: low, max: high, step, "data-key": `set:${name}`, "aria-valuetext": shown });
    input.value = value;
    let timer = 0;
    input.addEventListener("input", () => { told.textContent = places[input.value] ?? input.value; clearTimeout(timer); timer = setTimeout(() => set(name, Number(input.value)), 300); });
    if (places.length) return node("label", { class: "pm-label pm-wide" }, node("span", {}, said), input, told);
    return node("label", { class: "pm-label" }, node("span", {}, said), node("span", { class: "pm-sliding" }, input, told));
  };
  const cards = ({ parts, current, do: action }) => node("div", { class: "pm-cards" }, parts.map((part, at) => {
    const chosen = current.includes(at);
    return node("div", { class: chosen ? "pm-card pm-chosen-card" : "pm-card", role: "group" }, draw([part]),
      action ? node("button", { type: "button", class: "pm-more", "aria-pressed": chosen, "data-key": `${action}:${at}`, on: { click: () => send({ do: action, value: String(at) }) } }, chosen ? "☑ chosen" : "☐ choose") : null);
  }));
  const heat = ({ heads, rows, said, key, of, name, current, total }) => {
    const all = () => (of && model.get("lists")[of]) || rows;
    const lettered = Boolean(all()[0]?.letters);
    const width = lettered ? Math.max(11, Math.min(22, Math.floor(560 / heads.length))) : 46;
    const cell = (text, back, colour_, title) => node("span", { class: "pm-cell", title, style: { width: `${width}px`, background: back, color: colour_ } }, text);
    const rankOf = (letter_) => "ABCDEF".indexOf(letter_);
    const lettered_ = (letter_) => {
      const back = letter_ === " " ? "transparent" : colour(rankOf(letter_), rankOf(letter_) >= 0);
      return cell(letter_, back, ink(back), null);
    };
    const counted = (count, rank, n) => (count ? cell(count.toLocaleString("en"), tint(rank, count / n), "#1a1a1a", null) : cell("", "transparent", null, null));
    const cells = (row) => {
      if (lettered) return [...row.letters].map(lettered_);
      const n = row.counts.reduce((one, other) => one + other, 0) || 1;
      return row.counts.map((count, rank) => counted(count, rank, n));
    };
    const inWords = (row) => {
      if (!lettered) return row.counts.map((count, rank) => `${letter(rank)} ${count}`).join(", ");
      const counts = new Map();
      for (const each of row.letters) counts.set(each, (counts.get(each) ?? 0) + 1);
      return [...counts].sort().map(([each, count]) => `${each} ${count}`).join(", ");
    };
    const wide = `${200 + heads.length * width}px`;
    const id = `pm-${model.get("token")}-${key}`;
    const line = (row, place_) => node("div", {
      class: "pm-hot", role: "option", id: `${id}-${row.at}`, "aria-selected": row.at === current, "aria-setsize": all().length, "aria-posinset": place_ + 1,
      "aria-label": `${row.label}: ${inWords(row)}`, title: row.label, style: { top: `${place_ * LINE}px`, minWidth: wide }, on: name ? { click: () => set(name, row.at) } : {},
    }, node("code", { class: "pm-one", dir: "auto" }, row.label), node("span", { class: "pm-heat-cells" }, cells(row)));
    const seen = node("div", { class: "pm-rows", role: "presentation" });
    const list = node("div", { class: "pm-heat", role: "listbox", tabindex: "0", "aria-label": said, "data-key": key, style: { height: `${Math.min(6, Math.max(1, all().length)) * LINE + 2}px` } }, seen);
    const fillRows = () => {
      const first = Math.max(0, Math.floor(list.scrollTop / LINE) - 4);
      seen.style.height = `${all().length * LINE}px`;
      seen.replaceChildren(...all().slice(first, first + SEEN + 9).map((row, i) => line(row, first + i)));
    };
    const placed = all().findIndex((row) => row.at === current);
    list.addEventListener("scroll", () => { head_.scrollLeft = list.scrollLeft; requestAnimationFrame(fillRows); });
    list.addEventListener("keydown", (event) => {
      const last = all().length - 1;
      const go = { ArrowDown: placed + 1, ArrowUp: placed - 1, Home: 0, End: last, PageDown: placed + 8, PageUp: placed - 8 }[event.key];
      if (go === undefined || last < 0 || !name) return;
      event.preventDefault();
      set(name, all()[Math.max(0, Math.min(last, go))].at);
    });
    if (placed >= 0) list.setAttribute("aria-activedescendant", `${id}-${current}`);
    lists.set(key, { list, fillRows, placed, was: current });
    const heads_ = [...heads].map((each, rank) => (lettered ? lettered_(each) : cell(each, tint(rank, 1), "#1a1a1a", null)));
    const head_ = node("div", { class: "pm-heat-head" }, node("div", { class: "pm-hot", style: { minWidth: wide } }, node("span", { class: "pm-sub" }, `${all().length.toLocaleString("en")} inputs`), node("span", { class: "pm-heat-cells", "aria-hidden": "true" }, heads_)));
    return node("div", {}, say("pm-sub", said), head_, list, !of && total > rows.length ? say("pm-sub", `… and ${(total - rows.length).toLocaleString("en")} more inputs`) : null);
  };

  const copy = async (text, where) => {
    try { await navigator.clipboard.writeText(text); where.textContent = "copied"; } catch { where.textContent = "select it and copy by hand"; }
  };

  const DRAWN = {
    bar, compared, dumbbell, histogram, marked,
    marks: ({ a, b }) => node("div", { class: "pm-title" }, node("span", { class: "pm-ring pm-inline", style: { borderColor: PALETTE[1] } }), ` ${a} → `, node("span", { class: "pm-square pm-inline", style: { background: PALETTE[0] } }), ` ${b}`),
    title: ({ text, under }) => node("div", { class: "pm-title" }, node("code", { dir: "auto" }, text), " ", node("span", { class: "pm-sub" }, under)),
    box: ({ parts }) => node("div", { class: "pm-ask", role: "group", tabindex: "-1", "aria-label": "a question" }, draw(parts)),
    button, cards, choice,
    code: ({ text }) => node("pre", { class: "pm-code", tabindex: "0" }, node("code", {}, coloured(text))),
    copied: ({ text, said }) => node("div", { class: "pm-foot pm-copied" }, node("span", {}, `${said}:`), node("code", {}, text),
      node("button", { type: "button", class: "pm-more", "data-key": "copy", "data-do": "copy", on: { click: (event) => copy(text, event.currentTarget) } }, "Copy as code")),
    grid: ({ parts }) => node("div", { class: "pm-charts" }, draw(parts)),
    diff, field, fold,
    head: ({ name, chips }) => head(name, chips),
    heat,
    heading: ({ text }) => node("div", { class: "pm-h", role: "heading", "aria-level": "3" }, text),
    kpis: ({ pairs }) => node("div", { class: "pm-kpi" }, pairs.map(([value, said]) => node("div", {}, node("b", {}, value), node("span", {}, ` ${said}`)))),
    label: ({ text }) => node("code", { dir: "auto" }, text),
    list: ({ items }) => node("ul", { class: "pm-list" }, items.map((each) => node("li", {}, each))),
    counted, meter, picture, slider,
    note: ({ text }) => say("pm-note", `▲ ${text}`),
    picker,
    row: ({ parts }) => node("div", { class: "pm-row" }, draw(parts)),
    say: ({ text }) => say("pm-say", text),
    stack: ({ parts }) => node("div", {}, draw(parts)),
    strip,
    sub: ({ text }) => say("pm-sub", text),
    table, tabs,
    text: ({ text }) => say("pm-run", text),
    told: ({ text, good }) => node("div", { class: `pm-answer ${good ? "pm-good" : "pm-bad"}`, role: "status" }, text),
    word: ({ text, mark }) => node("span", { class: `pm-word pm-${text}` }, `${mark} ${text}`),
    two: ({ parts }) => node("div", { class: [parts[0], parts[0].parts[0]].some((part) => part?.kind === "picker") ? "pm-half pm-beside" : "pm-half" }, parts.map((part) => node("div", {}, draw([part])))),
  };
  const draw = (parts) => parts.map((part) => DRAWN[part.kind](part));

  // --- drawing anew, with the focus and the places kept
  const byKey = (key) => (key ? root.querySelector(`[data-key="${CSS.escape(key)}"]`) : null);
  const inSight = () => {
    for (const row of root.querySelectorAll(".pm-listed .pm-pick[aria-pressed=true]")) {
      const list = row.closest(".pm-listed"), end = row.offsetTop + row.offsetHeight, tall = `${row.dataset.key} ${list.clientHeight}`;
      if (memory.shown.get(list.dataset.key) !== tall && end > list.scrollTop + list.clientHeight) list.scrollTop = end - list.clientHeight;
      memory.shown.set(list.dataset.key, tall);
    }
  };
  const paint = () => {
    const here = root.contains(document.activeElement) ? document.activeElement : null;
    const focused = here?.dataset?.key;
    const typed = here && "value" in here && here.tagName !== "BUTTON" && here.tagName !== "SELECT" ? { value: here.value, from: here.selectionStart, to: here.selectionEnd } : null;
    const scrolled = [...root.querySelectorAll("[data-key]")].filter((each) => each.scrollTop > 0).map((each) => [each.dataset.key, each.scrollTop]);
    const before = new Map([...lists].map(([key, { was }]) => [key, was]));
    lists.clear();
    fill(root, draw([model.get("view")]), late);
    for (const { fillRows } of lists.values()) fillRows(); // a list without its rows cannot be scrolled
    for (const [key, top] of scrolled) { const found = byKey(key); if (found) found.scrollTop = top; }
    inSight();
    for (const [key, { list, fillRows, placed, was }] of lists) {
      const top = placed * LINE;
      if (placed >= 0 && before.get(key) !== was) {
        if (top < list.scrollTop) list.scrollTop = top;
        else if (top + LINE > list.scrollTop + list.clientHeight) list.scrollTop = top + LINE - list.clientHeight;
      }
      fillRows();
    }
    const question = root.querySelector(".pm-ask");
    const isNew = question !== null && memory.asked === 0;
    memory.asked = question === null ? 0 : memory.asked || Date.now();
    const left = memory.asked + ARMED - Date.now();
    if (question && left > 0) for (const each of question.querySelectorAll(".pm-main:enabled")) {
      each.disabled = true;
      setTimeout(() => { each.disabled = false; }, left);
    }
    if (!here) return;
    const again = isNew ? question : byKey(focused) ?? root;
    again.focus({ preventScroll: true });
    if (typed && again.dataset?.key === focused && again.value !== typed.value) again.value = typed.value;
    if (typed && again.setSelectionRange && !["number", "range"].includes(again.type)) again.setSelectionRange(typed.from, typed.to);
  };
  root.addEventListener("scroll", (event) => { if (event.target.dataset?.key) memory.tops.set(event.target.dataset.key, event.target.scrollTop); }, true);
  // An element that is taken out of the page loses the focus without a word; one that is left says so.
  root.addEventListener("focusin", (event) => { memory.focus = event.target.dataset?.key ?? null; });
  root.addEventListener("focusout", (event) => { if (event.target.isConnected && event.relatedTarget === null && document.hasFocus()) memory.focus = null; });
  const held = holding(root, paint);
  const stops = [held.stop, follow(model, ["view", "lists"], held.paint), follow(model, ["answered"], answered)];
  queueMicrotask(() => { // by then the root stands in its place
    for (const [key, top] of memory.tops) { const found = byKey(key); if (found) found.scrollTop = top; }
    inSight();
    const lost = document.activeElement === null || document.activeElement === document.body || document.activeElement.contains(root);
    if (memory.focus && lost && root.isConnected) byKey(memory.focus)?.focus({ preventScroll: true });
  });
  return () => { clearTimeout(timer); for (const stop of stops) stop(); };
}

export default panel(drawTree);
