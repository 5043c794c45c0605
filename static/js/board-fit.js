// What the projector shows, as large as fits: the board, what lies in the spotlight, or what a kind shows. What does not
// fit is counted.
//
//   <div data-board-view="stage" data-region="items">  gets data-size, and data-brief, for the style sheet: "wide" or "narrow",
//     how wide the columns of groups are; data-full where all of it has no room otherwise, or none at all
//   <p data-board-hidden data-one="…" data-many="{count} …" hidden>
//   <section class="spotlight">  its tree, its .stage-rows or itself gets data-size; of its lists and tables, rows are left out
//   <ul data-fit-rows>, <table data-fit-rows>  rows of a kind that may be left out, the last first
//   <ul data-fit-list>  within a row; it is shortened before a row is left out, and a last entry says how many are left out
//   <p data-board-rest="7">  how many the server left out of the spotlight: they are counted with the rows
// .note-cards get --card-block: the cards are as high as the highest.
// The root gets data-whole and --lines-most, after how many lines text is cut if it must be, --grow: how much larger than
// usual the content is drawn, --strip: the width that the count of people takes beside what they should do, and data-breaks where a word is wider than its place and has to be broken (stage.css).
import { arrange, unarranged } from "./board-arrange.js";
import { tile, untiled } from "./board-cards.js";
import { complete, fits, heightOf, itemsOf, place } from "./board-groups.js";
import { say } from "./broadcast-fit.js";

const SIZES = ["giant", "huge", "large", "medium", "compact"];
const BRIEF = ["wide", "narrow"];
const SCALES = [0.9, 0.8, 0.7, 0.6];
const LINES = ["none", 12, 10, 8, 6, 5, 4, 3, 2];
const ROWS =
  ":is([data-fit-rows], .shortlist, .said-list, .rows, .stage-agenda) > li, [data-fit-rows] > tbody > tr";
const LARGE = 1.3; // letters of cards below what the facilitator says
const LEAST = 24.2 / 1080; // of the height of the screen, for letters
// Has its own way to be wider than its place.
const APART = ".map-scroll, .visually-hidden, .slide pre";
const TRIES = 4; // rows more that may fit where one more doesn't
const GROWN = [2, 1.85, 1.7, 1.6, 1.5, 1.4, 1.3, 1.22, 1.15, 1.1, 1.05, 1];

/** What may be left out of the spotlight, the last first: goals of a tree, else rows of lists and tables, and then what
 *  holds rows. */
function rowsOf(spotlight) {
  const own = spotlight.matches(".stage-rows, [data-board-view]") ? spotlight.querySelectorAll(ROWS) : [];
  // Of lists beside each other, each keeps as many.
  const depth = (row) => (row.closest(".key-columns") ? [...row.parentElement.children].indexOf(row) : 0);
  if (own.length) return [...own].sort((one, other) => depth(one) - depth(other));
  const goals = [...spotlight.querySelectorAll(".live-tree > .item")];
  if (goals.length) return goals;
  const rows = [...spotlight.querySelectorAll("li:not(:has(li)), tbody > tr")];
  // What the title tells of stays.
  const bottom = (row) => (row.matches(".is-largest") ? 0 : row.getBoundingClientRect().bottom);
  return [
    ...spotlight.querySelectorAll("li:has(li)"),
    ...rows.sort((one, other) => bottom(one) - bottom(other)),
  ];
}

/** Fits the content of the stage. Observers scroll a board of notes; their other pages are fitted, too. Other pages stay as
 *  they are. Words are whole, but for those that are wider than their place. */
export function fit() {
  const root = document.documentElement;
  if (!root.matches(".stage-root")) return void fitted(root);
  for (const each of root.querySelectorAll("[data-entire]")) each.removeAttribute("data-entire");
  for (const each of root.querySelectorAll(".spotlit-table")) each.style.removeProperty("--more");
  say(root, () => fitWords(root));
  complete(root);
  fill(root);
  const charts = document.querySelectorAll(".stage :is(.strip, .step-chart svg, .pictured.keyed .chart)");
  for (const chart of charts) letter(chart);
}

