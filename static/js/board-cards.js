// Cards of one size on the stage, in a grid that fills it, in letters as large as fit.
//   <div class="note-board note-cards" data-board-view="stage">  without groups: the list of its notes gets data-grid, --across:
//     how many cards are beside each other, --letters and its height
//   <ol data-card-grid>  the same for the entries of any list
import { BOARD, fits, heightOf, sizeOf } from "./board-groups.js";

// In parts of the smallest letters that the last row reads.
const LETTERS = Array.from({ length: 28 }, (_each, step) => 5 * (1 / 5) ** (step / 27));
const MOST = 8; // cards beside each other
const CARDS = 120; // no stage holds more of them
const WIDE = 3.2; // times as wide as high, or less, is a card
const TEXT = ":is(.said, .board-result-name)";

function listOf() {
  const board = document.querySelector(`${BOARD}.note-cards:not(.grouped) [data-box=''] > [data-box-notes]`);
  if (board?.querySelector(".board-card")) return null; // their names stay whole before their sentences do
  return board ?? document.querySelector(".stage-root .stage-main [data-card-grid]");
}

/** Takes back what `tile` did. */
export function untiled() {
  const list = document.querySelector(".stage-root [data-grid]");
  if (!list) return;
  delete list.dataset.grid;
  list.removeAttribute("style");
}

/** Draws the cards as large as they fit. Returns whether they do with whole texts; if not, nothing has changed. */
export function tile(root) {
  const list = listOf();
  const count = list?.childElementCount ?? 0;
  if (count === 0 || count > CARDS || !list.checkVisibility()) return false;
  const region = list.closest("[data-board-view], .stage-rows");
  delete region?.dataset.brief;
  delete region?.dataset.size;
  region?.style.removeProperty("--card-block");
  for (const each of list.children) each.hidden = false;
  for (const line of document.querySelectorAll(".stage-main [data-board-hidden]")) line.hidden = true;
  list.dataset.grid = "";
  const room = roomOf(root, list);
  const grids = gridsOf(list, count, room);
  const best = grids.reduce((largest, grid) => larger(root, list, grid, largest), null);
  if (best) {
    draw(list, best);
    list.style.blockSize = `${room}px`;
    list.dataset.grid = "full";
    if (fits(root)) return true;
  }
  untiled();
  return false;
}

/** How high the list may be. */
function roomOf(root, list) {
  list.style.cssText = `block-size: ${root.clientHeight}px; overflow: hidden`;
  const room = 2 * root.clientHeight - root.scrollHeight - 2;
  list.removeAttribute("style");
  return room;
}

/** The grids for so many cards: {across, high, worth}, how high a card is, and how good the grid is in letters of a size. */
function gridsOf(list, count, room) {
  const gap = sizeOf(list, "rowGap");
  return Array.from({ length: Math.min(MOST, count) }, (_each, place) => {
    const across = place + 1;
    const down = Math.ceil(count / across);
    const high = (room - (down - 1) * gap) / down;
    const shape = (list.clientWidth - place * gap) / across / high;
    return { across, high, worth: Math.sqrt((count / (across * down)) * Math.min(1, WIDE / shape, shape)) };
  });
}

function draw(list, { across, letters }) {
  list.style.setProperty("--across", across);
  list.style.setProperty("--letters", `${letters.toFixed(3)}rem`);
}

/** The grid with its letters, the largest in which every text has room in its card, if that is better than `best`. */
function larger(root, list, grid, best) {
  const sizes = LETTERS.filter((letters) => letters * grid.worth > (best?.score ?? 0) + 0.001);
  const hasRoom = (letters) => {
    draw(list, { ...grid, letters });
    return wordsFit(root, list) && [...list.children].every((card) => heightOf(card) <= grid.high);
  };
  if (sizes.length === 0 || !hasRoom(sizes.at(-1))) return best;
  let [few, many] = [0, sizes.length - 1];
  while (few < many) {
    const middle = (few + many) >> 1;
    if (hasRoom(sizes[middle])) many = middle;
    else few = middle + 1;
  }
  return { ...grid, letters: sizes[few], score: sizes[few] * grid.worth };
}

/** Whether no word is wider than its card, or words may be broken. */
const wordsFit = (root, list) =>
  root.hasAttribute("data-breaks") ||
  [...list.querySelectorAll(TEXT)].every((each) => each.scrollWidth <= each.clientWidth + 1);
