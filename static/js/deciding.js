// Says below a ranking what its ticks decide: <p data-decides="On the shortlist: {names}" data-decides-nothing="…"> in a
// form of <input type="checkbox" data-name="…">.
import "./drafts.js"; // first: it puts back what was ticked before this says it

function say(line) {
  const ticked = [...line.closest("form").querySelectorAll("[data-name]:checked")];
  const names = new Intl.ListFormat(document.documentElement.lang).format(
    ticked.map(({ dataset }) => dataset.name),
  );
  const said = names ? line.dataset.decides.replace("{names}", () => names) : line.dataset.decidesNothing;
  if (line.textContent !== said) line.textContent = said;
}

function sayAll() {
  for (const line of document.querySelectorAll("[data-decides]")) say(line);
}

for (const name of ["change", "headwaters:region"]) document.addEventListener(name, sayAll);
sayAll();
