// A list that is narrowed by typing.
//
//   <input type="search" data-find>       narrows what stands beside it, within the nearest [data-finds]
//   data-finds="keys"                     Enter in the field presses the first button that is left; ↓ and ↑ go through them
//   [data-found], data-found="words"      stays while its text, or these words, have the letters
//   [data-found-group]                    stays while one of its parts does; <details> open
//   [data-found-none]                     is said while none does

/** Shows of the parts of `root` those that have the letters; returns these. */
export function find(root, letters) {
  const wanted = letters.trim().toLocaleLowerCase();
  const parts = [...root.querySelectorAll("[data-found]")];
  for (const part of parts) {
    const words = part.dataset.found || part.textContent;
    part.hidden = !words.toLocaleLowerCase().includes(wanted);
  }
  for (const group of root.querySelectorAll("[data-found-group]")) {
    group.hidden = !group.querySelector("[data-found]:not([hidden])");
    if (wanted && group.localName === "details") group.open = true;
  }
  const left = parts.filter((part) => !part.hidden);
  root.querySelector("[data-found-none]").hidden = left.length > 0;
  return left;
}

/** The buttons that are left, in their order. */
const buttons = (root) =>
  [...root.querySelectorAll("[data-found]:not([hidden]) button")].filter((each) => each.checkVisibility());

document.addEventListener("input", ({ target }) => {
  if (target.matches("[data-find]")) find(target.closest("[data-finds]"), target.value);
});

document.addEventListener("keydown", (event) => {
  const { target, key } = event;
  const root = target.closest?.("[data-finds=keys]");
  if (!root || !["Enter", "ArrowDown", "ArrowUp"].includes(key)) return;
  const field = root.querySelector("[data-find]");
  const choices = buttons(root);
  const place = choices.indexOf(target);
  if (target !== field && (place < 0 || key === "Enter")) return;
  event.preventDefault();
  if (key === "Enter") {
    if (field.value.trim()) choices[0]?.click();
  } else (choices[place + (key === "ArrowDown" ? 1 : -1)] ?? (key === "ArrowUp" ? field : target)).focus();
});
