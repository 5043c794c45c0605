// What people contribute to an activity: sent by an outbox, so nothing is lost and nothing comes twice.
//
//   <form data-contribute="URL" data-activity="UUID" [data-anonymous] [data-contribute-key="…"] [data-contribute-keep]
//     [data-contribute-now]>
//
// Submitting puts the form's fields into the outbox of the activity and empties the form, unless it is to be kept;
// with `data-contribute-now` each choice in it is sent at once, with the texts as they are saved: what is typed beside it
// waits for the button. `data-contribute-key` (on the form, or on the
// button) names what a newer value replaces (an answer, the dots of an item); without it each submission is a thing of
// its own and gets a fresh `uuid`. A button inside such a form sends its own name and value along.
//
// Inside the form, or anywhere in an element with the same `data-activity`:
//   [data-contribute-state]    how it stands: one of the sentences that it holds (data-sending, data-waiting,
//                              data-saved), why the server refused it, or, while a text in its form was not sent,
//                              "Not sent yet"
//   [data-unsent]              the same, for nothing but "Not sent yet"
//   [data-contribute-pending]  a list of the texts that wait
// What the server refuses comes back: into the form when that is empty, else into the list of returned.js.
//
//   <form hx-post="URL" data-contribute-later="name" data-later-words="sentence">   with a field `uuid`
// is sent by htmx; when that does not reach the server, the outbox has it, and the sentence says so.
//
// The server answers {saved: true, revision, message?}, or {error, errors?} with 4xx, where `errors` are sentences by
// field, which are shown beside them. Then the region "mine" is asked for again.
// The event headwaters:contributed (detail: activity, key, fields, answer) tells the page what was saved, the event
// headwaters:refused (activity, key, fields) what was not. `waitingFor(form)` are the fields of what waits.
import { unsaved } from "./doing.js";
import { anonymously } from "./keys.js";
import { Outbox } from "./outbox.js";
import { giveBack, textsOf } from "./returned.js";
import { words as phrases, showToast } from "./toasts.js";
import { uuid } from "./uuid.js";

const outboxes = new Map();
const sentences = new Map(); // activity → how it stands: the name of the state, the server's words, the places meant
const room = () => new URL(document.body.dataset.liveUrl, location.href);
const code = () => room().pathname.split("/").at(-3);
// Of this person only: a facilitator's laptop may hold what they enter for several.
const mailbox = () => `contribute.${code()}.${document.body.dataset.participant}.`;
const keyUrl = (activity) => new URL(`../activities/${activity}/key/`, room()).pathname;

function outboxOf(form) {
  const { activity } = form.dataset;
  const sort = "anonymous" in form.dataset ? "anonymous" : "open";
  return outboxNamed(`${mailbox()}${sort}.${activity}`, form.dataset.contribute);
}

function outboxNamed(name, url) {
  if (!outboxes.has(name)) {
    const [, , , sort, activity] = name.split(".");
    const how = sort === "anonymous" ? () => anonymously(activity, keyUrl(activity)) : undefined;
    const made = new Outbox({ name, url, how });
    made.addEventListener("sent", ({ detail }) => sent(activity, made, detail));
    made.addEventListener("waiting", () => show(activity, made, "waiting"));
    made.addEventListener("refused", ({ detail }) => refused(activity, made, detail));
    made.addEventListener("blocked", ({ detail }) => show(activity, made, "failed", detail.message));
    made.addEventListener("elsewhere", ({ detail }) => elsewhere(activity, made, detail));
    outboxes.set(name, made);
  }
  return outboxes.get(name);
}

const within = (activity, selector) =>
  [...document.querySelectorAll(selector)].filter(
    (each) => (each.dataset.activity ?? each.closest("[data-activity]")?.dataset.activity) === activity,
  );

const formsOf = (activity) => within(activity, "form[data-contribute]");

function fieldsOf(form, button) {
  const fields = {};
  for (const [name, value] of new FormData(form, button)) {
    fields[name] = name in fields ? [fields[name], value].flat() : value;
  }
  return fields;
}

const wordsOf = (fields) => fields.text ?? fields.name ?? "";

// --- What people do ---------------------------------------------------------------------------------------------------

