// The dialog that captures anything (templates/workshops/capture.html). It opens on its kinds: one letter, or one tap,
// chooses one and goes on to the sentence. What is typed is kept on the device until the server has it.
//
// form.capture-line (capture_line.html) is the same in one line: its kinds are a <select>, and what needs more than a
// sentence goes on in the dialog.
import { open as openDialog } from "./dialogs.js"; // first: what opens a dialog is heard there before it is heard here
import "./drafts.js";
import { uuid } from "./uuid.js";

const sentence = (form) => form.elements.title;

function open(form) {
  goOn(form);
  if (form.querySelector("[aria-invalid=true]")) form.querySelector("[aria-invalid=true]").focus();
  // Who is quicker than this may have chosen a kind already, and be typing.
  else if (sentence(form).value || document.activeElement === sentence(form)) sentence(form).focus();
  else form.querySelector("[data-capture-kinds] input:checked")?.focus();
}

function choose(form, kind) {
  form.elements.kind.value = kind;
  const kinds = form.querySelector("[data-capture-kinds]");
  (kinds.matches("select") ? kinds : kinds.querySelector(":checked")).dispatchEvent(
    new Event("input", { bubbles: true }),
  );
}

// --- The line ---------------------------------------------------------------------------------------------------------

const line = () => document.querySelector("form.capture-line");

function empty(form) {
  form.reset();
  form.elements.uuid.value = uuid();
  form.dispatchEvent(new Event("headwaters:saved", { bubbles: true }));
}

/** What was typed or chosen in the line goes on in the dialog, unless something else waits there. */
function goOn(form) {
  const from = line();
  if (!from) return;
  const typed = sentence(from).value.trim();
  if (sentence(form).value && sentence(form).value !== typed) return;
  if (!typed && !from.elements.kind.selectedIndex) return;
  if (typed) sentence(form).value = sentence(from).value;
  choose(form, from.elements.kind.value);
  empty(from);
}

document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  if (detail.requestConfig.elt !== line() || detail.xhr.status !== 422) return;
  const dialog = document.getElementById("dialog");
  if (!dialog.open) openDialog(dialog, line().querySelector("[data-dialog]"));
});
document.addEventListener("htmx:afterRequest", ({ detail }) => {
  if (detail.elt !== line() || !detail.successful) return;
  const form = detail.elt;
  // Who typed on meanwhile has begun the next sentence.
  if (sentence(form).value === detail.requestConfig.formData.get("title")) empty(form);
  else form.elements.uuid.value = uuid();
});

// Escape leaves it, with what is in it: the keys steer the room again.
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && line()?.contains(event.target)) event.target.blur();
});

// --- The dialog -------------------------------------------------------------------------------------------------------

document.addEventListener("htmx:load", ({ detail }) => {
  if (detail.elt.matches?.("form.capture-form") && detail.elt.closest("dialog[open]")) open(detail.elt);
});
// The room's dialog is in its page already: it opens without a request.
document.addEventListener("click", (event) => {
  const name = event.target.closest("[data-dialog]")?.dataset.dialog;
  const form = name && document.querySelector(`dialog#${CSS.escape(name)} form.capture-form`);
  if (form) open(form);
});

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const form = event.target
    .closest?.("dialog[open], form.capture-form, form.capture-line")
    ?.querySelector("[data-capture-kinds]")
    ?.closest("form");
  if (!form) return;
  const kinds = form.querySelector("[data-capture-kinds]");
  // The dialog is seen a moment before its kinds have the focus: a letter that is pressed then counts as well.
  const isEarly = !kinds.contains(event.target);
  if (isEarly && (event.key === "Enter" || event.target.matches("input, textarea, select"))) return;
  const kind = kinds.dataset.captureKinds
    .split(" ")
    .find((each) => each.endsWith(`:${event.key.toLowerCase()}`));
  const radio =
    event.key === "Enter"
      ? kinds.querySelector(":checked")
      : kinds.querySelector(`[value="${kind?.split(":")[0] ?? ""}"]`);
  if (!radio) {
    // Who just types writes the sentence: the letter lands there.
    if (event.key.length === 1 && event.key !== " ") sentence(form).focus();
    return;
  }
  event.preventDefault();
  choose(form, radio.value);
  sentence(form).focus();
});
// A tap or click on a kind, not the arrow keys (whose clicks have no place on the screen).
document.addEventListener("click", (event) => {
  const radio = event.target.closest?.("[data-capture-kinds] input");
  if (radio && event.detail > 0) sentence(radio.form).focus();
});
