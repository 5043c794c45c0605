// The camera of the stage: a drawing is seen whole first. At a stop, the stage shows a part of it in letters that the
// last row can read. The room keeps the stop, so it is the same after a reload and on each stage.
//
//   <p data-camera="left top width height letters">   the stop, in units of the drawing's viewBox, and the size of its
//                                                 smallest letters; "" is the whole
//   <div class="map-scroll"><svg>…</svg></div>        the drawing: the one in the spotlight, else the activity's. At a stop,
//                                                 the rest of it is dimmed by <path class="camera-shade">, and nodes
//                                                 that the screen would cut, and edges of others, are .camera-off
const LEAST = 24.3 / 1080; // of the height of the screen, for the smallest letters at a stop
const MOST = 40 / 1080; // for these letters where a stop is small
const SHAPE = 16 / 9; // of the screen that stops are made for
const EDGE = 4; // in units of a drawing, that a box beside a stop keeps from the border of the screen
const TIME = 700; // milliseconds on the way to a stop

const still = matchMedia("(prefers-reduced-motion: reduce)");
const wholes = new WeakMap(); // drawing → its whole viewBox
let way = 0; // the frame that is asked for while the camera moves

/** The drawing that people see. */
function shown() {
  const drawings = [...document.querySelectorAll("main .map-scroll > svg")];
  const seen = drawings.filter(
    (svg) => svg.clientWidth > 0 && svg.checkVisibility({ visibilityProperty: true }),
  );
  return seen.find((svg) => svg.closest(".spotlight")) ?? seen[0];
}

const viewOf = (svg) => {
  const { x, y, width, height } = svg.viewBox.baseVal;
  return [x, y, width, height];
};

/** From where on one axis a view of this length shows a part: in its middle, and within the drawing. */
function begin(from, length, part, first, whole) {
  if (length >= whole) return first - (length - whole) / 2;
  if (part > length) return from;
  return Math.max(first, Math.min(from - (length - part) / 2, first + whole - length));
}

/** The view for where the camera is. */
function aimed(svg) {
  const whole = wholes.get(svg);
  const place = document.querySelector("[data-camera]");
  if (!place?.dataset.camera) return whole;
  const [x, y, width, height, letters] = place.dataset.camera.split(" ").map(Number);
  // A screen that is not as wide as it should be shows a stop whole, in smaller letters.
  const least = (Math.min(innerHeight, innerWidth / SHAPE) * LEAST) / letters;
  // A stop is never smaller than in the whole drawing.
  const inWhole = Math.min(svg.clientWidth / whole[2], svg.clientHeight / whole[3]);
  const most = Math.max(least, inWhole, (innerHeight * MOST) / letters);
  const fits = Math.min(svg.clientWidth / width, svg.clientHeight / height);
  const scale = Math.max(least, Math.min(fits, most));
  const [wide, high] = [svg.clientWidth / scale, svg.clientHeight / scale];
  return [begin(x, wide, width, whole[0], whole[2]), begin(y, high, height, whole[1], whole[3]), wide, high];
}

const see = (svg, view) => svg.setAttribute("viewBox", view.join(" "));

/** Dims what is beside the stop: a sheet over the whole drawing, with a hole for the stop. */
function shade(svg) {
  const [x, y, width, height] = (document.querySelector("[data-camera]")?.dataset.camera ?? "")
    .split(" ")
    .map(Number);
  const old = svg.querySelector(":scope > .camera-shade");
  if (!width) {
    old?.remove();
    return;
  }
  const [left, top, wide, high] = wholes.get(svg);
  const far = Math.max(wide, high);
  const sheet = old ?? document.createElementNS(svg.namespaceURI, "path");
  sheet.setAttribute("class", "camera-shade");
  sheet.setAttribute("fill-rule", "evenodd");
  sheet.setAttribute(
    "d",
    `M${left - far} ${top - far}h${wide + 2 * far}v${high + 2 * far}h${-wide - 2 * far}z` +
      `M${x} ${y}h${width}v${height}h${-width}z`,
  );
  if (!old) svg.append(sheet);
}

/** The place of a part of the drawing, in units of its viewBox. */
function placeOf(part, ground) {
  const { x, y, width, height } = part.getBBox();
  return [x + ground.e, y + ground.f, width, height];
}

const isIn = ([x, y, width, height], [left, top, wide, high]) =>
  x >= left - 1 && y >= top - 1 && x + width <= left + wide + 1 && y + height <= top + high + 1;
const isBeside = ([x, y, width, height], [left, top, wide, high]) =>
  x + width < left || y + height < top || x > left + wide || y > top + high;

/** Leaves at a stop its nodes with their edges, and of the others what the view has whole. */
function sift(svg, view) {
  const [ground] = svg.querySelectorAll(":scope > g");
  if (!ground) return;
  const place = document.querySelector("[data-camera]")?.dataset.camera ?? "";
  const stop = place.split(" ").slice(0, 4).map(Number);
  const moved = ground.transform.baseVal.consolidate()?.matrix ?? { e: 0, f: 0 };
  const [left, top, wide, high] = view;
  const clear = [left + EDGE, top + EDGE, wide - 2 * EDGE, high - 2 * EDGE];
  const parts = [...ground.querySelectorAll("g")].filter((part) => !part.querySelector("g"));
  // Edges name their nodes by number, in the order of the drawing (documents/smaller_svg.py).
  const nodes = parts.filter((part) => part.dataset.node);
  const isInside = nodes.map((node) => isIn(placeOf(node, moved), stop));
  for (const part of parts) {
    const { from, to } = part.dataset;
    const box = placeOf(part, moved);
    const isNode = part.querySelector("text") && part.dataset.frame === undefined;
    const isOut = isNode ? !isIn(box, stop) : isBeside(box, stop);
    const isOff =
      from === undefined ? isOut && !isIn(box, clear) : !isInside[Number(from)] && !isInside[Number(to)];
    part.classList.toggle("camera-off", Boolean(place) && isOff);
  }
}

/** Goes to where the camera is: at once, or so that people see where the part is. */
function look(isMoving) {
  cancelAnimationFrame(way);
  const svg = shown();
  if (!svg) return;
  const isNew = !wholes.has(svg);
  if (isNew) wholes.set(svg, viewOf(svg));
  const to = aimed(svg);
  shade(svg);
  sift(svg, to);
  svg.parentElement.classList.toggle("is-close", to !== wholes.get(svg));
  if (isNew || !isMoving || still.matches) {
    see(svg, to);
    return;
  }
  const from = viewOf(svg);
  const begins = performance.now();
  const step = (now) => {
    const share = Math.min(1, Math.max(0, (now - begins) / TIME));
    const eased = share * share * (3 - 2 * share);
    see(
      svg,
      to.map((each, axis) => from[axis] + (each - from[axis]) * eased),
    );
    if (share < 1) way = requestAnimationFrame(step);
  };
  way = requestAnimationFrame(step);
}

look(false);
document.addEventListener("headwaters:region", () => look(true));
addEventListener("resize", () => look(false));
document.fonts.addEventListener("loadingdone", () => look(false));
