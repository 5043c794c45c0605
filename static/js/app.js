// What every page needs. Each module listens on the document, so content that htmx brings later works without set-up.
import "./again.js";
import "./capture.js";
import "./dialogs.js";
import "./menu.js";
import "./pressing.js";
import "./toasts.js";
import { showLocalTimes } from "./local-time.js";

async function prepare(root) {
  showLocalTimes(root);
  const has = (selector) => root.matches?.(selector) || root.querySelector(selector);
  // What only some pages have is fetched by those.
  if (has("[data-editing]")) import("./editing.js");
  if (has("[data-deadline]")) import("./ahead.js");
  if (has(".explain")) import("./explain.js");
  if (has(".row")) import("./rows.js");
  if (has(".tabs, .segments, .page :is(.table-wrap, .drawn)"))
    import("./tabs.js").then(({ followTabs }) => followTabs(root));
  if (has("[data-drawn]")) import("./drawn.js").then(({ followDrawings }) => followDrawings(root));
  if (root.querySelector("[data-local-datetime]")) {
    const { showLocalDateTimes } = await import("./local-datetime.js");
    showLocalDateTimes(root);
  }
  const lists = root.matches?.("[data-sortable]") ? [root] : root.querySelectorAll("[data-sortable]");
  if (lists.length > 0) {
    // Only pages with a list to order pay for the library.
    const { makeSortable } = await import("./sortable.js");
    for (const list of lists) makeSortable(list);
  }
}

prepare(document);
if (document.querySelector("main.page")) import("./long-pages.js");
document.addEventListener("htmx:load", (event) => prepare(event.detail.elt));
// A part of a live page was replaced (js/regions.js).
document.addEventListener("headwaters:region", (event) => prepare(event.target));

// A browser cuts what is pasted to what a field may hold, and says nothing. Here all of it goes in, and the form says beside
// the field that it is too long.
document.addEventListener("paste", ({ target, clipboardData }) => {
  if (!(target.maxLength > 0) || target.closest("[data-contribute]")) return;
  const stays = target.value.length - (target.selectionEnd - target.selectionStart);
  if (stays + clipboardData.getData("text").length > target.maxLength) target.removeAttribute("maxlength");
});

// A field that one person copies from: <button data-copy="text">, or data-copy-from="the id of what holds the text"
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy], [data-copy-from]");
  if (!button) return;
  const text = button.dataset.copy ?? textOf(document.getElementById(button.dataset.copyFrom));
  const { showToast, words } = await import("./toasts.js");
  try {
    await navigator.clipboard.writeText(text);
    showToast({ message: words().copied, level: "good" });
  } catch {
    // Without permission (or on plain http) the text is shown instead, selected and ready to be copied by hand.
    showToast({ message: text });
  }
});

// The text of an element on one line; that of a <pre> keeps its lines.
function textOf(element) {
  return element.matches("pre") ? element.textContent : element.textContent.replace(/\s+/g, " ").trim();
}

// Ctrl-Enter or ⌘-Enter sends the form in which someone types; Enter alone goes on to the next line.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.altKey || event.repeat) return;
  const form = event.defaultPrevented ? null : event.target.closest("textarea, input")?.form;
  const button = form?.querySelector("button[type=submit].primary");
  if (!button || button.disabled) return;
  event.preventDefault();
  form.requestSubmit(button);
});

// Keys that a page offers: <button data-key="r">. Not while someone types, which no one does in a checkbox,
// and not over an open dialog.
document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
  if (
    event.target.closest("input:not([type=checkbox]), textarea, select, [contenteditable]") ||
    document.querySelector("dialog[open]")
  )
    return;
  const target = [...document.querySelectorAll("[data-key]")].find(
    (element) => element.dataset.key.toLowerCase() === event.key.toLowerCase() && !element.disabled,
  );
  if (!target) return;
  event.preventDefault();
  if (target.matches("input, textarea, select")) target.focus();
  else target.click();
});

// Back to where the viewer came from; home when the page was opened by its address.
document.addEventListener("click", (event) => {
  if (!event.target.closest("[data-back]")) return;
  if (history.length > 1) history.back();
  else location.assign("/");
});
