// A list that is narrowed by typing.
//
//   <input type="search" data-find>       narrows what stands beside it, within the nearest [data-finds]
//   [data-found]                          stays while its text has the letters
//   <details data-found-group>            stays while one of its parts does, and opens
//   [data-found-none]                     is said while none does

/** Shows of the parts of `root` those that have the letters; returns these. */
export function find(root, letters) {
  const wanted = letters.trim().toLocaleLowerCase();
  const parts = [...root.querySelectorAll("[data-found]")];
  for (const part of parts) part.hidden = !part.textContent.toLocaleLowerCase().includes(wanted);
  for (const group of root.querySelectorAll("[data-found-group]")) {
    group.hidden = !group.querySelector("[data-found]:not([hidden])");
    if (wanted) group.open = true;
  }
  const left = parts.filter((part) => !part.hidden);
  root.querySelector("[data-found-none]").hidden = left.length > 0;
  return left;
}

document.addEventListener("input", ({ target }) => {
  if (target.matches("[data-find]")) find(target.closest("[data-finds]"), target.value);
});
