// Cards on the stage, in a grid that fills it, in letters as large as fit. Rows are equally high (--rows), unless letters were
// too small then: a row is as high as its longest card needs, and what is free is shared by all.
//   <div class="note-board note-cards" data-board-view="stage">  without groups: the list of its notes gets data-grid, --across:
//     how many cards are beside each other, --letters and its height; data-close where cards have little room: "inline" or "tight"
//   <div class="asks-items">  the same for cards that come in while people write
//   <ol data-card-grid>  the same for the entries of any list; data-card-grid="1" with so many columns for a dozen at most.
//     [data-voted]: it has as many columns before, during and after the vote, when it stands beside who has answered
import { BOARD, fits, heightOf } from "./board-groups.js";

// In parts of the smallest letters that the last row reads: of one card, two, three and more of them. Those of many are no
// larger than the title.
const LARGEST = [4, 3.2, 2.8, 2.4];
const lettersOf = (count) => {
  const most = LARGEST[Math.min(count, LARGEST.length) - 1];
  return Array.from({ length: 24 }, (_each, step) => most * (1 / most) ** (step / 23));
};
const ENOUGH = 1.25; // letters for which cards need not be close
// How close cards are, and below which letters: who wrote a card is in its last line, then all padding is less.
const CLOSE = [
  ["", 0],
  ["inline", 1.5],
  ["tight", ENOUGH],
];
const WIDE = 12; // letters beside each other in a card, in their size
const MOST = 8; // cards beside each other
const ROWS = 3; // so few are below each other
const DOZEN = 12;
const CARDS = 120; // no stage holds more of them
const BESIDE = [0.72, 0.65]; // of the screen, what a grid has beside who has answered
const TEXT = ":is(.said, .board-result-name, h3, .asks-options > li > span)";
const COMING = ".stage-root .asks-items:has(> .item > :is(.board-card, .usage-pattern))";

function listOf() {
  const board = document.querySelector(`${BOARD}:not(.grouped) [data-box=''] > [data-box-notes]`);
  return board ?? document.querySelector(`.stage-root .stage-main [data-card-grid], ${COMING}`);
}

/** Takes back what `tile` did. */
export function untiled() {
  const list = document.querySelector(".stage-root [data-grid]");
  if (!list) return;
  delete list.dataset.grid;
  delete list.dataset.close;
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
  let best = gridIn(root, list, count, room);
  if (!best || best.letters < ENOUGH) {
    list.style.setProperty("--rows", "auto");
    best = gridIn(root, list, count, room) ?? gridIn(root, list, count, room, MOST);
  }
  if (best && (best.letters >= ENOUGH || !list.querySelector(".board-card > .said"))) {
    draw(list, best);
    list.style.blockSize = `${room}px`;
    list.dataset.grid = "full";
    if (fits(root)) return true;
  }
  untiled();
  return false;
}

/** The grid with its letters, with at most so many cards beside each other; null if the texts don't fit. */
function gridIn(root, list, count, room, most = Number(list.dataset.cardGrid) * Math.ceil(count / DOZEN)) {
  const isVoted = list.matches("[data-voted], .note-cards *");
  const grids = gridsOf(count, most || MOST);
  const best = (grids, high) =>
    grids.reduce((largest, grid) => larger(root, list, grid, { best: largest, high }), null);
  const choose = () => {
    if (!isVoted) return best(grids, room);
    list.style.inlineSize = `${Math.min(BESIDE[0] * innerWidth, list.clientWidth)}px`;
    const chosen = best(grids, Math.min(room, BESIDE[1] * innerHeight));
    list.style.removeProperty("inline-size");
    return chosen;
  };
  let chosen = null;
  delete list.dataset.close;
  for (const [close, enough] of CLOSE) {
    if (chosen?.letters >= enough) break;
    if (close) list.dataset.close = close;
    chosen = choose();
  }
  if (chosen && !isVoted) return chosen;
  return best(chosen ? grids.filter(({ across }) => across === chosen.across) : grids, room);
}

/** How high the list may be. Words for screen readers in it are cut off with the rest. */
function roomOf(root, list) {
  list.style.cssText = `position: relative; block-size: ${root.clientHeight}px; overflow: hidden`;
  const room = 2 * root.clientHeight - root.scrollHeight - 2;
  list.removeAttribute("style");
  return room;
}

/** The grids for so many cards, `most` of them beside each other: {across, down}. */
function gridsOf(count, most) {
  return Array.from({ length: count > ROWS ? Math.min(most, MOST, count) : 1 }, (_each, place) => {
    const across = place + 1;
    return { across, down: Math.ceil(count / across) };
  });
}

function draw(list, { across, down, letters }) {
  list.style.setProperty("--across", across);
  list.style.setProperty("--down", down);
  list.style.setProperty("--letters", `${letters.toFixed(3)}rem`);
}

/** The grid with its letters, the largest in which all cards have room, if it is better than `best`: larger or fuller. */
function larger(root, list, grid, { best, high }) {
  const sizes = lettersOf(list.childElementCount).filter((letters) => letters > (best?.score ?? 0) + 0.001);
  const hasRoom = (letters) => {
    draw(list, { ...grid, letters });
    return wordsFit(root, list) && heightOf(list) <= high;
  };
  if (sizes.length === 0 || !hasRoom(sizes.at(-1))) return best;
  let [few, many] = [0, sizes.length - 1];
  while (few < many) {
    const middle = (few + many) >> 1;
    if (hasRoom(sizes[middle])) many = middle;
    else few = middle + 1;
  }
  draw(list, { ...grid, letters: sizes[few] });
  const score = sizes[few] * fullnessOf(list, grid);
  return score > (best?.score ?? 0) ? { ...grid, letters: sizes[few], score } : best;
}

/** How much of the grid its cards need. In equal rows, texts of different lengths count for little, free places as they are,
 *  and cards with few words in a line for less. */
function fullnessOf(list, { across, down }) {
  list.dataset.grid = "own";
  const cards = [...list.children].map(heightOf);
  list.dataset.grid = "";
  const used = cards.reduce((sum, card) => sum + card, 0) / (across * heightOf(list));
  if (list.style.getPropertyValue("--rows")) return used;
  const places = cards.length / (across * down);
  const card = list.firstElementChild;
  const wide = card.clientWidth / parseFloat(getComputedStyle(card).fontSize);
  return places * (used / places) ** 0.25 * Math.min(1, wide / WIDE) ** 0.5;
}

/** Whether no word is wider than its card, or words may be broken. */
const wordsFit = (root, list) =>
  root.hasAttribute("data-breaks") ||
  [...list.querySelectorAll(TEXT)].every((each) => each.scrollWidth <= each.clientWidth + 1);
