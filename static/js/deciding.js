// What a ranking decides. Its ticks say it below: <p data-decides="On the shortlist: {names}" data-decides-nothing="…"> in a
// form of <input type="checkbox" data-name="…">, and what has to be built for them: <p data-needs="…" data-needs-says="…">. Its
// cut line chooses the places above it: <input type="range" data-limit> moves it by key, mouse and touch, and so does
// <li data-line> among the places. What was ticked by hand stays.
import "./drafts.js"; // first: it puts back what was ticked before this says it

const stood = new WeakMap(); // slider → where the line was last

function say(line) {
  const ticked = [...line.closest("form").querySelectorAll("[data-name]:checked")];
  const names = new Intl.ListFormat(document.documentElement.lang).format(
    ticked.map(({ dataset }) => dataset.name),
  );
  const text = names ? line.dataset.decides.replace("{names}", () => names) : line.dataset.decidesNothing;
  if (line.textContent !== text) line.textContent = text;
}

/** What has to be built for the ticked ones; what several need is built once. */
function need(line) {
  const needs = JSON.parse(line.dataset.needs);
  const ticked = [...line.closest("form").querySelectorAll("[data-name]:checked")];
  const built = new Map(ticked.flatMap(({ value }) => Object.entries(needs[value] ?? {})));
  const weeks = [...built.values()].filter((each) => each !== null);
  const words = (number) => new Intl.NumberFormat(document.documentElement.lang).format(number);
  const sum = weeks.reduce((all, each) => all + each, 0);
  const unknown = built.size - weeks.length;
  const text = line.dataset.needsSays.replace("{count}", words(built.size)).replace("{weeks}", words(sum));
  const rest = unknown ? ` ${line.dataset.needsUnknown.replace("{count}", words(unknown))}` : "";
  if (line.textContent !== text + rest) line.textContent = text + rest;
}

function places(slider) {
  return [...slider.form.querySelectorAll(".ranking [data-name]")].slice(0, Number(slider.max));
}

function draw(slider) {
  const above = Number(slider.value);
  stood.set(slider, above);
  slider.parentElement.querySelector(".num").textContent = slider.value;
  const line = slider.form.querySelector("[data-line]");
  const rows = places(slider).map((tick) => tick.closest("li"));
  const [next, last] = [rows[above], rows[above - 1]];
  if (next && line.nextElementSibling !== next) next.before(line);
  else if (!next && line.previousElementSibling !== last) last.after(line);
  line.hidden = false;
}

/** Ticks what came above the line and unticks what came below it; what differs from the line was chosen by hand. */
function move(slider) {
  const was = stood.get(slider);
  places(slider).forEach((tick, place) => {
    const follows = tick.checked === place < was && !("byHand" in tick.dataset);
    if (follows) tick.checked = place < Number(slider.value);
  });
  draw(slider);
}

function sayAll() {
  for (const slider of document.querySelectorAll("[data-limit]")) draw(slider);
  for (const line of document.querySelectorAll("[data-decides]")) say(line);
  for (const line of document.querySelectorAll("[data-needs]")) need(line);
}

document.addEventListener("input", ({ target }) => {
  if (target.matches("[data-limit]")) {
    move(target);
    sayAll();
  } else if (target.matches(".deciding .ranking [data-name]")) target.dataset.byHand = "";
});

// The line itself is dragged: it lies below the places whose middle is above the pointer. No one draws the list anew meanwhile.
document.addEventListener("pointerdown", (event) => {
  const line = event.target.closest("[data-line]");
  if (!line || event.button !== 0) return;
  event.preventDefault();
  const list = line.parentElement;
  const slider = line.closest("form").querySelector("[data-limit]");
  const follow = ({ clientY }) => {
    const middles = places(slider).map((tick) => tick.closest("li").getBoundingClientRect());
    const above = middles.filter(({ top, bottom }) => (top + bottom) / 2 < clientY).length;
    if (above === Number(slider.value)) return;
    slider.value = above;
    slider.dispatchEvent(new Event("input", { bubbles: true }));
  };
  list.dataset.dragging = "";
  list.setPointerCapture(event.pointerId);
  list.addEventListener("pointermove", follow);
  const end = () => {
    delete list.dataset.dragging;
    list.removeEventListener("pointermove", follow);
    for (const name of ["pointerup", "pointercancel"]) list.removeEventListener(name, end);
    list.dispatchEvent(new Event("dragend", { bubbles: true }));
  };
  for (const name of ["pointerup", "pointercancel"]) list.addEventListener(name, end);
});

for (const name of ["change", "headwaters:region"]) document.addEventListener(name, sayAll);
sayAll();
