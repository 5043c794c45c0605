// The numbers of marks, at their data products on the map of the stage. A mark about the whole map has its number in the
// list alone. At a stop of the camera the list isn't seen, and neither are numbers.
//
//   <ol class="mark-list"><li data-about="HCP 360"><b class="mark-number">3</b>…   the marks
//   <g data-node data-name="HCP 360" data-mark="product">                         a node of the map
//   <g class="map-numbers">                                                       what this script adds to the map
const NAMESPACE = "http://www.w3.org/2000/svg";
const PRODUCTS = ':is([data-mark="product"], [data-mark="shared"])[data-name]';
const LARGER = 1.1; // than the letters of the node
const HIGH = 1.3; // a pill around a number, in its letters
const [DIGIT, OTHER] = [0.64, 0.28]; // how wide letters are

/** The numbers of marks by the name of their data product, from the lowest. */
function numbersByName() {
  const numbers = new Map();
  for (const mark of document.querySelectorAll(".stage-map .mark-list > [data-about]")) {
    const number = mark.querySelector(".mark-number")?.textContent.trim();
    if (number) numbers.set(mark.dataset.about, [...(numbers.get(mark.dataset.about) ?? []), number]);
  }
  for (const each of numbers.values()) each.sort((one, other) => Number(one) - Number(other));
  return numbers;
}

function element(name, attributes, words = "") {
  const made = document.createElementNS(NAMESPACE, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.textContent = words;
  return made;
}

/** A pill with words over the left upper corner of a node. */
function pill(node, ground, words) {
  const { x, y } = node.getBBox();
  const size = Number.parseFloat(getComputedStyle(node.querySelector("text")).fontSize) * LARGER;
  const letters = [...words].reduce((sum, each) => sum + (/\d/.test(each) ? DIGIT : OTHER), 0);
  const [high, wide] = [size * HIGH, Math.max(size * HIGH, (letters + 0.7) * size)];
  const [left, middle] = [x + ground.e, y + ground.f - high * 0.15];
  const look = { x: left, y: middle - high / 2, width: wide, height: high, rx: high / 2 };
  const place = { x: left + wide / 2, y: middle + size * 0.36, "font-size": size, "text-anchor": "middle" };
  return [element("rect", look), element("text", place, words)];
}

/** Writes the numbers again, for the marks and the map that are there now. */
function write() {
  const svg = document.querySelector(".stage-map .map-scroll > svg");
  if (!svg) return;
  svg.querySelector(":scope > .map-numbers")?.remove();
  const [ground] = svg.querySelectorAll(":scope > g");
  const numbers = numbersByName();
  if (!ground || numbers.size === 0 || svg.clientWidth === 0) return;
  const moved = ground.transform.baseVal.consolidate()?.matrix ?? { e: 0, f: 0 };
  const group = element("g", { class: "map-numbers", "aria-hidden": "true" });
  for (const node of ground.querySelectorAll(PRODUCTS)) {
    const words = numbers.get(node.dataset.name)?.join(", ");
    if (words && node.querySelector("text")) group.append(...pill(node, moved, words));
  }
  ground.after(group);
}

write();
document.addEventListener("headwaters:region", write);
document.fonts.addEventListener("loadingdone", write);