document.addEventListener("submit", (event) => {
  if (!event.target.matches("form[data-contribute]")) return;
  event.preventDefault();
  put(event.target, event.submitter);
});

/** Into the outbox, also from a form that was replaced meanwhile. A tap takes no text along that was not sent, and keeps one
 *  that is on its way. */
function put(form, button, isTap = false) {
  showErrors(form, {});
  const fields = fieldsOf(form, button);
  const key = button?.dataset.contributeKey ?? form.dataset.contributeKey;
  if (key === undefined) fields.uuid = uuid();
  const outbox = outboxOf(form);
  const sent = isTap && key !== undefined ? outbox.waiting(key) : undefined;
  if (isTap)
    for (const control of textFields(form)) fields[control.name] = sent?.[control.name] ?? untouched(control);
  outbox.put(key ?? fields.uuid, fields, form.dataset.contribute);
  if (!("contributeKeep" in form.dataset)) {
    form.reset();
    form.dispatchEvent(new Event("input", { bubbles: true }));
    form.dispatchEvent(new Event("headwaters:saved", { bubbles: true })); // the outbox has it: its draft is done with
    form.querySelector("textarea, input[type='text']")?.focus();
  }
  if (outbox.isBlocked) return; // which it has just said
  show(form.dataset.activity, outbox, outbox.failures ? "waiting" : "sending");
}

document.addEventListener("change", (event) => {
  const form = event.target.closest?.("form[data-contribute-now]");
  if (form && event.target.matches("[type='radio'], [type='checkbox'], select")) put(form, null, true);
});

for (const name of ["input", "headwaters:restored", "headwaters:saved"]) {
  document.addEventListener(name, ({ target }) => {
    const form = target.closest?.("form[data-contribute]");
    if (form) drawUnsent(form);
  });
}

for (const name of ["htmx:sendError", "htmx:timeout"]) {
  document.addEventListener(name, ({ detail }) => {
    if (detail.elt.matches?.("form[data-contribute-later]")) sendLater(detail.elt);
  });
}

function sendLater(form) {
  const { csrfmiddlewaretoken: _token, ...fields } = fieldsOf(form);
  const url = new URL(form.action).pathname;
  outboxNamed(`${mailbox()}open.${form.dataset.contributeLater}`, url).put(fields.uuid, fields, url);
  form.reset();
  form.elements.uuid.value = uuid();
  form.dispatchEvent(new Event("headwaters:saved", { bubbles: true }));
  document.dispatchEvent(new Event("dialog:close"));
  showToast({ message: form.dataset.laterWords });
}

/** The fields of everything that waits in the outbox of the form's activity, oldest first. */
export function waitingFor(form) {
  return outboxOf(form)
    .all()
    .map(([, { fields }]) => fields);
}

// --- What becomes of it -----------------------------------------------------------------------------------------------

function sent(activity, outbox, { key, fields, answer }) {
  for (const form of formsOf(activity)) {
    if (form.dataset.contributeKey === key && "contributeKeep" in form.dataset) settle(form, fields);
  }
  show(activity, outbox, "saved");
  if (answer.message) showToast({ message: answer.message });
  document.dispatchEvent(
    new CustomEvent("headwaters:contributed", { detail: { activity, key, fields, answer } }),
  );
  refresh();
}

/** What was just saved is not unsaved any more, so that the form may be drawn again (regions.js) and has no draft. */
function settle(form, fields) {
  for (const control of form.elements) {
    const isText = control.matches("textarea, input:not([type='radio'], [type='checkbox'], [type='hidden'])");
    if (isText && control.name && fields[control.name] === control.value)
      control.defaultValue = control.value;
  }
  // A text that is still to be sent keeps its draft.
  if (!isUnsent(form)) form.dispatchEvent(new Event("headwaters:saved", { bubbles: true }));
}

