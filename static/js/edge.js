// The edge of a row of an agenda changes its minutes: by dragging, in steps of five, and by the arrow keys.
//
//   <div role="spinbutton" data-edge data-per-minute="0.12" data-revision="3" hx-post="…" hx-trigger="resized">
//
// The row has .plan-block with an <svg> that makes it as high as its minutes, and [data-minutes-shown]. What is sent are `minutes` and
// the `revision` of the activity. The arrow keys change one minute, with Page up and Page down five.
const STEP = 5;
const WAIT = 600; // after the last key
const KEYS = { ArrowUp: 1, ArrowRight: 1, ArrowDown: -1, ArrowLeft: -1, PageUp: STEP, PageDown: -STEP };

const before = new WeakMap(); // edge → the minutes that the server knows
const waiting = new WeakMap(); // edge → the timer after a key
let drag = null;

const now = (edge) => Number(edge.getAttribute("aria-valuenow"));
const rowOf = (edge) => edge.closest(".plan-row");
const listOf = (edge) => edge.closest("[data-sortable]");
const rem = () => Number.parseFloat(getComputedStyle(document.documentElement).fontSize);

/** Shows the minutes, and the height that they have. */
function show(edge, minutes) {
  const [least, most] = ["aria-valuemin", "aria-valuemax"].map((name) => Number(edge.getAttribute(name)));
  const next = Math.min(most, Math.max(least, minutes));
  if (next === now(edge)) return;
  if (!before.has(edge)) before.set(edge, now(edge));
  const row = rowOf(edge);
  const words = row.querySelector("[data-minutes-shown]");
  words.textContent = words.textContent.replace(String(now(edge)), String(next));
  edge.setAttribute("aria-valuenow", String(next));
  edge.setAttribute("aria-valuetext", words.textContent);
  row
    .querySelector(".plan-block > svg")
    .setAttribute("height", `${(next * Number(edge.dataset.perMinute)).toFixed(2)}em`);
  // No one draws the list anew under the hand (static/js/doing.js).
  listOf(edge).dataset.dragging = "";
}

function send(edge) {
  clearTimeout(waiting.get(edge));
  waiting.delete(edge);
  const isChanged = before.has(edge) && before.get(edge) !== now(edge);
  if (isChanged) edge.dispatchEvent(new Event("resized"));
  else before.delete(edge);
  free(edge);
}

function free(edge) {
  const list = listOf(edge);
  if (!list) return;
  delete list.dataset.dragging;
  list.dispatchEvent(new Event("dragend", { bubbles: true }));
}

function giveUp(edge) {
  clearTimeout(waiting.get(edge));
  waiting.delete(edge);
  if (before.has(edge)) show(edge, before.get(edge));
  before.delete(edge);
  free(edge);
}

document.addEventListener("pointerdown", (event) => {
  const edge = event.target.closest?.("[data-edge]");
  if (!edge || event.button !== 0) return;
  event.preventDefault();
  edge.focus({ preventScroll: true });
  edge.setPointerCapture(event.pointerId);
  drag = { edge, y: event.clientY, minutes: now(edge) };
});
document.addEventListener("pointermove", (event) => {
  if (!drag) return;
  const moved = (event.clientY - drag.y) / rem() / Number(drag.edge.dataset.perMinute);
  const wanted = drag.minutes + moved;
  // A hand that shakes changes nothing.
  if (Math.abs(moved) * 2 < STEP) show(drag.edge, drag.minutes);
  else show(drag.edge, Math.max(1, Math.round(wanted / STEP) * STEP));
});
document.addEventListener("pointerup", () => {
  if (drag) send(drag.edge);
  drag = null;
});
document.addEventListener("pointercancel", () => {
  if (drag) giveUp(drag.edge);
  drag = null;
});

document.addEventListener("keydown", (event) => {
  const edge = event.target.closest?.("[data-edge]");
  if (!edge || event.altKey || event.ctrlKey || event.metaKey) return;
  if (event.key === "Escape" && before.has(edge)) {
    event.preventDefault();
    event.stopPropagation();
    drag = null;
    giveUp(edge);
  } else if (event.key === "Enter" && before.has(edge)) {
    event.preventDefault();
    send(edge);
  } else if (KEYS[event.key]) {
    event.preventDefault();
    show(edge, now(edge) + KEYS[event.key]);
    clearTimeout(waiting.get(edge));
    waiting.set(
      edge,
      setTimeout(() => send(edge), WAIT),
    );
  }
});
document.addEventListener("focusout", ({ target }) => {
  if (waiting.has(target)) send(target);
});

document.addEventListener("htmx:configRequest", ({ detail }) => {
  if (!detail.elt.matches("[data-edge]")) return;
  detail.parameters.minutes = now(detail.elt);
  detail.parameters.revision = detail.elt.dataset.revision;
});
document.addEventListener("htmx:afterRequest", ({ detail }) => {
  const edge = detail.requestConfig?.elt;
  if (!edge?.matches?.("[data-edge]")) return;
  if (detail.successful) before.delete(edge);
  else giveUp(edge);
});
