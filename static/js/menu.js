// Menus are native popovers: <button popovertarget="id"> and <div class="menu" id="id" popover>. This places them under
// their button, and lets the arrow keys walk through them.
const EDGE = 8;

document.addEventListener(
  "toggle",
  (event) => {
    const menu = event.target;
    if (!menu.matches?.(".menu[popover]")) return;
    const button = document.querySelector(`[popovertarget="${CSS.escape(menu.id)}"]`);
    if (!button) return;
    const open = event.newState === "open";
    button.setAttribute("aria-expanded", String(open));
    delete menu.dataset.placed;
    if (!open) {
      // What was typed and not sent would hold back the live region around it for good.
      for (const form of menu.querySelectorAll("form")) form.reset();
      return;
    }
    const place = button.getBoundingClientRect();
    const size = menu.getBoundingClientRect();
    const room = document.documentElement;
    const below = place.bottom + 4 + size.height <= room.clientHeight - EDGE;
    const fits = place.left + size.width <= room.clientWidth - EDGE;
    menu.style.top = `${below ? place.bottom + 4 : Math.max(EDGE, place.top - size.height - 4)}px`;
    menu.style.left = `${Math.max(EDGE, fits ? place.left : place.right - size.width)}px`;
    menu.dataset.placed = "yes";
    menu.querySelector("a, button:not(:disabled)")?.focus();
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
