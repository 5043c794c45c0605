// Writing a note of a board (board.js) on a phone: counts characters, and keeps what is too long instead of sending it.
//   <form data-board-write> <textarea name="text" data-most="500"> <p data-board-left> <p data-board-error>
import { say } from "./board-words.js";

// As the server counts: characters, not the halves of an emoji.
const lengthOf = (text) => [...text.trim()].length;

function count(field) {
  const form = field.form;
  const most = Number(field.dataset.most);
  const length = lengthOf(field.value);
  const line = form.querySelector("[data-board-left]");
  line.hidden = length < most * 0.8;
  line.classList.toggle("over", length > most);
  const left = Math.abs(most - length).toLocaleString(document.documentElement.lang);
  line.textContent = say(length > most ? line.dataset.over : line.dataset.left, { count: left });
  if (length <= most) complain(field, "");
}

function complain(field, sentence) {
  const line = field.form.querySelector("[data-board-error]");
  line.textContent = sentence;
  line.hidden = sentence === "";
  field.toggleAttribute("aria-invalid", sentence !== "");
  field.closest(".field")?.classList.toggle("has-error", sentence !== "");
}

document.addEventListener("input", (event) => {
  if (event.target.matches?.("[data-board-write] textarea")) count(event.target);
  // After a reset the form says so itself.
  if (event.target.matches?.("form[data-board-write]")) count(event.target.elements.text);
});

// Before contribute.js takes it: what is too long stays in the field.
document.addEventListener(
  "submit",
  (event) => {
    if (!event.target.matches("form[data-board-write]")) return;
    const field = event.target.elements.text;
    const length = lengthOf(field.value);
    if (length > 0 && length <= Number(field.dataset.most)) return;
    event.preventDefault();
    event.stopPropagation();
    const line = event.target.querySelector("[data-board-error]");
    complain(field, length ? line.dataset.over : line.dataset.empty);
    field.focus({ preventScroll: true });
    line.scrollIntoView({ block: "nearest" });
  },
  true,
);

// Return sends, Shift + Return makes a new line; not while a word is being composed.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  if (!event.target.matches?.("[data-board-write] textarea")) return;
  event.preventDefault();
  event.target.form.requestSubmit();
});

document.addEventListener("paste", (event) => {
  if (!event.target.matches?.("[data-board-write] textarea")) return;
  const { files } = event.clipboardData ?? {};
  if (!files?.length || event.clipboardData.getData("text/plain")) return;
  event.preventDefault();
  complain(event.target, event.target.form.querySelector("[data-board-error]").dataset.picture);
});
