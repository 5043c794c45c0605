// A drawing on the stage is read from the last row. One whose words would be too small is drawn larger and shown part by
// part, each for a while. What a part cuts has no words there: it stands whole in another one.
//
//   <main data-map-parts="Part {part} of {of}" data-map-held="Part {part} of {of}, held">
//     <div class="map-scroll"><svg>…</svg></div>
// Where there are parts, two buttons are shown:
//   <button data-next-part hidden disabled>                      goes to the next part at once
//   <button data-hold hidden disabled aria-pressed="false">      holds the part that is seen, or lets the parts go on
const LEAST = 24.2 / 1080; // of the height of the screen, for the smallest words
const REST = 12_000; // milliseconds that a part is seen
const MARGIN = 10; // beside a node, in points of the drawing
const MOST_PLACES = 60; // on each axis, where a part may begin

const main = document.querySelector("[data-map-parts]");
const hold = document.querySelector("[data-hold]");
const buttons = document.querySelectorAll("[data-hold], [data-next-part]");
const wholes = new WeakMap(); // drawing → its whole viewBox
let fittings = new WeakMap(); // drawing → its parts, and the room that they are for
let seen = ""; // the names of the drawings that are on the stage
let shown = 0;
let clock;
let isHeld = false;

/** The groups of words in the coordinates of the whole drawing: a node each, or the words of a line. */
function groupsOf(svg) {
  const inDrawing = svg.getScreenCTM().inverse();
  const groups = new Map();
  for (const text of svg.querySelectorAll("text")) {
    const group = text.closest("g");
    const box = text.getBoundingClientRect();
    const from = new DOMPoint(box.left, box.top).matrixTransform(inDrawing);
    const to = new DOMPoint(box.right, box.bottom).matrixTransform(inDrawing);
    const so = groups.get(group) ?? { group, left: from.x, top: from.y, right: to.x, bottom: to.y };
    so.left = Math.min(so.left, from.x);
    so.top = Math.min(so.top, from.y);
    so.right = Math.max(so.right, to.x);
    so.bottom = Math.max(so.bottom, to.y);
    groups.set(group, so);
  }
  return [...groups.values()];
}

const holds = (part, group) =>
  group.left >= part.x &&
  group.right <= part.x + part.width &&
  group.top >= part.y &&
  group.bottom <= part.y + part.height;

/** Where a part may begin on one axis: at a group, and not outside of the drawing. */
function starts(groups, edge, from, whole, part) {
  if (part >= whole) return [from - (part - whole) / 2];
  return [
    ...new Set(groups.map((group) => Math.max(from, Math.min(group[edge] - MARGIN, from + whole - part)))),
  ];
}

/** Some of many places, so that a large drawing costs no more. */
function thinned(places) {
  const every = Math.ceil(places.length / MOST_PLACES);
  return places.filter((_, at) => at % every === 0);
}

/** The part, moved so that what it holds stands in its middle. */
function centered(part, held, whole) {
  const middle = (from, to, least, most, length) =>
    length >= most
      ? least - (length - most) / 2
      : Math.max(least, Math.min((from + to - length) / 2, least + most - length));
  const edge = (pick, name) => pick(...held.map((group) => group[name]));
  const x = middle(edge(Math.min, "left"), edge(Math.max, "right"), whole.x, whole.width, part.width);
  const y = middle(edge(Math.min, "top"), edge(Math.max, "bottom"), whole.y, whole.height, part.height);
  return { ...part, x, y };
}

