// The palette of activities, a drawer beside an agenda: <form data-palette popover="manual">, whose <li data-kind> hold a
// button each. A press adds the kind where the select "before" says; what is dragged into the agenda is added there. The
// page then scrolls to what was added.
import Sortable from "../vendor/sortable/sortable.core.esm.js";
import { find } from "./finding.js";

const palette = document.querySelector("[data-palette]");

/** Adds the kind before the activity that follows the place where it was dropped. */
function drop({ item, clone, from, to }) {
  if (from === to) return;
  let next = item.nextElementSibling;
  while (next && !next.matches("[data-name]")) next = next.nextElementSibling;
  const place = palette.elements.before;
  place.value = next?.querySelector("[name=order]")?.value ?? "";
  // Back to the palette: the server draws the agenda with the new activity.
  clone.replaceWith(item);
  item.querySelector("button").click();
}

/** What Enter in the field adds: the one that is left, or among several the one of that name. */
function chosen(letters) {
  const left = find(palette, letters);
  const named = (kind) =>
    kind.querySelector("b").textContent.toLocaleLowerCase() === letters.trim().toLocaleLowerCase();
  return left.length === 1 ? left[0] : left.find(named);
}

const rows = () => [...document.querySelectorAll("#agenda [name=order]")];
let known = new Set();

if (palette) {
  palette.addEventListener("htmx:beforeRequest", () => {
    known = new Set(rows().map(({ value }) => value));
  });
  document.addEventListener("htmx:afterSwap", ({ detail }) => {
    if (detail.requestConfig.elt !== palette) return;
    const added = rows().find(({ value }) => !known.has(value));
    added?.closest("li").scrollIntoView({ block: "center" });
  });
  for (const list of palette.querySelectorAll("ul")) {
    Sortable.create(list, {
      group: { name: "agenda", pull: "clone", put: false },
      sort: false,
      draggable: "[data-kind]",
      animation: window.matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 140,
      ghostClass: "ghost",
      dragClass: "dragging",
      // A finger that scrolls must not drag.
      delay: 120,
      delayOnTouchOnly: true,
      onEnd: drop,
    });
  }
  const search = palette.querySelector("[data-find]");
  palette.addEventListener("toggle", ({ newState }) => {
    if (newState === "open") search.focus();
  });
  // It stays open beside the agenda, so Escape has to be heard here.
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !palette.matches(":popover-open") || document.querySelector("dialog[open]"))
      return;
    palette.hidePopover();
    document.querySelector("[popovertarget=palette]")?.focus();
  });
  search.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    chosen(search.value)?.querySelector("button").click();
  });
}