/** Fits the content with whole words where they have room. Returns whether nothing is cut, and cards have large letters. */
function fitWords(root) {
  root.removeAttribute("data-breaks");
  fitWhole(root);
  if (!wordsFit(root)) {
    root.setAttribute("data-breaks", "");
    fitWhole(root);
  }
  const letters = document.querySelector(".stage-root [data-grid]")?.style.getPropertyValue("--letters");
  const isLarge = !letters || parseFloat(letters) >= LARGE;
  return isLarge && root.hasAttribute("data-whole") && !(root.style.getPropertyValue("--lines-most") > 0);
}

/** Rows of a table in the spotlight share the height that is left (--more). */
function fill(root) {
  const stack = root.querySelector(".stage-root .stage-steering > .spotlight > .stack:has(> .spotlit-table)");
  if (!stack) return;
  const table = stack.querySelector(":scope > .spotlit-table");
  const rows = [...table.querySelectorAll("tbody > tr:not([hidden])")];
  const bottoms = [...stack.children].map((each) => each.getBoundingClientRect().bottom);
  const left = stack.getBoundingClientRect().bottom - Math.max(...bottoms) - 2;
  const grow = Number(root.style.getPropertyValue("--grow"));
  if (left > 0) table.style.setProperty("--more", `${(left / rows.length / 2 / grow).toFixed(1)}px`);
}

/** Letters in a chart that is drawn smaller or larger than it is are read from the last row all the same. */
function letter(chart) {
  const { width, height } = chart.getBoundingClientRect();
  const { width: wide, height: high } = chart.viewBox.baseVal;
  const scale = Math.min(width / wide, height / high);
  if (scale) chart.style.setProperty("--letters", `${((LEAST * innerHeight) / scale).toFixed(1)}px`);
}

/** Text is cut after fewer and fewer lines only where it does not fit. What still does not fit, such as any other kind below
 *  a message of many lines, is drawn smaller. */
function fitWhole(root) {
  const draw = (name, value) => root.style.setProperty(name, value);
  draw("--grow", 1);
  draw("--fit", 1);
  draw("--strip", `${stripWidth()}px`);
  draw("--lines-most", LINES[0]);
  root.setAttribute("data-whole", "");
  unarranged();
  untiled();
  const fitsIn = (lines) => {
    draw("--lines-most", lines);
    return arrange(root) || (fitted(root) && !hidesAny());
  };
  if (tile(root)) return;
  if (fitsIn(LINES[0])) return grow(root);
  if (fitsIn(LINES.at(-1))) {
    let [few, many] = [1, LINES.length - 1];
    while (few < many) {
      const middle = (few + many) >> 1;
      if (fitsIn(LINES[middle])) many = middle;
      else few = middle + 1;
    }
    fitsIn(LINES[few]);
    return grow(root);
  }
  root.removeAttribute("data-whole");
  if (fitted(root)) return;
  if (!matchMedia("(min-width: 60rem)").matches) return;
  // The head keeps its size as long as possible, and the content does where that doesn't help.
  for (const [name, other] of [
    ["--grow", 1],
    ["--fit", 1],
    ["--fit", SCALES.at(-1)],
  ]) {
    draw("--grow", name === "--grow" ? 1 : other);
    for (const scale of SCALES) {
      draw(name, scale);
      if (fitted(root)) return;
    }
  }
}

/** The width that the count of people takes beside what they should do; 0 where it is below that. */
function stripWidth() {
  const strip = document.querySelector(".stage-root .answered");
  return strip && getComputedStyle(strip).position === "absolute" ? strip.offsetWidth : 0;
}

const hidesAny = () => document.querySelector("[data-board-hidden]:not([hidden])") !== null;

/** Makes the cards of a board equally high, and puts its groups into columns. */
function level() {
  const board = document.querySelector(".stage .note-cards");
  if (board && !board.dataset.brief) {
    board.style.removeProperty("--card-block");
    const heights = [...board.querySelectorAll("[data-note]")].map(heightOf);
    board.style.setProperty("--card-block", `${Math.max(0, ...heights.filter(Boolean))}px`);
  }
  place();
}

