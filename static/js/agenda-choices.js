// The agendas of a new workshop: the workshop is called as the chosen one, unless a name is typed; the gallery narrows while
// typing. A name that is typed stays.
import "./finding.js";

const name = document.querySelector("[data-named]");

document.addEventListener("change", ({ target }) => {
  if (target.matches(`[name="${name.dataset.named}"]`)) name.placeholder = target.dataset.name;
});
// Enter in the search would send the form.
document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && event.target.matches("[data-find]")) event.preventDefault();
});
