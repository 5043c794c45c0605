// Explanations are native popovers behind "?" (components/explain.html): a press opens and closes one. This places them
// under their button, and opens them for a resting pointer and for the keyboard, too. A press keeps open what a pointer
// opened. Neither pointer nor keyboard closes an open menu, which may contain a half-typed form.
import { place } from "./menu.js";

const RESTING = 150;
const LEAVING = 200;
const CARE = ".explain, .explanation[popover]";
// What an explanation would close: popovers that are open one at a time.
const OTHER = ':popover-open:not(.explanation, [popover="manual"])';
let resting = 0;
let leaving = 0;

const buttonOf = (popover) => document.querySelector(`[popovertarget="${CSS.escape(popover.id)}"]`);
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
  if (!popover || popover.matches(":popover-open") || document.querySelector(OTHER)) return;
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
  clearTimeout(resting);
  if (care.matches(".explain")) resting = setTimeout(() => show(care), RESTING);
});

document.addEventListener("pointerout", (event) => {
  const care = careOf(event);
  if (!care || event.pointerType !== "mouse") return;
  clearTimeout(resting);
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

document.addEventListener(
  "scroll",
  ({ target }) => {
    const popover = document.querySelector(".explanation[data-peek]:popover-open");
    if (!popover || popover.contains(target)) return;
    const button = buttonOf(popover);
    // The keyboard scrolls to what it focuses.
    if (button.matches(":focus-visible")) place(popover, button);
    else hide(popover);
  },
  { capture: true, passive: true },
);

document.addEventListener("click", (event) => {
  clearTimeout(resting);
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
    if (event.newState === "open") return place(popover, buttonOf(popover));
    delete popover.dataset.peek;
    delete popover.dataset.placed;
  },
  true,
);
