// A facilitator groups the notes of a board (board.js) and names the groups.
//
// Who makes a group types its name, whatever has the focus: the field takes what was typed before it was there, and no
// letter steers the room until the group has a name, or Escape or another control leaves it without one. After every
// drop letters do nothing for a moment.
const CALM = 2_000; // milliseconds
let dropped = -CALM;
let fresh = null; // the group that this page has just made: { key, typed }

const freshField = () =>
  fresh &&
  document.querySelector(
    `[data-board-group="${CSS.escape(fresh.key)}"] .board-name [name="name"]:placeholder-shown`,
  );

/** The group of this key, which comes in a moment, is to be named. */
export function toBeNamed(key) {
  fresh = { key, typed: "" };
}

/** Gives the focus to the name of a new group once its field is there. */
export function nameNow() {
  const field = freshField();
  if (!field || fresh.isThere) return;
  fresh.isThere = true;
  field.value = fresh.typed;
  field.focus();
}

document.addEventListener(
  "keydown",
  (event) => {
    if (event.target.closest("input:not([type=checkbox]), textarea, select, dialog")) {
      if (event.key === "Escape" && event.target === freshField()) event.target.blur();
      if (event.key === "Escape") fresh = null;
      return;
    }
    if (event.key === "Escape") fresh = null;
    if (event.key.length > 1 || event.ctrlKey || event.metaKey || event.altKey) return;
    const field = freshField();
    const isComing = fresh && !fresh.isThere;
    if (!field && !isComing && performance.now() - dropped > CALM) return;
    event.stopPropagation();
    // The letter lands in the field that has the focus now.
    if (field) {
      field.focus();
      return;
    }
    event.preventDefault();
    if (isComing) fresh.typed += event.key;
  },
  true,
);
document.addEventListener("focusin", ({ target }) => {
  if (fresh?.isThere && target !== freshField() && target.matches("a, button, input, select, textarea"))
    fresh = null;
});

// What is dragged out of a list leaves its place empty for a while, so that nothing moves under the hand that goes on.
const FOLD = 10_000;
let folding;

/** Something was dropped; what left the list `from` had the place `index` there. */
export function wasDropped(from, index) {
  dropped = performance.now();
  if (from) keepPlace(from, index);
}

const going = new Set(); // the keys of items that were moved along

/** These items are moved along with what was dropped: their places stay empty, too. */
export function leaving(items) {
  for (const item of items) if (item.closest("[data-box='']")) going.add(item.dataset.item);
}

/** The item goes into another list now. */
export function leaves(item) {
  if (going.delete(item.dataset.item))
    keepPlace(item.parentElement, [...item.parentElement.children].indexOf(item));
}

function keepPlace(list, index) {
  const gap = document.createElement("div");
  gap.dataset.gap = "";
  list.insertBefore(gap, list.children[index] ?? null);
  clearTimeout(folding);
  folding = setTimeout(fold, FOLD);
}

function fold() {
  if (document.querySelector("[data-dragging]")) folding = setTimeout(fold, FOLD);
  else {
    for (const gap of document.querySelectorAll("[data-gap]")) gap.remove();
    document.dispatchEvent(new Event("headwaters:folded"));
  }
}
