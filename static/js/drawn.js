// A drawing that is wider than its place (components/drawn.html) says so, and a small picture shows the whole, as that of a map
// does: a press or a drag on it goes there.
import { Overview } from "./map-overview.js";

const LEAST = 12; // the head of an arrow is smaller, in units of the drawing
const START = 16; // pixels left of the column with which a drawing begins
const followed = new WeakSet();

/** The boxes of a drawing, without the heads of its arrows. */
function boxesOf(svg) {
  return [...svg.querySelectorAll("path[fill]:not([fill=none])")].filter((shape) => {
    const { width, height } = shape.getBBox();
    return Math.min(width, height) > LEAST;
  });
}

function follow(frame) {
  const place = frame.querySelector(".drawn");
  const svg = place.querySelector("svg");
  if (!svg?.viewBox.baseVal?.width || followed.has(frame)) return;
  followed.add(frame);
  const whole = svg.viewBox.baseVal;
  const scale = () => whole.width / svg.clientWidth;
  const go = (x, y) =>
    place.scrollTo(
      (x - whole.x) / scale() - place.clientWidth / 2,
      (y - whole.y) / scale() - place.clientHeight / 2,
    );
  const picture = frame.querySelector(".map-overview");
  const overview = new Overview(picture, svg, boxesOf(svg), whole, go);
  const show = () => {
    const isWhole = place.scrollWidth - place.clientWidth <= 1;
    frame.querySelector(".map-start").hidden = isWhole;
    const { scrollLeft, scrollTop, clientWidth, clientHeight } = place;
    const size = { width: clientWidth * scale(), height: Math.min(clientHeight * scale(), whole.height) };
    const seen = { x: whole.x + scrollLeft * scale(), y: whole.y + scrollTop * scale(), ...size };
    overview.show(isWhole ? null : seen);
  };
  place.addEventListener("scroll", show, { passive: true });
  if ("second" in frame.dataset) {
    const lefts = boxesOf(svg).map((box) => box.getBoundingClientRect().left);
    const second = Math.min(...lefts.filter((left) => left > Math.min(...lefts) + START));
    if (Number.isFinite(second)) place.scrollLeft = second - place.getBoundingClientRect().left - START;
  }
  new ResizeObserver(show).observe(place);
}

/** Lets all drawings within `root` show whether they go on. */
export function followDrawings(root) {
  const frames = root.matches?.("[data-drawn]") ? [root] : root.querySelectorAll("[data-drawn]");
  for (const frame of frames) follow(frame);
}
