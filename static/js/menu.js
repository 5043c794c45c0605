// Menus are native popovers: <button popovertarget="id"> and <div class="menu" id="id" popover>. This places them under
// their button, lets the arrow keys walk through them, and fetches what they leave out until they are opened:
// <p class="coming" data-coming="address of the entries">. In the same way it fetches what <details> leave out:
// <p data-coming><a href="address">.
import { words } from "./toasts.js";

const EDGE = 8;
const buttonOf = (menu) => document.querySelector(`[popovertarget="${CSS.escape(menu.id)}"]`);

/** Puts a popover under its button, or above it where there is no room below. */
export function place(menu, button) {
  const at = button.getBoundingClientRect();
  const size = menu.getBoundingClientRect();
  const room = document.documentElement;
  const below = at.bottom + 4 + size.height <= room.clientHeight - EDGE;
  const fits = at.left + size.width <= room.clientWidth - EDGE;
  menu.style.top = `${below ? at.bottom + 4 : Math.max(EDGE, at.top - size.height - 4)}px`;
  menu.style.left = `${Math.max(EDGE, fits ? at.left : at.right - size.width)}px`;
  menu.dataset.placed = "yes";
}

function placeMenu(menu) {
  place(menu, buttonOf(menu));
  if (!menu.contains(document.activeElement)) menu.querySelector("a, button:not(:disabled)")?.focus();
}

/** Fetches what is left out; what did not come is asked for when it is opened again. */
async function complete(opened) {
  const coming = opened.querySelector(":scope > [data-coming]");
  if (!coming || coming.ariaBusy === "true") return;
  const link = coming.querySelector("a");
  coming.ariaBusy = "true";
  coming.textContent = words().loading;
  const how = { source: coming, target: coming, swap: "outerHTML" };
  await window.htmx.ajax("GET", link?.getAttribute("href") ?? coming.dataset.coming, how).catch(() => {});
  coming.ariaBusy = "false";
  coming.replaceChildren(link ?? words().notLoaded);
}

document.addEventListener("htmx:afterSettle", ({ target }) => {
  const menu = target.closest?.(".menu[popover]");
  if (menu?.matches(":popover-open")) placeMenu(menu);
});

document.addEventListener(
  "toggle",
  (event) => {
    const menu = event.target;
    if (menu.matches?.("details[open]")) complete(menu);
    if (!menu.matches?.(".menu[popover]")) return;
    const button = buttonOf(menu);
    if (!button) return;
    const open = event.newState === "open";
    button.setAttribute("aria-expanded", String(open));
    delete menu.dataset.placed;
    if (!open) {
      // What was typed and not sent would hold back the live region around it for good.
      for (const form of menu.querySelectorAll("form")) form.reset();
      return;
    }
    placeMenu(menu);
    complete(menu);
  },
  true,
);

document.addEventListener("keydown", (event) => {
  const menu = event.target.closest?.(".menu[popover]");
  if (!menu) return;
  const items = [...menu.querySelectorAll("a, button:not(:disabled)")];
  const here = items.indexOf(document.activeElement);
  const next = { ArrowDown: here + 1, ArrowUp: here - 1, Home: 0, End: items.length - 1 }[event.key];
  if (next === undefined || items.length === 0) return;
  event.preventDefault();
  items[(next + items.length) % items.length].focus();
});

// A choice closes the menu that it was made in.
document.addEventListener("click", (event) => {
  const menu = event.target.closest("a, button")?.closest(".menu[popover]");
  if (menu?.matches(":popover-open")) menu.hidePopover();
});