/** The server gave this one up; who wrote it gets it back with the reason. */
function refused(activity, outbox, { key, fields, message, errors }) {
  const sentence = message || phrases().refused || "";
  const words = wordsOf(fields);
  const forms = formsOf(activity);
  const kept = forms.find((form) => form.dataset.contributeKey === key && "contributeKeep" in form.dataset);
  const empty = words && forms.find((form) => isEmptyFor(form, fields));
  if (kept ?? empty) {
    if (!kept) {
      restore(empty, fields);
      empty.dispatchEvent(new Event("input", { bubbles: true }));
    }
    showErrors(kept ?? empty, errors);
    show(activity, outbox, "failed", sentence);
  } else {
    // It is not saved, and what was said before of something else is no answer to it.
    if (outbox.all().length) show(activity, outbox, "sending");
    else sayNothing(activity, outbox);
    const texts = textsOf(fields);
    if (!texts.length || !giveBack(texts.join("\n"), sentence)) {
      showToast({ message: words ? `${sentence} “${words}”` : sentence, level: "bad" });
    }
  }
  document.dispatchEvent(new CustomEvent("headwaters:refused", { detail: { activity, key, fields } }));
  // A form with texts keeps what was sent, so that the person can correct it; choices go back to what is saved.
  if (!kept?.querySelector("textarea, input[type='text']")) refresh();
}

const textFields = (form) =>
  [...form.elements].filter((control) => control.matches("textarea, input[type='text']"));

/** Whether what was sent with these fields can go back into the form: it has the texts, and nothing in them. */
function isEmptyFor(form, fields) {
  const texts = textFields(form);
  const named = texts.filter((control) => control.name in fields);
  return named.length > 0 && texts.every((control) => !control.value);
}

const described = (control) => control.getAttribute("aria-describedby") ?? "";

/** Puts what is wrong beside its field, as the server draws it, and takes away what was wrong before. */
function showErrors(form, errors) {
  for (const old of form.querySelectorAll("[data-contribute-error]")) {
    const field = old.closest(".field");
    field.classList.remove("has-error");
    const control = field.querySelector("[aria-invalid]");
    control?.removeAttribute("aria-invalid");
    control?.setAttribute("aria-describedby", described(control).replace(` ${old.id}`, ""));
    old.remove();
  }
  let first = null;
  for (const [name, sentences] of Object.entries(errors)) {
    const control = form.elements[name];
    const field = control?.closest?.(".field");
    if (!field) continue;
    const list = Object.assign(document.createElement("ul"), { className: "errorlist" });
    list.id = `${control.id}_error`;
    list.dataset.contributeError = name;
    for (const sentence of [sentences].flat()) {
      list.append(Object.assign(document.createElement("li"), { textContent: sentence }));
    }
    control.setAttribute("aria-invalid", "true");
    control.setAttribute("aria-describedby", `${described(control)} ${list.id}`);
    control.closest("details")?.setAttribute("open", "");
    field.classList.add("has-error");
    field.append(list);
    first ??= control;
  }
  first?.focus();
}

function elsewhere(activity, outbox, { fields }) {
  show(activity, outbox, fields ? "sending" : "saved");
  if (!fields) refresh();
}

let refreshing = 0;
function refresh() {
  clearTimeout(refreshing);
  refreshing = setTimeout(() => {
    document.dispatchEvent(new CustomEvent("headwaters:refresh", { detail: { region: "mine" } }));
  }, 80);
}

// --- What the page says about it --------------------------------------------------------------------------------------

const statesOf = (activity) => within(activity, "[data-contribute-state]");

/** What a sentence is about: the form of one phase or round, not the one that asks something else after it. */
function placeOf(element) {
  const form = element.closest("form, [data-activity]");
  return form.dataset.keep ?? form.id;
}

function show(activity, outbox, state, words = "") {
  sentences.set(activity, { state, words, places: statesOf(activity).map(placeOf) });
  draw(activity, outbox);
}

function sayNothing(activity, outbox) {
  sentences.delete(activity);
  for (const element of statesOf(activity)) {
    element.className = "saving";
    element.textContent = "";
  }
  drawWaiting(activity, outbox);
}

/** Shows one of the sentences that the page holds ready, or the server's own, and the texts that wait. */
function draw(activity, outbox) {
  const { state: last, words, places } = sentences.get(activity) ?? {};
  const isKept = outbox.all().length > 0;
  // Nothing was tried yet, or not since; what another page of this person sent while this one slept is saved.
  const next = isKept ? "sending" : "saved";
  const state = last === "failed" || (last === "waiting" && isKept) ? last : next;
  for (const element of statesOf(activity)) {
    if (places && !places.includes(placeOf(element)) && !isKept) continue;
    before.delete(element);
    say(element, state, words || (element.dataset[state] ?? element.dataset.waiting ?? ""));
    const form = element.closest("form[data-contribute]");
    if (form && state === "saved") drawUnsent(form);
  }
  drawWaiting(activity, outbox);
}