/** The parts of a drawing, as few as show each node whole; only one when its words are large enough in the whole. */
function partsOf(svg, whole, groups) {
  const room = svg.getBoundingClientRect();
  const words = Math.min(
    ...[...svg.querySelectorAll("text")].map((text) => Number.parseFloat(getComputedStyle(text).fontSize)),
  );
  const scale = (innerHeight * LEAST) / words;
  if (Math.min(room.width / whole.width, room.height / whole.height) >= scale) return [whole];
  const part = { width: room.width / scale, height: room.height / scale };
  const nodes = groups.filter(({ group }) => group.closest("[data-node]"));
  const left = new Set(nodes.length ? nodes : groups);
  const across = thinned(starts([...left], "left", whole.x, whole.width, part.width));
  const down = thinned(starts([...left], "top", whole.y, whole.height, part.height));
  const places = across.flatMap((x) => down.map((y) => ({ ...part, x, y })));
  const parts = [];
  while (left.size > 0) {
    const held = places.map((place) => [...left].filter((group) => holds(place, group)));
    const best = held.reduce((best, each, at) => (each.length > held[best].length ? at : best), 0);
    // One that stands whole nowhere is seen from its beginning.
    const [first] = left;
    const alone = held[best].length === 0;
    parts.push(
      alone
        ? { ...part, x: first.left - MARGIN, y: first.top - MARGIN }
        : centered(places[best], held[best], whole),
    );
    for (const group of alone ? [first] : held[best]) left.delete(group);
  }
  const column = ({ x, width }) => Math.round((2 * (x - whole.x)) / width);
  return parts.sort((one, other) => column(one) - column(other) || one.y - other.y);
}

/** Whether a part cuts the words of a group that fit into one. */
const cuts = (part, group) =>
  !holds(part, group) && group.right - group.left < part.width && group.bottom - group.top < part.height;

const see = (svg, { x, y, width, height }) => svg.setAttribute("viewBox", `${x} ${y} ${width} ${height}`);

/** The parts, with room for the words that say which is seen when there is more than one. */
function fitted(svg, whole) {
  svg.parentElement.classList.remove("in-parts");
  see(svg, whole);
  if (partsOf(svg, whole, groupsOf(svg)).length === 1) return { groups: [], parts: [whole] };
  svg.parentElement.classList.add("in-parts");
  const groups = groupsOf(svg);
  return { groups, parts: partsOf(svg, whole, groups) };
}

/** As `fitted`, which takes long for a large drawing: once for each drawing and room. */
function fittedOnce(svg) {
  const { clientWidth, clientHeight } = svg.parentElement;
  const room = `${clientWidth} ${clientHeight} ${innerHeight}`;
  if (fittings.get(svg)?.room !== room) {
    for (const cut of svg.querySelectorAll(".is-cut")) cut.classList.remove("is-cut");
    fittings.set(svg, { room, ...fitted(svg, wholes.get(svg)) });
  }
  return fittings.get(svg);
}

function show() {
  const drawings = [...main.querySelectorAll(".map-scroll > svg")].filter(
    (svg) => svg.clientWidth > 0 && svg.querySelector("text"),
  );
  const names = drawings.map((svg) => svg.parentElement.ariaLabel).join("\n");
  if (names !== seen) {
    // Another drawing is seen from its first part, and that as long as each.
    seen = names;
    shown = 0;
    keep(false);
  }
  offer(false);
  for (const svg of drawings) {
    const { x, y, width, height } = svg.viewBox.baseVal;
    if (!wholes.has(svg)) wholes.set(svg, { x, y, width, height });
    const { groups, parts } = fittedOnce(svg);
    const place = shown % parts.length;
    see(svg, parts[place]);
    for (const group of groups) group.group.classList.toggle("is-cut", cuts(parts[place], group));
    svg.parentElement.querySelector(".map-part")?.remove();
    if (parts.length > 1) {
      offer(true);
      const words = document.createElement("p");
      words.className = "map-part num";
      const said = isHeld ? main.dataset.mapHeld : main.dataset.mapParts;
      words.textContent = said.replace("{part}", place + 1).replace("{of}", parts.length);
      svg.after(words);
    }
  }
}

/** The buttons are there, and their keys work, while something is in parts. */
function offer(isOffered) {
  for (const button of buttons) {
    button.hidden = !isOffered;
    button.disabled = !isOffered;
  }
}

function keep(held) {
  isHeld = held;
  hold.ariaPressed = held;
  go();
}

function go() {
  clearInterval(clock);
  if (!isHeld) clock = setInterval(next, REST);
}

function next() {
  shown += 1;
  show();
}

if (main) {
  show();
  // Words in another font have another width.
  document.fonts.addEventListener("loadingdone", () => {
    fittings = new WeakMap();
    show();
  });
  document.addEventListener("headwaters:region", show);
  window.addEventListener("resize", show);
  document.addEventListener("click", ({ target }) => {
    if (target.closest("[data-hold]")) {
      keep(!isHeld);
      show();
    } else if (target.closest("[data-next-part]")) {
      next();
      go();
    }
  });
}
