// Explanations are native popovers behind "?" (components/explain.html): a press opens and closes one. This places them
// under their button, and opens them for a pointer and for the keyboard, too. A press keeps open what a pointer opened.
import { place } from "./menu.js";

const LEAVING = 200;
const CARE = ".explain, .explanation[popover]";
let leaving = 0;

const popoverOf = (element) =>
  element.matches(".explain") ? document.getElementById(element.getAttribute("popovertarget")) : element;
const careOf = ({ target }) => target.closest?.(CARE);
const belongs = (element, popover) => {
  const care = element?.closest?.(CARE);
  return Boolean(care) && popoverOf(care) === popover;
};

function show(button) {
  clearTimeout(leaving);
  const popover = popoverOf(button);
  if (!popover || popover.matches(":popover-open")) return;
  popover.dataset.peek = "yes";
  popover.showPopover({ source: button });
  place(popover, button);
}

function hide(popover) {
  if (popover.dataset.peek && popover.matches(":popover-open")) popover.hidePopover();
}

document.addEventListener("pointerover", (event) => {
  const care = careOf(event);
  if (!care || event.pointerType !== "mouse") return;
  clearTimeout(leaving);
  if (care.matches(".explain")) show(care);
});

document.addEventListener("pointerout", (event) => {
  const care = careOf(event);
  if (!care || event.pointerType !== "mouse") return;
  const popover = popoverOf(care);
  // The pointer may go on to what is explained.
  if (belongs(event.relatedTarget, popover)) return;
  clearTimeout(leaving);
  leaving = setTimeout(() => hide(popover), LEAVING);
});

document.addEventListener("focusin", ({ target }) => {
  if (target.matches(".explain:focus-visible")) show(target);
});

document.addEventListener("focusout", (event) => {
  const care = careOf(event);
  if (care && !belongs(event.relatedTarget, popoverOf(care))) hide(popoverOf(care));
});

document.addEventListener("click", (event) => {
  const button = event.target.closest(".explain");
  const popover = button && popoverOf(button);
  if (!popover?.dataset.peek || !popover.matches(":popover-open")) return;
  event.preventDefault();
  delete popover.dataset.peek;
});

document.addEventListener(
  "toggle",
  (event) => {
    const popover = event.target;
    if (!popover.matches?.(".explanation[popover]")) return;
    const button = document.querySelector(`[popovertarget="${CSS.escape(popover.id)}"]`);
    if (event.newState === "open") return place(popover, button);
    delete popover.dataset.peek;
    delete popover.dataset.placed;
  },
  true,
);