function say(element, state, sentence) {
  element.className = `saving ${state}`;
  if (element.textContent !== sentence) element.textContent = sentence;
}

const before = new WeakMap(); // sentence of a form → what it said before "Not sent yet"

/** Whether a text that someone can see was typed in the form and not sent. */
const isUnsent = (form) =>
  [...form.elements].some((control) => unsaved(control) && control.getClientRects().length > 0);

/** Says beside what is typed that it was not sent, unless something else of the activity is under way or was refused. */
function drawUnsent(form) {
  const { activity } = form.dataset;
  if (sentences.get(activity)?.state === "failed" || outboxOf(form).all().length) return;
  for (const element of form.querySelectorAll("[data-contribute-state], [data-unsent]")) {
    const was = before.get(element);
    if (isUnsent(form)) {
      if (!was) before.set(element, [element.className, element.textContent]);
      say(element, "unsent", phrases().notSent ?? "");
    } else if (was) {
      before.delete(element);
      [element.className, element.textContent] = was;
    }
  }
}

function drawWaiting(activity, outbox) {
  const waiting = outbox.all().map(([, { fields }]) => wordsOf(fields));
  for (const list of within(activity, "[data-contribute-pending]")) {
    list.replaceChildren(
      ...waiting
        .filter(Boolean)
        .map((text) => Object.assign(document.createElement("li"), { textContent: text })),
    );
    list.hidden = !list.childElementCount;
  }
}

/** Puts what waits back into a form that was drawn again without it. */
function restore(form, fields) {
  for (const control of form.elements) {
    if (!control.name || !(control.name in fields) || control.type === "hidden") continue;
    const values = [fields[control.name]].flat();
    if (["radio", "checkbox"].includes(control.type)) control.checked = values.includes(control.value);
    else if (control.value === untouched(control)) control.value = values[0];
  }
}

/** What stands in a field that no one changed; a list has no defaultValue. */
function untouched(control) {
  if (!control.matches("select")) return control.defaultValue;
  return ([...control.options].find((option) => option.defaultSelected) ?? control.options[0])?.value;
}

/** What was said of an activity that the room has left is not said again when it comes back. */
function forgetLeft() {
  for (const activity of [...sentences.keys()]) {
    if (!statesOf(activity).length) sentences.delete(activity);
  }
}

// After the person removes the refused input, or chooses something else, the reason goes.
document.addEventListener("input", ({ target }) => {
  const form = target.closest?.("form[data-contribute]");
  const activity = form?.dataset.activity;
  if (sentences.get(activity)?.state !== "failed") return;
  const outbox = outboxOf(form);
  if (outbox.isBlocked) return;
  if (textFields(form).some((control) => control.value !== untouched(control))) return;
  showErrors(form, {});
  sayNothing(activity, outbox);
});

function prepare() {
  forgetLeft();
  const drawn = new Set();
  for (const form of document.querySelectorAll("form[data-contribute]")) {
    const { activity, contributeKey } = form.dataset;
    const outbox = outboxOf(form);
    const waiting = contributeKey === undefined ? undefined : outbox.waiting(contributeKey);
    if (waiting && "contributeKeep" in form.dataset) restore(form, waiting);
    drawUnsent(form);
    if (drawn.has(activity)) continue;
    drawn.add(activity);
    if (outbox.all().length || sentences.has(activity)) draw(activity, outbox);
    outbox.flush();
  }
}

document.addEventListener("headwaters:region", prepare);
window.addEventListener("pageshow", prepare);
// What was pressed before this script was there.
for (const [choice] of window.early("change form[data-contribute-now]")) put(choice.form, null, true);
for (const [form, button] of window.early("submit form[data-contribute]")) put(form, button);
if (document.body.dataset.liveUrl) {
  prepare();
  // What waits from activities that the room has left: sent, or given back with what the server says.
  for (const { name, url } of Outbox.left("contribute", document.body.dataset.participant))
    outboxNamed(name, url).flush();
}
