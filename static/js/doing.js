// What a person is doing in a part of the page: changes wait until they are done, and bring back where they were.
//
// An element whose change waits has data-stale, and data-left when what is typed there has lost its place;
// <button data-apply-stale> changes it at once. What <template id="waits"> holds stands below what is typed while the
// element waits for that. A form with data-gives-way makes nothing wait: drafts.js keeps what is typed in it, and puts
// it back where it comes again.
import { isPressed } from "./pressing.js";

const TEXT =
  "textarea, select, [contenteditable]:not([contenteditable='false']), " +
  "input:not([type='button'], [type='submit'], [type='reset'], [type='checkbox'], [type='radio'], [type='range'], [type='hidden'])";

const held = new Map(); // element → what to do as soon as no one is busy in it
const keeping = new WeakMap(); // element that is held → the part of it that stays

/** Whether someone is typing or pressing there, has a menu open that holds (data-holds), is dragging, or waits for an answer. */
function busy(element, kept) {
  if (isPressed(element)) return true;
  if (element.querySelector(".htmx-request, [data-dragging], [data-holds]:popover-open")) return true;
  return element.closest("[data-dragging]") !== null || typedIn(element, kept) !== null;
}

/** The form that is open there, or in which something is typed that was not sent; null for none. */
function typedIn(element, kept) {
  const open = element.querySelector("form[data-in-place]");
  if (open) return open;
  const typed = [...element.querySelectorAll("textarea, input, select")].find(
    (control) => !kept?.contains(control) && !control.form?.matches("[data-gives-way]") && unsaved(control),
  );
  return typed ? (typed.closest("form") ?? typed.parentElement) : null;
}

/** Whether someone typed or chose there what the page was not drawn with. */
export function unsaved(control) {
  if (!control.matches(TEXT)) return false;
  if (control.matches("select")) {
    const chosen = [...control.options].some((option) => option.defaultSelected);
    return chosen && [...control.options].some((option) => option.selected !== option.defaultSelected);
  }
  return control.value !== control.defaultValue;
}

/** Changes the element now (true), or as soon as no one is busy there outside of the part `kept` (false). */
export function whenFree(element, change, kept = null) {
  if (busy(element, kept)) {
    held.set(element, change);
    keeping.set(element, kept);
    element.dataset.stale = "";
    sayThatItWaits(element, typedIn(element, kept));
    return false;
  }
  forget(element);
  change();
  return true;
}

/** What waited for the element to be free is not needed any more. */
export function forget(element) {
  held.delete(element);
  delete element.dataset.stale;
  delete element.dataset.left;
  sayThatItWaits(element, null);
}

/** Says it below what is typed in `place`, where the person who types sees it; null takes it back. */
function sayThatItWaits(element, place) {
  const notice = element.querySelector("[data-waits]");
  const words = document.getElementById("waits");
  if (notice?.parentElement === place) return;
  notice?.remove();
  if (!place || !words) return;
  place.append(words.content.cloneNode(true));
  place.lastElementChild.scrollIntoView({ block: "nearest" });
}

/** What was just sent is not unsaved any more, though the page was not drawn again. */
function sent(event) {
  const { successful, elt, requestConfig } = event.detail;
  const form = successful && (elt?.closest?.("form") ?? elt);
  const parameters = requestConfig?.formData ?? requestConfig?.unfilteredFormData;
  if (!form?.querySelectorAll || !parameters) return;
  for (const control of [form, ...form.querySelectorAll("textarea, input, select")]) {
    if (!control.matches(TEXT) || !control.name || parameters.get(control.name) !== control.value) continue;
    if (control.matches("select"))
      for (const option of control.options) option.defaultSelected = option.selected;
    else control.defaultValue = control.value;
  }
}

function retryHeld() {
  for (const [element, change] of [...held]) {
    if (!element.isConnected) held.delete(element);
    else whenFree(element, change, keeping.get(element));
  }
}

/** Notes focus, open details and scroll positions; the returned function brings them back into `element`. */
export function remember(element) {
  const active = element.contains(document.activeElement) ? document.activeElement : null;
  const focus = active && active !== element ? address(active, element) : null;
  const selection = active?.matches("textarea, input") ? [active.selectionStart, active.selectionEnd] : null;
  const open = [...element.querySelectorAll("details")].map((details) => [
    address(details, element),
    details.open,
  ]);
  const scrolled = [element, ...element.querySelectorAll("*")]
    .filter((part) => part.scrollTop > 0 || part.scrollLeft > 0)
    .map((part) => [part === element ? "" : address(part, element), part.scrollTop, part.scrollLeft]);
  return (now) => {
    const find = (selector) => (selector ? now.querySelector(selector) : selector === "" ? now : null);
    for (const [selector, state] of open) {
      const details = find(selector);
      if (details) details.open = state;
    }
    for (const [selector, top, left] of scrolled)
      find(selector)?.scrollTo({ top, left, behavior: "instant" });
    const target = focus && find(focus);
    target?.focus({ preventScroll: true });
    if (target && selection?.[0] != null) target.setSelectionRange?.(...selection);
  };
}

/** A selector for the same thing in the next drawing: by id, by item and name, or by its place. */
function address(part, root) {
  if (part.id) return `#${CSS.escape(part.id)}`;
  const name = part.getAttribute("name");
  if (name && part.form?.id) {
    const value = part.matches("[type='radio'], [type='checkbox'], button")
      ? `[value="${CSS.escape(part.value)}"]`
      : "";
    return `#${CSS.escape(part.form.id)} [name="${CSS.escape(name)}"]${value}`;
  }
  const steps = [];
  for (let step = part; step && step !== root; step = step.parentElement) {
    if (step.dataset.item) {
      steps.unshift(`[data-item="${CSS.escape(step.dataset.item)}"]`);
      return steps.join(" > ");
    }
    if (step.id) {
      steps.unshift(`#${CSS.escape(step.id)}`);
      return steps.join(" > ");
    }
    const twins = [...step.parentElement.children].filter((other) => other.localName === step.localName);
    steps.unshift(`${step.localName}:nth-of-type(${twins.indexOf(step) + 1})`);
  }
  return `:scope > ${steps.join(" > ")}`;
}

document.addEventListener("htmx:afterRequest", sent);
for (const name of [
  "focusout",
  "reset",
  "input",
  "change",
  "htmx:afterRequest",
  "htmx:afterSettle",
  "dragend",
  "headwaters:released",
]) {
  // Later, because at `focusout` the next element has no focus yet, and at `reset` the old values are still there.
  document.addEventListener(name, () => held.size > 0 && setTimeout(retryHeld, 0));
}
document.addEventListener("toggle", () => held.size > 0 && setTimeout(retryHeld, 0), true); // it does not bubble
// <button data-apply-stale>: "show me where the room is", whatever was typed.
document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-apply-stale]");
  if (!button) return;
  for (const [element, change] of [...held]) {
    forget(element);
    change();
  }
});
