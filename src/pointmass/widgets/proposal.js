// The panel of a proposal: the code, the evidence for it, what it gives up, and the one button that binds it.
// It follows live.js, with which it is joined into one module.

const PATIENCE = 4000; // milliseconds until a click without an answer is explained
const ARMED = 600; // milliseconds before Approve can be pressed: a double click on Stabilize is not an approval

function table(rows, css) {
  return node("div", { class: `pm-grid ${css}`, role: "table" }, rows.map((cells) =>
    node("div", { class: "pm-grow", role: "row" }, cells.map((cell) => node("div", { role: "cell", class: cell.css ?? "" }, cell.kids)))));
}

const bullets = (lines) => node("ul", { class: "pm-list" }, lines.map((line) => node("li", {}, line)));

const SVG = "http://www.w3.org/2000/svg";
const MARKS = new Set(["line", "text", "circle"]);

/** Draw marks that the kernel placed: the same picture as in the static HTML. */
function picture({ width, height, said, shapes }) {
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
}

function drawText(view, root) {
  fill(root,
    head(view.name, view.chips),
    node("div", { class: "pm-say" }, view.sentence),
    view.kpis.length ? node("div", { class: "pm-kpi" }, view.kpis.map(([value, said]) => node("div", {}, node("b", {}, value), node("span", {}, said)))) : null,
    view.source ? node("pre", { class: "pm-code", tabindex: "0", "aria-label": "the proposed code" }, node("code", {}, view.source)) : null);
  if (view.guard.length) root.append(heading("what goes back to the model"), bullets(view.guard));
  if (view.fields.length) {
    root.append(heading("field by field"), table(view.fields.map(([name, decision, count, how]) => [
      { kids: [node("code", { dir: "auto" }, name)] }, { kids: [decision] }, { kids: [count], css: "pm-num" }, { kids: [how], css: "pm-sub" }]), "pm-fields"));
  }
  if (view.evidence.length) {
    root.append(heading("evidence"), table(view.evidence.map(([what, count, share, remark]) => [
      { kids: [what] }, { kids: [count], css: "pm-num" }, { kids: [share], css: "pm-num" }, { kids: [remark], css: "pm-sub" }]), "pm-evidence"));
  }
  if (view.curve) {
    root.append(heading("how strict the guard is"), picture(view.curve), table(view.curve.rows.map(([strictness, ...figures]) => [
      { kids: [strictness] }, ...figures.map((figure) => ({ kids: [figure], css: "pm-num" }))]), "pm-curve"));
  }
  if (view.gives_up.length) {
    root.append(heading("what it gives up"), table(view.gives_up.map(([input, outcomes, why]) => [
      { kids: [node("code", { dir: "auto" }, input || "(empty text)")] },
      { kids: outcomes.flatMap(([said, times], i) => [i ? " · " : "", node("code", { dir: "auto" }, said || "(empty text)"), times ? node("span", { class: "pm-sub" }, ` ${times}`) : ""]) },
      { kids: [why], css: "pm-sub" }]), "pm-lost"));
  }
  if (view.questions.length) {
    root.append(heading("what would tell programs apart"), table(view.questions.map(([asked, how], i) => [
      { kids: [i + 1], css: "pm-num" }, { kids: [asked] }, { kids: [how], css: "pm-sub" }]), "pm-asked"),
      node("div", { class: "pm-foot" }, "an answer makes a new proposal: ", node("code", {}, "p.answer(1, ...)")));
  }
  if (view.others.length) root.append(node("details", {}, node("summary", {}, "Other programs that were found"), bullets(view.others)));
  for (const line of view.more) root.append(node("div", { class: "pm-sub" }, line));
  if (view.notes.length) root.append(node("div", { class: "pm-notes" }, bullets(view.notes)));
}

function drawProposal(model, root) {
  const view = model.get("view");
  drawText(view, root);
  let waiting = false; // a click is on its way to the kernel
  let timer = 0;
  const act = (what) => {
    if (waiting) return;
    waiting = true;
    model.send({ do: what });
    timer = setTimeout(() => { said.textContent = "The kernel has not answered yet: it works on a cell, or it is gone. The click is not lost while it lives."; }, PATIENCE);
    paint();
  };
  const button = (what, text, css = "") => node("button", { type: "button", class: `pm-btn ${css}`, "data-do": what, on: { click: () => act(what) } }, text);
  const stabilize = button("stabilize", "Stabilize", "pm-main");
  const approve = button("approve", "Approve", "pm-main");
  const decline = button("decline", "Not now");
  const said = node("span", { class: "pm-answer", role: "status", "aria-live": "polite" });
  const question = node("div", { class: "pm-ask", role: "group", tabindex: "-1", "aria-label": "approval" },
    node("div", {}, view.question), node("div", { class: "pm-act" }, approve, decline));
  const bar = node("div", { class: "pm-act" }, stabilize, said);
  root.append(question, bar);

  const LOOK = {
    proposed: { note: view.hint, css: "pm-sub" },
    asking: { note: "", css: "" },
    working: { note: "binding …", css: "pm-sub" },
    bound: { note: "", css: "pm-good" },
    declined: { note: "not bound", css: "pm-sub" },
    failed: { note: "", css: "pm-bad" },
  };
  let before = "";
  const paint = () => {
    const status = model.get("status");
    const message = model.get("message");
    const asks = status === "asking";
    question.hidden = !asks;
    bar.hidden = asks;
    stabilize.hidden = status === "bound" || !view.can_accept;
    stabilize.textContent = waiting && !asks ? "Stabilize …" : status === "failed" ? "Try again" : "Stabilize";
    for (const each of [stabilize, approve, decline]) each.disabled = waiting || status === "working";
    const { note, css } = LOOK[status];
    said.className = `pm-answer ${css}`;
    if (!waiting) said.textContent = status === "bound" ? `✓ ${message}` : status === "failed" ? `✕ ${message}` : message || note;
    if (asks && before !== "asking" && !waiting) {
      approve.disabled = true;
      setTimeout(() => { approve.disabled = waiting || model.get("status") !== "asking"; }, ARMED);
      if (before) question.focus({ preventScroll: true });
    }
    if (!waiting) before = status;
  };
  const stop = follow(model, ["status", "message", "answered"], () => {
    waiting = false;
    clearTimeout(timer);
    paint();
  });
  return () => { clearTimeout(timer); stop(); };
}

export default panel(drawProposal);
