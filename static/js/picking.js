// Several notes of the console's board are selected, and moved at once (board.js).
//   <input type="checkbox" data-pick>  in a note; a press beside its buttons is the same. With shift, all from the last one on.
//   <div data-picked data-none data-one="{count} …" data-many="{count} …" hidden>  the line about it: <p data-picked-words>,
//     [data-act="move-picked"] and <button data-pick-none>, which are shown while notes are selected
// Escape selects none, and leaves the checkbox.
import { say } from "./board-words.js";
import { announce } from "./toasts.js";

// The uuids of the notes that are selected, some perhaps before this was loaded.
const keys = new Set();
for (const box of document.querySelectorAll("[data-pick]:checked"))
  keys.add(box.closest("[data-note]").dataset.note);
let last = null; // the uuid of the note that was pressed last

const line = () => document.querySelector("[data-picked]");
const notes = () => [...document.querySelectorAll("[data-note]:has([data-pick])")];

const isShown = (note) => !note.closest("[data-item][hidden]");

/** The notes that are selected, in the order of the board. */
export const picked = () => notes().filter(({ dataset }) => keys.has(dataset.note));

/** These notes were moved: if they were selected, none is any more. */
export function moved([note]) {
  if (keys.has(note.dataset.note)) clear();
}

/** What is moved with this note: all that are selected, if it is one of them. */
export const together = (note) => (keys.has(note.dataset.note) ? picked() : [note]);

/** "3 notes selected" */
export function counted() {
  const { one, many } = line()?.dataset ?? {};
  return say(keys.size === 1 ? one : many, { count: String(keys.size) });
}

/** Selects none. */
export function clear() {
  keys.clear();
  last = null;
  show();
}

/** Shows on the notes what is selected, also after they were drawn again. */
export function show() {
  const there = notes();
  const known = new Set(there.filter(isShown).map(({ dataset }) => dataset.note));
  // Notes that were deleted, may not be moved any more, or have no room in their lane: none is moved along unseen.
  for (const key of keys) if (!known.has(key)) keys.delete(key);
  for (const note of there) {
    const isPicked = keys.has(note.dataset.note);
    note.classList.toggle("picked", isPicked);
    note.querySelector("[data-pick]").checked = isPicked;
  }
  const about = line();
  if (!about) return;
  about.classList.toggle("any", keys.size > 0);
  about.querySelector("[data-picked-words]").textContent = keys.size ? counted() : about.dataset.none;
  for (const button of about.querySelectorAll("button")) button.hidden = keys.size === 0;
}

function pick(note, isOn, isRange) {
  const all = notes();
  const [here, there] = [all.indexOf(note), all.findIndex(({ dataset }) => dataset.note === last)];
  const range = isRange && there >= 0 ? all.slice(Math.min(here, there), Math.max(here, there) + 1) : [note];
  // What a lane has no room for is not selected (show).
  for (const { dataset } of range) keys[isOn ? "add" : "delete"](dataset.note);
  last = note.dataset.note;
  show();
  announce(counted());
}

document.addEventListener("click", (event) => {
  if (event.target.closest?.("[data-pick-none]")) {
    clear();
    announce(counted());
    return;
  }
  const note = event.target.closest?.("[data-note]");
  const box = note?.querySelector("[data-pick]");
  if (!box) return;
  if (event.target === box) pick(note, box.checked, event.shiftKey);
  else if (!event.target.closest("button, a, input")) {
    pick(note, !box.checked, event.shiftKey);
    box.focus({ preventScroll: true });
  }
});

document.addEventListener("headwaters:cut", show); // a lane (board-lanes.js)
document.addEventListener("keydown", ({ key, target }) => {
  if (key !== "Escape" || document.querySelector("dialog[open], :popover-open")) return;
  if (target.closest?.("textarea, select, input:not([data-pick])")) return;
  if (target.matches?.("[data-pick]")) target.blur();
  if (keys.size === 0) return;
  clear();
  announce(counted());
});
