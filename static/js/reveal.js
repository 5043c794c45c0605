// The reveal of a ranking on the stage builds up by itself (css/stage.css).
//
//   <div data-reveal-of="UUID">     what builds up, once: drawn again, or opened later, all of it is there
//   <button data-reveal="step">     goes to the next step at once
//   <button data-reveal="all">      shows all of it
const shown = new Set();

const building = () =>
  document
    .getAnimations()
    .filter((each) => each.animationName === "build-up" && each.playState === "running");

function showAll() {
  for (const each of building()) each.finish();
}

/** Brings everything to where the next part appears. */
function step() {
  const waits = building().map((each) => each.effect.getTiming().delay - each.currentTime);
  const next = Math.min(...waits.filter((wait) => wait > 0));
  if (!Number.isFinite(next)) return showAll();
  for (const each of building()) each.currentTime += next;
}

function begin(part) {
  const key = part.querySelector("[data-reveal-of]")?.dataset.revealOf;
  if (key === undefined) return;
  if (shown.has(key)) showAll();
  shown.add(key);
}

document.addEventListener("click", (event) => {
  const how = event.target.closest("[data-reveal]")?.dataset.reveal;
  if (how === "step") step();
  if (how === "all") showAll();
});
document.addEventListener("headwaters:region", (event) => begin(event.target));
begin(document);
showAll();