/** Whether no word is wider than its place. */
function wordsFit(root) {
  if (root.scrollWidth > root.clientWidth + 1) return false;
  const places = ".stage-root :is(.stage-head, [data-region='main'], .spotlight)";
  const parts = document.querySelectorAll(`${places}, ${places} :not(svg, svg *)`);
  return [...parts].every(
    (each) => each.clientWidth < 2 || each.scrollWidth <= each.clientWidth + 1 || each.matches(APART),
  );
}

/** Whether nothing is wider than its place either. */
const fitsAcross = (root) => fits(root) && (root.hasAttribute("data-breaks") || wordsFit(root));

/** Of each name and note that is cut after some lines: how much of its height is seen. */
function seen() {
  const isCut = (each) => {
    const { overflowY, webkitLineClamp } = getComputedStyle(each);
    return overflowY === "hidden" && webkitLineClamp !== "none" && each.scrollHeight > 0;
  };
  const names = document.querySelectorAll(
    ".stage-root :is([data-region='main'], .spotlight) :is(h2, h3, [data-note] > .said)",
  );
  return new Map([...names].filter(isCut).map((each) => [each, each.clientHeight / each.scrollHeight]));
}

/** Draws the content as large as fits, without more of a name or note being cut. */
function grow(root) {
  if (document.querySelector(".stage-root :is([data-rows], [data-grid])")) return; // it is already
  level();
  const before = seen();
  const loses = () => [...seen()].some(([each, part]) => part < before.get(each) - 0.02);
  let [few, many] = [0, GROWN.length - 1];
  while (few < many) {
    const middle = (few + many) >> 1;
    root.style.setProperty("--grow", GROWN[middle]);
    level();
    if (fitsAcross(root) && !loses()) many = middle;
    else few = middle + 1;
  }
  root.style.setProperty("--grow", GROWN[few]);
  level();
}

/** Where a kind shows rows that may be left out. */
function placeOfRows() {
  const rows = document.querySelector(".stage-root [data-region='main'] .stage-rows");
  return rows?.querySelector(ROWS) ? rows : null;
}

/** The line that says how many are left out of the spotlight, or of a region. */
const lineOf = (part) =>
  (part.matches(".spotlight") ? part : part.parentElement).querySelector("[data-board-hidden]");

/** Its sentence. */
const sentenceOf = (line, count) =>
  (count === 1 ? line.dataset.one : line.dataset.many).replace("{count}", String(count));

/** Whether the page fits, and shows something of the board or the spotlight. */
function fitted(root) {
  const spotlight = document.querySelector(".stage-root .stage-steering > .spotlight");
  const region = spotlight ?? document.querySelector("[data-board-view='stage']") ?? placeOfRows();
  if (!region) return fits(root);
  // The board's own, also where observers have a spotlight before it.
  const line = lineOf(spotlight ?? region);
  for (const row of (spotlight ?? region).querySelectorAll("[hidden]")) row.hidden = false;
  const isBoard = "boardView" in region.dataset && !region.querySelector("[data-fit-rows]");
  const list = region.querySelector(".stage-rows") ?? region;
  const items = isBoard
    ? [...region.querySelectorAll("[data-item]:not(:has([data-board-group]))")]
    : rowsOf(list);
  for (const item of items) item.hidden = false;
  line.hidden = true;
  shorten(region, Number.POSITIVE_INFINITY);
  delete region.dataset.brief;
  delete region.dataset.full;
  const fitsAt = (size) => {
    (region.querySelector(".live-tree") ?? list).dataset.size = size;
    if (isBoard) level();
    return fits(root);
  };
  // A full board fits in none of them.
  if ((!isBoard || fitsAt(SIZES.at(-1))) && SIZES.some(fitsAt)) return true;
  if (region.querySelector("[data-note]") && !root.matches(".stage-root")) return true; // observers scroll
  // Cards keep their names, and goals theirs, before one of them is left out.
  const hasBoxes = region.querySelector("[data-box]") !== null;
  const briefs = hasBoxes ? BRIEF : BRIEF.slice(0, 1);
  for (const brief of briefs) {
    region.dataset.brief = brief;
    if (isBoard) level();
    if (fits(root) || fitsShortened(root, region)) return true;
  }
  region.dataset.full = "";
  if (fits(root)) return true;
  if (root.hasAttribute("data-whole")) return false; // something would be left out
  const rests = [...region.querySelectorAll("[data-board-rest]")];
  for (const each of rests) each.hidden = true;
  // What it will say takes room.
  line.textContent = line.dataset.many;
  line.hidden = false;
  const order = hasBoxes ? byFullestBox(region) : [...items].reverse();
  const tries = briefs.map((brief) => {
    region.dataset.brief = brief;
    return { few: fewest(root, order), brief };
  });
  const { few, brief } = tries.reduce((best, each) => (each.few < best.few ? each : best));
  region.dataset.brief = brief;
  hide(order, few);
  const leftOut = hasBoxes && fits(root) ? refill(root, order.slice(0, few)) : few;
  const count = leftOut + rests.reduce((sum, each) => sum + Number(each.dataset.boardRest), 0);
  line.hidden = count === 0;
  line.textContent = sentenceOf(line, count);
  return fits(root) && few < order.length;
}

