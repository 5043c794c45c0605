// Elements that are pressed and not yet released. Meanwhile a part of the page may be drawn anew, and a browser sends no
// click for an element that has left the page: the press would do nothing.
// isPressed(element) is true while a pointer is pressed inside the element; the event headwaters:released follows the
// release. If htmx replaces the pressed element with the answer to an earlier press, the same element in the new
// content is clicked.
//
// The second click of two counts only where the first did: a question that opened under the pointer, or closed, is another place.
import { showToast, words } from "./toasts.js";

const PRESSABLE = "button, a[href], label, summary";

// What a pointer or the space bar went down on, which may be before this script was there.
let pressed = [...document.querySelectorAll(":active")].at(-1) ?? null;

/** Whether someone is pressing something in there. */
export function isPressed(element) {
  return pressed !== null && element.contains(pressed);
}

function release() {
  if (!pressed) return;
  pressed = null;
  // Later, because the click comes after it.
  setTimeout(() => document.dispatchEvent(new Event("headwaters:released")));
}

document.addEventListener(
  "pointerdown",
  (event) => {
    if (event.isPrimary && event.button === 0) pressed = event.target;
  },
  true,
);
document.addEventListener(
  "pointerup",
  (event) => {
    const before = pressed;
    release();
    // A touch reports its target when the finger leaves, so its click comes by itself.
    if (!before || before.isConnected || event.pointerType !== "mouse") return;
    const was = before.closest(PRESSABLE);
    const now = document.elementFromPoint(event.clientX, event.clientY)?.closest(PRESSABLE);
    if (was && now && meaning(was) === meaning(now)) now.click();
  },
  true,
);

document.addEventListener("keydown", ({ key, target }) => {
  if (key === " " && target.matches("button, summary, [type='checkbox']")) pressed = target;
});
document.addEventListener("keyup", ({ key }) => key === " " && release());
// Dragged, scrolled, asked for its menu, or left for another window: no click will follow.
for (const name of ["pointercancel", "contextmenu"]) document.addEventListener(name, release, true);
window.addEventListener("blur", release);

const lastSent = new WeakMap(); // form → what was in it

// A form that is being sent is not sent again: the server would refuse the second as a conflict with the first. If its
// fields have changed since, the answer to the first may take them away, and a message says so.
document.addEventListener(
  "htmx:confirm",
  (event) => {
    const { elt, triggeringEvent } = event.detail;
    if (!elt.matches("form")) return;
    const filled = new URLSearchParams(new FormData(elt)).toString();
    if (triggeringEvent?.type === "submit" && elt.matches(".htmx-request")) {
      event.preventDefault();
      event.stopImmediatePropagation();
      if (filled !== lastSent.get(elt)) showToast({ message: words().unsent, level: "warn" });
    } else lastSent.set(elt, filled);
  },
  true,
);

let dialogs = ""; // those that were open at the first click

function openDialogs() {
  return [...document.querySelectorAll("dialog[open]")].map(({ id }) => id).join(" ");
}

document.addEventListener(
  "click",
  (event) => {
    const open = openDialogs();
    if (event.detail < 2) dialogs = open;
    else if (open !== dialogs) {
      event.preventDefault();
      event.stopImmediatePropagation();
    }
  },
  true,
);

/** What a click there says: its words, what it sends, and where to; not how it looks. */
function meaning(element) {
  const attributes = [...element.attributes].filter(({ name }) => !["class", "style"].includes(name));
  const form = element.form ?? element.control?.form;
  const where = ["action", "hx-post", "data-contribute"].map((name) => form?.getAttribute(name));
  const pairs = attributes.map(({ name, value }) => `${name}=${value}`).sort();
  return JSON.stringify([element.localName, element.textContent.trim(), pairs, where]);
}
