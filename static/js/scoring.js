// Scoring on a phone: each tap is saved at once, or kept and sent later (outbox.js). The form is the personal region
// "mine", which the server may draw again at any time: what waits is put back into it.
import { Outbox } from "./outbox.js";
import { showToast } from "./toasts.js";

const outboxes = new Map();
const acknowledged = new Map(); // key → the value that the server last acknowledged, and when
const WIDE = window.matchMedia("(min-width: 64rem)");

const form = () => document.querySelector("[data-scoring]");

function outboxOf(root) {
  const { outbox: name, url } = root.dataset;
  return outboxNamed(name, url);
}

function outboxNamed(name, url) {
  if (!outboxes.has(name)) {
    const made = new Outbox({ name, url });
    made.addEventListener("sent", sent);
    made.addEventListener("waiting", ({ detail }) => waiting(detail.key));
    made.addEventListener("refused", refused);
    made.addEventListener("blocked", ({ detail }) => blocked(detail.message));
    made.addEventListener("elsewhere", elsewhere);
    outboxes.set(name, made);
  }
  return outboxes.get(name);
}

const keyOf = (root, useCase, criterion) => `${root.dataset.round}/${useCase}/${criterion}`;

function fieldsetOf(key) {
  const root = form();
  const [round, useCase, criterion] = key.split("/");
  if (root?.dataset.round !== round) return null;
  return root.querySelector(
    `[data-case="${CSS.escape(useCase)}"] [data-criterion="${CSS.escape(criterion)}"]`,
  );
}

// --- What a criterion says about itself -----------------------------------------------------------------------------

function say(fieldset, state, words, refusal = "") {
  const element = fieldset.querySelector("[data-saving]");
  element.className = `saving ${state}`;
  element.textContent = words;
  fieldset.querySelector("[data-refusal]").textContent = refusal;
}

function check(fieldset, value) {
  for (const radio of fieldset.querySelectorAll("[data-score]")) radio.checked = radio.value === value;
}

function saidSaved(fieldset) {
  const { savedWords, skippedWords } = form().dataset;
  const { saved } = fieldset.dataset;
  if (saved) say(fieldset, "saved", saved === "skip" ? skippedWords : savedWords);
  else say(fieldset, "", "");
}

function refresh() {
  document.dispatchEvent(new CustomEvent("headwaters:refresh", { detail: { region: "mine" } }));
}

function sent({ detail }) {
  const { late, message } = detail.answer;
  if (late) {
    // Said once for all that waited together; the form has usually made way for the list of one's own scores.
    if (!document.getElementById("toasts").textContent.includes(message))
      showToast({ message, level: "warn" });
    refresh();
    return;
  }
  const fieldset = fieldsetOf(detail.key);
  if (!fieldset) return;
  acknowledged.set(detail.key, { value: detail.fields.value, at: performance.now() });
  fieldset.dataset.saved = detail.fields.value;
  if (!detail.newer) saidSaved(fieldset);
  count();
}

function waiting(key) {
  const fieldset = fieldsetOf(key);
  if (fieldset) say(fieldset, "waiting", form().dataset.waitingWords);
}

function refused({ detail }) {
  const fieldset = fieldsetOf(detail.key);
  if (!fieldset) return;
  if (detail.status === 404) {
    // The form asks for what this person does not score, or not any more: after a merge, or in a round that was undone.
    showToast({ message: detail.message, level: "warn" });
    refresh();
    return;
  }
  check(fieldset, fieldset.dataset.saved);
  saidSaved(fieldset);
  fieldset.querySelector("[data-refusal]").textContent = detail.message;
}

/** Another tab of the same person tapped, or is done with a tap: both show the same. */
function elsewhere({ detail }) {
  if (!detail.fields) {
    refresh();
    return;
  }
  const fieldset = fieldsetOf(detail.key);
  if (!fieldset) return;
  check(fieldset, detail.fields.value);
  say(fieldset, "", form().dataset.sendingWords);
  count();
}

function blocked(message) {
  for (const fieldset of form()?.querySelectorAll("[data-criterion]") ?? []) {
    const useCase = fieldset.closest("[data-case]").dataset.case;
    const key = keyOf(form(), useCase, fieldset.dataset.criterion);
    if (outboxOf(form()).waiting(key)) say(fieldset, "waiting", form().dataset.waitingWords, message);
  }
}

function take(radio) {
  const fieldset = radio.closest("[data-criterion]");
  const root = form();
  const useCase = fieldset.closest("[data-case]").dataset.case;
  const { criterion } = fieldset.dataset;
  check(fieldset, radio.value); // the scale and "skip" exclude each other
  say(fieldset, "", root.dataset.sendingWords);
  outboxOf(root).put(keyOf(root, useCase, criterion), {
    round: root.dataset.round,
    use_case: useCase,
    criterion,
    value: radio.value,
  });
  count();
}