/** Whether the page fits with shorter lists within the rows; they are as long as fits. */
function fitsShortened(root, region) {
  const lists = [...region.querySelectorAll("[data-fit-list]")];
  let [few, many] = [1, Math.max(1, ...lists.map((list) => list.children.length))];
  while (few < many) {
    const middle = (few + many + 1) >> 1;
    shorten(region, middle);
    if (fits(root)) few = middle;
    else many = middle - 1;
  }
  shorten(region, few);
  return lists.length > 0 && fits(root);
}

/** Shows at most so many of each list within the rows. */
function shorten(region, most) {
  for (const list of region.querySelectorAll("[data-fit-list]")) {
    list.querySelector(":scope > [data-fit-rest]")?.remove();
    const entries = [...list.children];
    for (const [place, entry] of entries.entries()) entry.hidden = place >= most;
    if (entries.length <= most) continue;
    const rest = document.createElement("li");
    rest.className = "muted num";
    rest.dataset.fitRest = "";
    rest.textContent = sentenceOf(lineOf(region), entries.length - most);
    list.append(rest);
  }
}

/** How many notes, in this order, have to be hidden at least. */
function fewest(root, order) {
  let [few, many] = [0, order.length];
  while (few < many) {
    const middle = (few + many) >> 1;
    hide(order, middle);
    if (fits(root)) many = middle;
    else few = middle + 1;
  }
  // In columns, some more may take less height than one more.
  for (let fewer = few - 1; fewer >= Math.max(0, few - TRIES); fewer -= 1) {
    hide(order, fewer);
    if (fits(root)) few = fewer;
  }
  return few;
}

/** Shows those again that have room: one may be shorter than those beside it. Returns how many are left out after all. */
function refill(root, hidden) {
  const full = new Set();
  let left = hidden.length;
  // The next of a box first, so that none is left out between two.
  for (const note of hidden.reverse()) {
    const box = note.parentElement;
    if (full.has(box)) continue;
    note.hidden = false;
    place();
    if (fits(root)) {
      left -= 1;
    } else {
      full.add(box);
      note.hidden = true;
      place();
    }
  }
  return left;
}

function hide(notes, count) {
  for (const [at, note] of notes.entries()) note.hidden = at < count;
  place();
}

/** The order in which notes are left out: from the fullest box first, so that of every group something is seen. */
function byFullestBox(region) {
  const boxes = [...region.querySelectorAll("[data-box-notes]")].map(itemsOf);
  const order = [];
  for (let left = boxes.reduce((sum, notes) => sum + notes.length, 0); left > 0; left -= 1) {
    const fullest = boxes.reduce((most, each) => (each.length > most.length ? each : most));
    order.push(fullest.pop());
  }
  return order;
}
