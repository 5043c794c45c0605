// Order a list by dragging, by Alt+arrow keys, or by the menu of a row. The markup:
//   <ol class="sortable" data-sortable hx-post="/goals/order" hx-trigger="sorted" hx-swap="none" hx-include="this">
//     <li data-name="Grow the brand"><input type="hidden" name="order" value="17">
//       … {% include "components/row_tools.html" with name="Grow the brand" key=17 sortable=True only %}</li>
//   </ol>
// The inputs in their new order are what is sent. Lists that share data-sortable="group" exchange items; the list that
// an item arrives in is the one that sends. data-seen="17,4" is the order that was drawn, sent along as `seen`: after
// several moves in a row it holds the person's own order, before the page is drawn again.
import Sortable from "../vendor/sortable/sortable.core.esm.js";
import { announce, words } from "./toasts.js";

const items = (list) => [...list.children].filter((item) => item.hasAttribute("data-name"));

function tell(item) {
  const list = item.closest("[data-sortable]");
  const all = items(list);
  announce(
    (words().moved || "")
      .replace("{name}", item.dataset.name)
      .replace("{place}", String(all.indexOf(item) + 1))
      .replace("{count}", String(all.length)),
  );
  note(list);
  list.dispatchEvent(new CustomEvent("sorted", { bubbles: true }));
}

function move(item, step) {
  const all = items(item.parentElement);
  const other = all[all.indexOf(item) + step];
  if (!other) return;
  const focused = document.activeElement;
  if (step < 0) other.before(item);
  else other.after(item);
  focused?.focus();
  tell(item);
}

/** Make the children of `list` orderable; does nothing when it was called before. */
export function makeSortable(list) {
  if (list.dataset.sortableReady) return;
  list.dataset.sortableReady = "yes";
  Sortable.create(list, {
    group: list.dataset.sortable || undefined,
    handle: ".handle",
    draggable: "[data-name]",
    animation: window.matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 140,
    ghostClass: "ghost",
    dragClass: "dragging",
    // A finger that scrolls must not drag.
    delay: 120,
    delayOnTouchOnly: true,
    // No one draws the list anew under the hand that drags (static/js/regions.js).
    onStart: () => {
      list.dataset.dragging = "";
    },
    onEnd: (event) => {
      delete list.dataset.dragging;
      if (event.from !== event.to || event.oldIndex !== event.newIndex) tell(event.item);
      list.dispatchEvent(new Event("dragend", { bubbles: true }));
    },
  });
}

// Heard by the document, so that a list which was just drawn is moved in at once.
document.addEventListener("click", ({ target }) => {
  const button = target.closest?.("[data-sortable] [data-move]");
  if (button) move(button.closest("[data-sortable] > [data-name]"), Number(button.dataset.move));
});
document.addEventListener("keydown", (event) => {
  const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
  const item = event.target.closest?.("[data-sortable] > [data-name]");
  if (!step || !event.altKey || !item) return;
  event.preventDefault();
  move(item, step);
});

// --- What is drawn while someone moves things ----------------------------------------------------------------------
//
// A drawing may be older than the latest move: it was asked for before the server took the move, or it is the answer to
// an earlier one. It is shown in the person's order, from which their next move starts. In a live room, whose drawings
// come by themselves, the answer to a move says from which revision on they show it (`Headwaters-Revision`).

const moves = new Map(); // where a list sends its order → the latest move there
const asked = new WeakMap(); // request → when it was sent
const sent = new WeakMap(); // request → the move that it sends

// Forms in the row have hidden inputs of their own.
const key = (item) => [...item.querySelectorAll("input[type=hidden]")].find(({ form }) => !form)?.value;
const order = (list) => items(list).map(key);
const address = (list) => list.getAttribute("hx-post");
const isSortable = (element) => element.matches?.("[data-sortable]");

/** Notes the order as one that the server has not taken yet. */
function note(list) {
  moves.set(address(list), { order: order(list), isSent: false, taken: Infinity, revision: Infinity });
}

/** Puts the rows that `wanted` names into its order, and tells whether they were in another. */
function arrange(list, wanted) {
  const drawn = items(list);
  const known = drawn.filter((item) => wanted.includes(key(item)));
  const inOrder = known.toSorted((one, other) => wanted.indexOf(key(one)) - wanted.indexOf(key(other)));
  if (known.every((item, place) => item === inOrder[place])) return false;
  const focused = document.activeElement;
  list.append(...drawn.map((item) => (known.includes(item) ? inOrder.shift() : item)));
  focused?.focus();
  list.dispatchEvent(new Event("headwaters:arranged", { bubbles: true }));
  return true;
}

/** Brings what was drawn by something older than the latest move into the order of that. */
function carry(isOlder) {
  for (const list of document.querySelectorAll("[data-sortable]")) {
    const move = moves.get(address(list));
    if (!move || !isOlder(move) || !arrange(list, move.order)) continue;
    if (move.isSent) {
      if ("seen" in list.dataset) list.dataset.seen = String(move.order);
      continue;
    }
    // It waited for an answer, and went with the list that this drawing replaced.
    window.htmx.process(list);
    list.dispatchEvent(new CustomEvent("sorted", { bubbles: true }));
  }
}

document.addEventListener("htmx:configRequest", ({ detail }) => {
  const { seen } = detail.elt.dataset ?? {};
  if (seen !== undefined && isSortable(detail.elt)) detail.parameters.seen = seen;
});
document.addEventListener("htmx:beforeRequest", ({ detail }) => {
  asked.set(detail.xhr, performance.now());
  const move = isSortable(detail.elt) && moves.get(address(detail.elt));
  if (!move) return;
  move.isSent = true;
  sent.set(detail.xhr, move);
});
// Who moves something by keys goes on with it in the next drawing.
let held = null;
document.addEventListener("htmx:beforeSwap", () => {
  const item = document.activeElement?.closest(".handle")?.closest("[data-name]");
  held = item && { list: address(item.parentElement), key: key(item) };
});
document.addEventListener("htmx:afterSwap", ({ detail }) => {
  carry(({ taken }) => asked.get(detail.xhr) < taken);
  if (!held || document.activeElement !== document.body) return;
  const list = [...document.querySelectorAll("[data-sortable]")].find((each) => address(each) === held.list);
  const item = list && items(list).find((each) => key(each) === held.key);
  item?.querySelector(".handle")?.focus({ preventScroll: true });
});
document.addEventListener("headwaters:region", ({ detail }) => {
  carry(({ revision }) => detail.revision < revision);
});
document.addEventListener("htmx:afterRequest", ({ detail }) => {
  const move = sent.get(detail.xhr);
  if (!move) return;
  const list = detail.requestConfig.elt;
  if (!detail.successful) {
    if (moves.get(address(list)) === move) moves.delete(address(list));
    return;
  }
  move.taken = performance.now();
  move.revision = Number(detail.xhr.getResponseHeader("Headwaters-Revision"));
  if ("seen" in list.dataset) list.dataset.seen = String(move.order);
});
