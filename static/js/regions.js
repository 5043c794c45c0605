// Puts fragments into the regions of the page, and leaves alone what a person is doing there.
//
// <div data-region="key"> holds a region; in a board, <li data-item="key"> its items, inside <ul data-items> when the
// region has more than the items, ordered by data-position when they have one.

const TEXT =
  "textarea, select, [contenteditable]:not([contenteditable='false']), " +
  "input:not([type='button'], [type='submit'], [type='reset'], [type='checkbox'], [type='radio'], [type='range'], [type='hidden'])";

const shown = new Map(); // "region" or "region item" → the revision that the page shows of it
const content = new WeakMap(); // element → the fragment that it holds, when that is sure
const held = new Map(); // element → what to do as soon as nobody is typing in it
let base = 0;

/** Tells at which revision the page was drawn. */
export function drawnAt(revision) {
  base = revision;
}

/** Applies the patches of one event; `pull(key, revision)` asks for a personal region. */
export function applyPatches(patches, pull) {
  for (const patch of patches) {
    const elements = regionElements(patch.region);
    if (elements.length === 0 || patch.rev < shownRevision(patch.region, patch.key)) continue;
    if (patch.pull) {
      pull(patch.region, patch.rev);
      continue;
    }
    shown.set(slot(patch.region, patch.key), patch.rev);
    for (const element of elements) {
      if (patch.key === undefined) setRegion(element, patch.html, patch.rev);
      else setItem(element, patch.key, patch.gone ? null : patch.html, patch.rev);
    }
  }
}

/** Puts a fragment that this page asked for, at the time `asked`, into its region. */
export function setPulled(key, html, revision, asked) {
  if (revision < shownRevision(key)) return;
  shown.set(key, revision);
  for (const element of regionElements(key)) setRegion(element, html, revision, asked);
}

export function regionElements(key) {
  return document.querySelectorAll(`[data-region="${CSS.escape(key)}"]`);
}

function slot(region, key) {
  return key === undefined ? region : `${region} ${key}`;
}

function shownRevision(region, key) {
  return Math.max(base, shown.get(region) ?? 0, key === undefined ? 0 : (shown.get(slot(region, key)) ?? 0));
}

// --- Swapping -----------------------------------------------------------------------------------------------------

function setRegion(element, html, revision, asked) {
  if (content.get(element) === html) {
    held.delete(element);
    return;
  }
  whenFree(element, () => {
    const restore = remember(element);
    element.replaceChildren(fragment(html));
    content.set(element, html);
    restore(element);
    ready(element, element, revision, asked);
  });
}

function setItem(region, key, html, revision) {
  content.delete(region);
  const old = region.querySelector(`[data-item="${CSS.escape(key)}"]`);
  const change = () => {
    if (html === null) {
      old?.remove();
      return;
    }
    const item = fragment(html).firstElementChild;
    if (!item) return;
    if (old?.isConnected) {
      const restore = remember(old);
      old.replaceWith(item);
      restore(item);
    } else {
      place(region, item);
    }
    ready(item, region, revision);
  };
  if (old) whenFree(old, change);
  else change();
}

function place(region, item) {
  const list =
    region.querySelector("[data-items]") ?? region.querySelector("[data-item]")?.parentElement ?? region;
  const position = Number(item.dataset.position);
  const next = Number.isFinite(position)
    ? [...list.children].find((other) => Number(other.dataset.position) > position)
    : undefined;
  list.insertBefore(item, next ?? null);
}

function fragment(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  return template.content;
}

function ready(element, region, revision, asked) {
  window.htmx?.process(element);
  if (window.htmx) window.htmx.trigger(element, "htmx:load", { elt: element });
  region.dispatchEvent(new CustomEvent("headwaters:region", { bubbles: true, detail: { revision, asked } }));
}

// --- What a person is doing there ------------------------------------------------------------------------------------

/** Whether somebody has typed in the element what is not sent yet, is dragging there, or waits for an answer. */
function busy(element) {
  if (element.querySelector(".htmx-request, [data-dragging]") || element.closest("[data-dragging]"))
    return true;
  return [...element.querySelectorAll("textarea, input, select")].some(unsaved);
}

function unsaved(control) {
  if (!control.matches(TEXT)) return false;
  if (control.matches("select")) {
    const chosen = [...control.options].some((option) => option.defaultSelected);
    return chosen && [...control.options].some((option) => option.selected !== option.defaultSelected);
  }
  return control.value !== control.defaultValue;
}

function whenFree(element, change) {
  if (busy(element)) {
    held.set(element, change);
    element.dataset.stale = "";
  } else {
    held.delete(element);
    delete element.dataset.stale;
    change();
  }
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
    else if (!busy(element)) whenFree(element, change);
  }
}

/** Notes focus, open details and scroll positions; the returned function brings them back into `element`. */
function remember(element) {
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
]) {
  // Later, because at `focusout` the next element has no focus yet, and at `reset` the old values are still there.
  document.addEventListener(name, () => held.size > 0 && setTimeout(retryHeld, 0));
}
// <button data-apply-stale>: "show me where the room is", whatever was typed.
document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-apply-stale]");
  if (!button) return;
  for (const [element, change] of [...held]) {
    held.delete(element);
    delete element.dataset.stale;
    change();
  }
});
// What somebody ticked is not in the fragment that we know, and what htmx swaps into a region is newer.
for (const name of ["change", "htmx:afterSwap"]) {
  document.addEventListener(name, (event) => {
    const region = event.target.closest?.("[data-region]");
    if (region) content.delete(region);
  });
}
