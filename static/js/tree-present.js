// The value tree on a projector: one goal, as large as the screen has room for. Arrows and Page keys, as those of a presenter,
// turn to the next goal and the one before; Escape ends the presentation.
const turns = {
  ArrowRight: "[rel=next]",
  PageDown: "[rel=next]",
  ArrowLeft: "[rel=prev]",
  PageUp: "[rel=prev]",
  Escape: "[data-exit]",
};
const tree = document.getElementById("tree");
const [LEAST, MOST, STEP] = [1, 2.4, 0.1];

function fit() {
  let zoom = MOST;
  do {
    tree.style.zoom = zoom;
    zoom -= STEP;
  } while (zoom >= LEAST && document.documentElement.scrollHeight > window.innerHeight);
}

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const link = turns[event.key] && document.querySelector(`main ${turns[event.key]}`);
  if (!link) return;
  event.preventDefault();
  link.click();
});

window.addEventListener("resize", fit);
document.fonts.ready.then(fit);
