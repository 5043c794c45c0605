// A what-if: answers follow what is typed (htmx does that), and here is the rest:
//   <input data-cell data-plan="4" id="x"> a number of the sheet, and that of the current plan: Enter and the arrows go up and
//                                          down its column; Escape, and leaving it empty, return it to the plan
//   <button data-resets="x" id="x-was"> "was 4", beside a changed number: returns it to the plan
//   <a data-undoes="drop=…">          undoes one change in the form, so that what is typed elsewhere stays
//   <button data-stop-showing>        took the what-if off the screens: they do not follow any more
//   <ul data-wrong><li data-of="x">   what is wrong with a field, said beside it when an answer comes
import { uuid } from "./uuid.js";

const form = () => document.getElementById("what-if-form");

// What screens are told is numbered, so that a change that arrives late doesn't replace a newer one.
const DEVICE = uuid().replaceAll("-", "");
let tap = 0;

// Numbers of the plan change nothing: they stay out of the address, as empty fields do.
document.addEventListener("htmx:configRequest", ({ detail }) => {
  if (detail.formData.has("follow")) {
    tap += 1;
    detail.formData.set("device", DEVICE);
    detail.formData.set("tap", tap);
  }
  if (detail.elt !== form()) return;
  for (const [name, value] of [...detail.formData.entries()]) {
    if (String(value).trim() === "") detail.formData.delete(name);
  }
  for (const field of cells()) if (!isChanged(field)) detail.formData.delete(field.name);
});

document.addEventListener("input", ({ target }) => {
  if (target.form && target.form === form()) mark(target);
});

const cells = () => [...form().querySelectorAll("[data-cell]")];

// "8.0" is the same number as "8".
function isChanged(field) {
  const typed = field.value.trim();
  const { plan } = field.dataset;
  return typed !== "" && typed !== plan && (plan === "" || Number(typed) !== Number(plan));
}

function mark(field) {
  if (field.matches("[data-cell]")) {
    const changed = isChanged(field);
    field.classList.toggle("changed", changed);
    document.getElementById(`${field.id}-was`).hidden = !changed;
  } else if (field.type === "checkbox") field.closest("tr").classList.toggle("dropped", field.checked);
}

document.addEventListener("keydown", (event) => {
  const { target, key } = event;
  if (!target.matches("[data-cell]") || event.ctrlKey || event.metaKey || event.altKey) return;
  const by = { ArrowDown: 1, ArrowUp: -1, Enter: event.shiftKey ? -1 : 1 }[key];
  if (by) {
    const column = cells().filter((each) => isBelow(each, target));
    const next = column[column.indexOf(target) + by];
    event.preventDefault();
    next?.focus();
    next?.select();
  } else if (key === "Escape" && target.value !== target.dataset.plan) {
    event.preventDefault();
    undo(target);
  }
});

document.addEventListener("focusout", ({ target }) => {
  if (target.matches("[data-cell]") && target.value.trim() === "") target.value = target.dataset.plan;
});

const columnOf = (field) => field.closest("td").cellIndex;
const isBelow = (one, other) => columnOf(one) === columnOf(other);

function undo(field) {
  if (field.type === "checkbox") field.checked = false;
  else field.value = field.dataset.plan;
  mark(field);
  field.focus();
  form().dispatchEvent(new Event("undone"));
}

function fieldOf(part) {
  const [name, value] = part.split("=");
  const fields = form().elements;
  if (name === "drop" || name === "out")
    return [...form().querySelectorAll(`[name=${name}]`)].find((each) => each.value === value);
  return fields.namedItem(name === "effort" ? `effort-${value.split(":")[0]}` : name);
}

document.addEventListener("click", ({ target }) => {
  const button = target.closest("[data-resets]");
  if (button) undo(document.getElementById(button.dataset.resets));
});

document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-undoes]");
  const field = link && fieldOf(link.dataset.undoes);
  if (!field || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  undo(field);
});

document.addEventListener("htmx:afterRequest", ({ detail }) => {
  // The button itself may be gone: an answer arrived meanwhile.
  if (!detail.successful || !detail.requestConfig.elt.matches("[data-stop-showing]")) return;
  form().elements.namedItem("live")?.remove();
  form().dispatchEvent(new Event("undone"));
});

// An answer that arrives while someone chooses a workshop leaves that choice open. What someone types in stays where it is,
// however much is above it then.
let choosing = null;
let typed = null; // the field, and its distance from the top of the window
document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  choosing = typed = null;
  // An answer that failed isn't swapped in, so nothing would forget what is remembered here.
  if (detail.target.id !== "what-if-answer" || !detail.shouldSwap) return;
  const menu = detail.target.querySelector("#what-if-rooms:popover-open");
  choosing = menu && document.activeElement.id;
  const field = document.activeElement;
  typed = form().contains(field) ? [field, field.getBoundingClientRect().top] : null;
});

function stayInPlace() {
  if (typed === null) return;
  const [field, top] = typed;
  window.scrollBy({ top: field.getBoundingClientRect().top - top, behavior: "instant" });
  typed = null;
}

function chooseOn() {
  if (choosing !== null) document.getElementById("what-if-rooms")?.showPopover();
  if (choosing) document.getElementById(choosing)?.focus();
  choosing = null;
}

document.addEventListener("htmx:afterSwap", ({ detail }) => {
  const answer = document.getElementById("what-if-answer");
  const output = document.getElementById("what-if-said");
  if (!answer || !["what-if", "what-if-answer"].includes(detail.target.id)) return;
  chooseOn();
  const wrong = new Map(
    [...answer.querySelectorAll("[data-wrong] > li")].map((each) => [each.dataset.of, each.textContent]),
  );
  for (const field of cells()) {
    const words = wrong.get(field.id) ?? "";
    document.getElementById(`${field.id}-wrong`).textContent = words;
    if (words) field.setAttribute("aria-invalid", "true");
    else field.removeAttribute("aria-invalid");
  }
  if (output.textContent !== answer.dataset.said) output.textContent = answer.dataset.said;
  stayInPlace();
  // The form was drawn anew, and what was pressed is gone.
  if (detail.target.id === "what-if" && document.activeElement === document.body)
    answer.querySelector(".note a, [data-undoes]")?.focus();
});
