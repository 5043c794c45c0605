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
    // Nobody draws the list anew under the hand that drags (static/js/regions.js).
    onStart: () => {
      list.dataset.dragging = "";
    },
    onEnd: (event) => {
      delete list.dataset.dragging;
      if (event.from !== event.to || event.oldIndex !== event.newIndex) tell(event.item);
      list.dispatchEvent(new Event("dragend", { bubbles: true }));
    },
  });
  list.addEventListener("click", (event) => {
    const button = event.target.closest("[data-move]");
    const item = button?.closest("[data-name]");
    // The click also reaches the lists around this one.
    if (item?.parentElement === list) move(item, Number(button.dataset.move));
  });
  list.addEventListener("keydown", (event) => {
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    const item = event.target.closest("[data-name]");
    if (!step || !event.altKey || item?.parentElement !== list) return;
    event.preventDefault();
    move(item, step);
  });
}

document.addEventListener("htmx:configRequest", ({ detail }) => {
  const { seen } = detail.elt.dataset ?? {};
  if (seen !== undefined && detail.elt.matches("[data-sortable]")) detail.parameters.seen = seen;
});
// Moved again while the server answered: what it drew is older than the list, and its next answer draws both moves.
document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  const list = detail.requestConfig.elt;
  if (!list.matches?.("[data-sortable]")) return;
  const now = [...list.querySelectorAll("[name=order]")].map((input) => input.value);
  if (String(now) !== String(detail.requestConfig.formData.getAll("order"))) detail.shouldSwap = false;
});
document.addEventListener("htmx:afterRequest", ({ detail }) => {
  const list = detail.elt;
  if (!detail.successful || !list?.matches?.("[data-sortable][data-seen]")) return;
  list.dataset.seen = detail.requestConfig.formData.getAll("order").join(",");
});
