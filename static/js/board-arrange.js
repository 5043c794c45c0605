// The groups of a board on the stage, whole, in rows that fill it (js/board-spans.js), in letters as large as fit.
//   <div class="note-board note-cards grouped" data-board-view="stage">  gets data-rows: "cards", or "lines" where cards have
//     no room, --lanes: how many columns there are, and --letters. Its boxes get --span and --inside: how many columns a
//     box takes, and how many its notes have; --down: how far they are below their head, and --card-block: how high its cards
//     are at least
import { BOARD, fits, heightOf, itemsOf, sizeOf } from "./board-groups.js";
import { evened, inRows, packed } from "./board-spans.js";

// In parts of the smallest letters that the last row reads; no larger than the title.
const LETTERS = Array.from({ length: 24 }, (_each, step) => 2.4 * (1 / 2.4) ** (step / 23));
const ENOUGH = 1.2; // letters for which there need be no lines in place of cards
const UNEVEN = 0.92; // what columns of different widths have to gain
const MOST = 8; // columns
const NOTES = 120; // no stage holds more of them
const CARD = 5; // a card is no higher than the highest, or than so many of its letters

const regionOf = () => document.querySelector(`${BOARD}.note-cards.grouped`);

/** Takes back what `arrange` did. */
export function unarranged() {
  const region = document.querySelector(BOARD);
  if (!region?.dataset.rows) return;
  delete region.dataset.rows;
  for (const name of ["--lanes", "--letters", "block-size"]) region.style.removeProperty(name);
  for (const box of region.querySelectorAll("[data-box]")) box.removeAttribute("style");
}

/** Draws the groups of the board as large as they fit. Returns whether they do; if not, nothing has changed. */
export function arrange(root) {
  const region = regionOf();
  if (!region?.checkVisibility() || region.querySelectorAll("[data-note]").length > NOTES) return false;
  const line = region.parentElement.querySelector("[data-board-hidden]");
  for (const each of region.querySelectorAll(".board-again, .board-rest")) each.remove();
  for (const each of region.querySelectorAll(".column-start")) each.classList.remove("column-start");
  for (const each of region.querySelectorAll("[data-item][hidden]")) each.hidden = false;
  line.hidden = true;
  delete region.dataset.brief;
  delete region.dataset.size;
  region.style.removeProperty("--card-block");
  const boxes = [...region.querySelectorAll("[data-box]")].filter((box) => box.checkVisibility());
  const height = roomOf(root, region);
  let best = null;
  const scoreOf = ({ letters, isEven }) => letters * (isEven ? 1 : UNEVEN);
  for (const style of ["cards", "lines"]) {
    if (best && best.letters >= ENOUGH) break;
    for (let columns = 1; columns <= MOST; columns += 1) {
      const planOf = (letters) => planned(root, region, boxes, { style, columns, letters, height });
      const better = largest(planOf, best ? scoreOf(best) : 0);
      if (better && (!best || scoreOf(better) > scoreOf(best))) best = better;
    }
  }
  if (best && drawn(root, region, boxes, best)) return true;
  unarranged();
  return false;
}

/** How high the board may be. */
function roomOf(root, region) {
  region.style.blockSize = `${root.clientHeight}px`;
  const room = 2 * root.clientHeight - root.scrollHeight - 2;
  region.style.removeProperty("block-size");
  return room;
}

/** The plan with the largest letters that fits; null if none with larger ones than `least`. */
function largest(planOf, least) {
  const larger = LETTERS.filter((letters) => letters > least);
  let fitting = larger.length > 0 ? planOf(larger.at(-1)) : null;
  if (!fitting) return null;
  let [few, many] = [0, larger.length - 1];
  while (few < many) {
    const middle = (few + many) >> 1;
    const plan = planOf(larger[middle]);
    if (plan) [many, fitting] = [middle, plan];
    else few = middle + 1;
  }
  return fitting;
}

/** How the groups stand in so many columns of such letters; null if they don't fit. */
function planned(root, region, boxes, { style, columns, letters, height }) {
  set(region, { style, columns, letters });
  for (const box of boxes) box.removeAttribute("style");
  if (!root.hasAttribute("data-breaks") && !wordsFit(region)) return null;
  const groups = boxes.map((box) => {
    const items = itemsOf(box.querySelector("[data-box-notes]"));
    const notes = items.map(heightOf);
    const lead = box.matches(".loose") ? 0 : notes.reduce((left, note) => left - note, heightOf(box));
    return { lead, notes, apart: items.length > 0 ? sizeOf(items[0], "paddingBottom") : 0 };
  });
  const plan = inRows(groups, { columns, gap: sizeOf(region, "rowGap") });
  if (plan.high > height) return null;
  const spans = plan.rows.flatMap((row) => row.spans);
  const isEven = spans.every((span) => span === spans[0]);
  return { style, columns, letters, height, groups, isEven, ...plan };
}

function set(region, { style, columns, letters }) {
  region.dataset.rows = style;
  region.style.setProperty("--lanes", columns);
  region.style.setProperty("--letters", `${letters.toFixed(3)}rem`);
}

const wordsFit = (region) =>
  [...region.querySelectorAll(".said, h3")].every((each) => each.scrollWidth <= each.clientWidth + 1);

/** Draws a plan over the whole room. Returns whether it fits. */
function drawn(root, region, boxes, plan) {
  set(region, plan);
  region.style.blockSize = `${plan.height}px`;
  const free = Math.max(0, plan.height - plan.high) / plan.rows.length;
  const cut = cutIn(region);
  const tall = CARD * parseFloat(getComputedStyle(region).fontSize);
  const most = Math.max(tall, ...plan.groups.flatMap(({ notes }) => notes));
  for (const { from, to, high, lead, spans } of plan.rows) {
    for (let place = from; place < to; place += 1) {
      const { notes, apart } = plan.groups[place];
      const draw = (name, value) => boxes[place].style.setProperty(name, value);
      const height = high + free - lead;
      const span = spans[place - from];
      let columns = 1;
      while (columns < span && packed(notes, columns) > height) columns += 1;
      draw("--span", span);
      draw("--inside", columns);
      if (cut.length > 0) continue;
      draw("--card-block", `${Math.floor(evened(notes, { columns, height, most }) - apart)}px`);
    }
  }
  for (const { from, to } of plan.rows) alignNotes(boxes.slice(from, to));
  const isWhole = () => fits(root) && region.scrollHeight <= region.clientHeight + 1;
  if (!isWhole()) return false;
  // What is cut is whole where there is room for it, the shortest first.
  for (const said of cut) {
    said.setAttribute("data-entire", "");
    if (!isWhole()) said.removeAttribute("data-entire");
  }
  return true;
}

/** Lets the notes of groups in a row begin at one height. */
function alignNotes(boxes) {
  const heads = boxes.map((box) => box.querySelector(":scope > .item"));
  const heights = heads.map((head) => (head ? heightOf(head) : 0));
  const highest = Math.max(...heights);
  for (const [place, box] of boxes.entries())
    if (heads[place]) box.style.setProperty("--down", `${highest - heights[place]}px`);
}

/** Texts of which a line is not seen; letters may reach below their line. */
const cutIn = (region) =>
  [...region.querySelectorAll(".said")]
    .filter((said) => said.scrollHeight > said.clientHeight + parseFloat(getComputedStyle(said).fontSize) / 2)
    .sort((one, other) => one.scrollHeight - other.scrollHeight);
