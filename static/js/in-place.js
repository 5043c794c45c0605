// Forms that open in place: <form data-in-place="id of the element that the form stands in">, inside a part of the page with
// data-region-in-place that the server renders anew after each write (organizations/web/in_place.py).
// <a href="address of a form" data-edit="id of an element"> opens the form in the element.
//   Escape cancels. A form that is open elsewhere in the region survives, with what was typed. The keyboard stays where it was.
const typed = new WeakSet();
let kept = [];
let opened = []; // the ids of what stood open in the region
let returnTo = null;
let focused = null; // the address that the focused button or link asks for
let stayed = null; // what was pressed, and how far down the screen it was: there it stays

const addressOf = (way) => way.getAttribute("hx-get") ?? way.getAttribute("href");

document.addEventListener("input", (event) => {
  const form = event.target.closest("form[data-in-place]");
  if (form) typed.add(form);
});

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-edit]");
  if (!link?.dataset.edit || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const target = `#${CSS.escape(link.dataset.edit)}`;
  window.htmx
    .ajax("GET", addressOf(link), { event, source: link, target, swap: "innerHTML" })
    .catch(() => {});
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.defaultPrevented) return;
  const form = event.target.closest?.("form[data-in-place]");
  if (!form) return;
  event.preventDefault();
  form.querySelector("[data-cancel]")?.click();
});

document.addEventListener("htmx:beforeSwap", (event) => {
  const { target, requestConfig, shouldSwap } = event.detail;
  if (!shouldSwap || !target.matches?.("[data-region-in-place]")) return;
  const own = requestConfig.elt.closest("form[data-in-place]");
  returnTo = own?.dataset.inPlace ?? null;
  focused = target.contains(document.activeElement) ? addressOf(document.activeElement) : null;
  const pressed = requestConfig.elt.closest("[id]");
  stayed =
    pressed && pressed !== target && target.contains(pressed)
      ? { id: pressed.id, top: pressed.getBoundingClientRect().top }
      : null;
  // What someone else did elsewhere (follow.js) closes nothing.
  const followed = requestConfig.triggeringEvent?.type === "followed";
  kept = [...target.querySelectorAll("form[data-in-place]")].filter(
    (form) => form !== own && (followed || typed.has(form)),
  );
  opened = [...target.querySelectorAll("details[open][id]")].map(({ id }) => id);
  // Taken out before htmx cleans up what it replaces.
  for (const form of kept) form.remove();
});

/** What opened the form that stood in the slot: what is seen of it there, or the menu of its row. */
const wayToEdit = (slot) =>
  [...slot.querySelectorAll("[data-edit]")].find((edit) => edit.checkVisibility()) ??
  slot.querySelector(".row-tools > [popovertarget]") ??
  slot.closest(".row")?.querySelector(".row-tools > [popovertarget]");

document.addEventListener("htmx:afterSettle", (event) => {
  const form = event.detail.elt.matches?.("form[data-in-place]")
    ? event.detail.elt
    : event.detail.elt.querySelector?.(":scope > form[data-in-place]");
  if (form) {
    const around = form.closest("details");
    if (around) around.open = true;
    (
      form.querySelector("[aria-invalid=true]") || form.querySelector("input:not([type=hidden]), textarea")
    )?.focus();
    form.scrollIntoView({ block: "nearest" });
    // Of a form that is higher than its column, what saves it: the field that is typed in stands above that.
    form.querySelector(".form-actions")?.scrollIntoView({ block: "nearest" });
    return;
  }
  if (!event.detail.elt.matches?.("[data-region-in-place]")) return;
  for (const id of opened) document.getElementById(id)?.setAttribute("open", "");
  opened = [];
  for (const form of kept) document.getElementById(form.dataset.inPlace)?.replaceChildren(form);
  kept = [];
  const slot = returnTo && document.getElementById(returnTo);
  if (slot) wayToEdit(slot)?.focus();
  else if (focused && document.activeElement === document.body) {
    [...event.detail.elt.querySelectorAll("[hx-get], [data-edit]")]
      .find((each) => addressOf(each) === focused && each.checkVisibility())
      ?.focus({ preventScroll: true });
  }
  returnTo = null;
  focused = null;
  const again = stayed && document.getElementById(stayed.id);
  if (again) window.scrollBy({ top: again.getBoundingClientRect().top - stayed.top, behavior: "instant" });
  stayed = null;
});

// What was refused because someone else was quicker: show what is the case now. A form keeps what was typed into it.
document.addEventListener("htmx:afterRequest", (event) => {
  // What sent it: the event itself comes from an ancestor when the sender has been replaced.
  const { elt } = event.detail.requestConfig;
  if (event.detail.xhr?.status !== 409 || elt.closest("form[data-in-place]")) return;
  const region = elt.closest("[data-region-in-place]");
  if (region) window.htmx.trigger(region, "refresh");
});