document.addEventListener("change", ({ target }) => {
  if (target.matches("[data-scoring] [data-score]")) take(target);
});
// "Skip" is a stop of its own for the tab key, so that the arrow keys stay on the scale; and at its ends they stay where
// they are, for one press more must not turn the highest score into the lowest.
document.addEventListener("keydown", (event) => {
  const radio = event.target;
  if (!radio.matches?.("[data-scoring] [data-score]") || event.altKey || event.ctrlKey || event.metaKey)
    return;
  const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
  if (!step) return;
  const scale = [...radio.closest("[data-criterion]").querySelectorAll(".scale [data-score]")];
  const place = scale.indexOf(radio);
  if (place === -1 || !scale[place + step]) event.preventDefault();
});
// Enter in a radio button would send the form, which has nowhere to go.
document.addEventListener("submit", (event) => {
  if (event.target.matches("[data-scoring]")) event.preventDefault();
});

// --- One use case after another, or side by side ----------------------------------------------------------------------

const remembered = (root) => `scoring:${root.dataset.round}`;

function place(root) {
  try {
    return JSON.parse(sessionStorage.getItem(remembered(root))) ?? {};
  } catch {
    return {};
  }
}

function go(root, changes) {
  const now = { ...place(root), ...changes };
  try {
    sessionStorage.setItem(remembered(root), JSON.stringify(now));
  } catch {
    // Only the place is forgotten.
  }
  const cases = [...root.querySelectorAll("[data-case]")];
  const matrix = now.view === "matrix" && WIDE.matches && cases.length > 1;
  const current = Math.max(
    0,
    cases.findIndex((each) => each.dataset.case === now.case),
  );
  root.dataset.showing = matrix ? "matrix" : "one";
  cases.forEach((each, index) => {
    each.hidden = !matrix && index !== current;
  });
  root.querySelector(".scoring-views").hidden = cases.length < 2;
  for (const button of root.querySelectorAll("[data-view]")) {
    button.setAttribute("aria-pressed", String((button.dataset.view === "matrix") === matrix));
  }
  const steps = root.querySelector("[data-steps]");
  steps.hidden = matrix || cases.length < 2;
  // Not `disabled`: a button that is pressed keeps the focus at the end.
  steps.querySelector('[data-step="-1"]').ariaDisabled = current === 0;
  steps.querySelector('[data-step="1"]').ariaDisabled = current === cases.length - 1;
  return cases[current];
}

document.addEventListener("click", (event) => {
  const root = event.target.closest("[data-scoring]");
  const button = event.target.closest("[data-step], [data-view], [data-case-at]");
  if (!root || !button) return;
  if (button.dataset.view) {
    go(root, { view: button.dataset.view });
    return;
  }
  const cases = [...root.querySelectorAll("[data-case]")];
  const { caseAt, step } = button.dataset;
  const next = caseAt
    ? cases.find((each) => each.dataset.case === caseAt)
    : cases[cases.findIndex((each) => !each.hidden) + Number(step)];
  if (!next) return;
  go(root, { case: next.dataset.case });
  next.querySelector("h2").focus({ preventScroll: true });
  next.scrollIntoView({ block: "start" });
});
WIDE.addEventListener("change", () => form() && go(form(), {}));

function count() {
  const root = form();
  const all = [...root.querySelectorAll("[data-criterion]")];
  const done = all.filter((fieldset) => fieldset.querySelector("[data-score]:checked")).length;
  const { answeredWords, allWords } = root.dataset;
  root.querySelector("[data-answered]").textContent =
    done === all.length ? allWords : answeredWords.replace("{done}", done).replace("{of}", all.length);
}

// --- When the form is drawn -------------------------------------------------------------------------------------------

function prepare(asked = Number.POSITIVE_INFINITY) {
  const root = form();
  if (!root) {
    for (const outbox of outboxes.values()) outbox.flush();
    return;
  }
  const outbox = outboxOf(root);
  for (const fieldset of root.querySelectorAll("[data-criterion]")) {
    const key = keyOf(root, fieldset.closest("[data-case]").dataset.case, fieldset.dataset.criterion);
    const known = acknowledged.get(key);
    if (known?.at > asked) {
      // The form was asked for before this value was acknowledged, so it may have been drawn without it.
      fieldset.dataset.saved = known.value;
      check(fieldset, known.value);
      saidSaved(fieldset);
    }
    const fields = outbox.waiting(key);
    if (!fields) continue;
    check(fieldset, fields.value);
    if (outbox.failures) waiting(key);
    else say(fieldset, "", root.dataset.sendingWords);
  }
  go(root, {});
  count();
  outbox.flush();
}

document.addEventListener("headwaters:region", ({ detail }) => prepare(detail.asked));
// What this person tapped on another device meanwhile.
document.addEventListener("visibilitychange", () => !document.hidden && form() && refresh());
// What waits from an earlier visit is sent also when the room has moved on since: then it is late, and said to be.
for (const { name, url } of Outbox.left("scores", document.body.dataset.participant)) outboxNamed(name, url);
for (const [radio] of window.early("change [data-scoring]")) if (radio.matches("[data-score]")) take(radio);
prepare();
