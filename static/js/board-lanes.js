// The lanes of a board of cards on the console: what is in no group, and beside it the groups and the place for a new one.
// All cards have one size, as high as most texts need. Groups that have no column left share one, and a column is as high
// as the window: of each group it shows the cards that have room, and a press shows the rest.
//   .note-cards gets the class "lanes", --card: the width of a card, --text-lines: how many lines of text it shows,
//     --tray: the columns of what is in no group, --beside: those of the groups, --rows: the height of the columns. A box gets
//     --columns-here and its place in the grid (board-lanes.css)
//   <div data-board-view="console" data-more="{count} more" data-fewer="…">  the words of what shows the rest of a group
import { say } from "./board-words.js";

const LEAST = 10; // rem, a card: twelve letters of a group's name, its count and its menu
const NARROW = 2.75; // rem, what is in no group where nothing is
const AROUND = 1.25; // rem, beside the cards of a lane
const BORDERS = 2; // pixels
const GAP = 0.5; // rem, between cards and between lanes
const HEAD = 2.25; // rem, of a group
const PER_COLUMN = 3; // cards in no group that are worth a column, where the window has no room to share
const MANY = 12; // cards in no group that keep two columns where there are seven or more
const LINES = [2, 3, 4]; // of text in a card
const SHORT = 0.8; // this part of the cards shows its whole text
const FOOT = 1.75; // rem, what shows the rest of a group
const NEW_LEAST = 3; // rem, the place for a new group
const LOWEST = 15; // rem, a column, where the window is low
const STEPS = 4.5; // rem, kept free below the lanes: the console's steps

const opened = new Set(); // the keys of the groups that are shown whole
let inHand; // the key of the card that had the focus last: a dialog that it opened gives the focus back

/** How many columns what is in no group gets, and how many the groups. `high`: how many of its cards a column holds. */
function shares(columns, { groups, loose, isGrouping, isSorted, high }) {
  if (isSorted || (!isGrouping && loose === 0)) return [0, columns];
  if (!isGrouping && groups === 0) return [columns, 0];
  const kept = columns >= 7 && loose > MANY ? 2 : 1;
  const left = Math.max(kept, columns - Math.max(1, groups));
  // The place for a new group has a column of its own while one is free.
  const needed = Math.max(Math.ceil(loose / high), Math.min(loose, left - Math.min(1, groups)));
  const tray = Math.max(1, Math.min(left, columns - 1, needed));
  return [tray, columns - tray];
}

/** How many lines of text a card shows, so that most texts are whole. */
function linesOf(notes) {
  const needs = notes.map((note) => {
    const said = note.querySelector(".said");
    const lines = Math.round(said.scrollHeight / parseFloat(getComputedStyle(said).lineHeight));
    return lines + (note.querySelector(".chip") ? 2 : 0);
  });
  const holds = (lines) => needs.filter((each) => each <= lines).length >= SHORT * needs.length;
  return LINES.find(holds) ?? LINES.at(-1);
}

/** Groups and the place for a new one, each with the column where it begins and its width in columns. Columns that are
 *  left are given to the fullest group that a column of `high` cards doesn't hold, else to the place for a new one. */
function placed(boxes, beside, high) {
  if (boxes.length === 0) return [];
  // Places that are kept empty count.
  const many = boxes.map((box) => box.querySelector("[data-box-notes]").children.length);
  const wide = boxes.map(() => 1);
  const isNew = ({ dataset }) => dataset.box === "new";
  for (let free = beside - boxes.length; free > 0; free -= 1) {
    const fullness = (place) => many[place] / wide[place];
    const fullest = boxes.reduce((most, _box, place) => (fullness(place) > fullness(most) ? place : most), 0);
    const last = boxes.length - 1;
    const widens = isNew(boxes[last]) && fullness(fullest) <= high ? last : fullest;
    if (widens === last || fullness(fullest) > 1) wide[widens] += 1;
  }
  let next = 0;
  return boxes.map((box, place) => {
    const column = next % beside;
    next += wide[place];
    const isOpen = opened.has(box.dataset.box);
    return { box, column, wide: wide[place], many: many[place], isNew: isNew(box), isOpen };
  });
}

/** Gives each lane of a column its height and `shown`, its rows of cards: all, or evenly what has room, if there is a
 *  limit. The last lane takes what is left. Returns the height of all. */
function share(lanes, { room, isLimited, gap, card, head, foot, least }) {
  const rows = (lane) => (lane.isNew ? 0 : Math.max(1, Math.ceil(lane.many / lane.wide)));
  const isCut = (lane) => lane.shown < rows(lane);
  const high = (lane) =>
    lane.isNew ? least : head + lane.shown * card + (isCut(lane) || lane.isOpen ? foot : 0);
  const free = () => room - lanes.reduce((sum, lane) => sum + high(lane) + gap, -gap);
  for (const lane of lanes) lane.shown = rows(lane);
  if (isLimited && free() < 0) {
    for (const lane of lanes) if (!lane.isOpen) lane.shown = Math.min(1, rows(lane));
    let growing = lanes.filter(isCut);
    while (growing.length > 0) {
      const hidden = (lane) => rows(lane) - lane.shown;
      // The last row of a lane takes the place of what would show it.
      const lane =
        growing.find((each) => hidden(each) === 1) ??
        growing.reduce((most, each) => (hidden(each) > hidden(most) ? each : most));
      lane.shown += 1;
      const fits = free() >= 0;
      if (!fits) lane.shown -= 1;
      growing = growing.filter((each) => isCut(each) && (fits || each !== lane));
    }
  }
  for (const lane of lanes) lane.high = high(lane);
  lanes.at(-1).high += Math.max(0, free());
  return lanes.reduce((sum, lane) => sum + lane.high + gap, -gap);
}

/** Shows the first cards of a group, and what shows the rest. A card that is in use or selected stays, instead of the last
 *  of them. */
function cut({ box, shown, wide, isOpen }, words) {
  const places = [...box.querySelector("[data-box-notes]").children];
  const room = shown * wide;
  const isInHand = ({ dataset }) => inHand !== undefined && dataset.item === inHand;
  const first = [
    ...places.filter(isInHand),
    ...places.filter((item) => item.querySelector(".picked")),
    ...places,
  ];
  const seen = new Set([...new Set(first)].slice(0, room));
  for (const item of places) item.hidden = !seen.has(item);
  const rest = places.filter((item) => item.hidden && item.matches("[data-item]")).length;
  let button = box.querySelector(":scope > [data-lane-rest]");
  if (rest === 0 && !isOpen) return button?.remove();
  if (!button) {
    button = document.createElement("button");
    button.type = "button";
    button.className = "lane-rest";
    button.dataset.laneRest = "";
    box.append(button);
  }
  button.ariaExpanded = String(isOpen);
  button.textContent = isOpen ? words.fewer : say(words.more, { count: String(rest) });
}

/** Puts the groups into their columns. */
function stack(region, beside, measures) {
  const boxes = [...region.querySelectorAll("[data-groups] > [data-box]")];
  const lanes = placed(boxes, beside, measures.high);
  const columns = Array.from({ length: beside }, (_each, column) =>
    lanes.filter((lane) => lane.column === column),
  );
  const used = columns.filter(({ length }) => length > 0);
  const room = Math.max(measures.room, ...used.map((each) => share(each, measures)));
  region.style.setProperty("--rows", `${room}px`);
  for (const column of used) {
    share(column, { ...measures, room });
    let top = 1;
    for (const lane of column) {
      const { style } = lane.box;
      style.setProperty("--columns-here", String(lane.wide));
      style.gridColumn = `${lane.column + 1} / span ${lane.wide}`;
      style.gridRow = `${Math.round(top)} / span ${Math.round(lane.high)}`;
      top += lane.high + measures.gap;
      if (!lane.isNew) cut(lane, region.dataset);
    }
  }
}

/** Shows all cards. */
function whole(region) {
  for (const item of region.querySelectorAll("[data-box-notes] > [hidden]")) item.hidden = false;
}

/** Takes the places of the lanes away: there is no room for lanes. */
function leave(region) {
  whole(region);
  region.style.setProperty("--text-lines", String(linesOf([...region.querySelectorAll("[data-note]")])));
  for (const box of region.querySelectorAll("[data-box]")) box.removeAttribute("style");
  for (const button of region.querySelectorAll("[data-lane-rest]")) button.remove();
}

/** Lays the lanes out. While places that were left are kept empty, nothing else moves: the shares stay as they are. */
export function layOut(region) {
  if (region.dataset.boardView !== "console" || !region.classList.contains("note-cards")) return;
  const rem = parseFloat(getComputedStyle(document.documentElement).fontSize);
  const around = AROUND * rem + BORDERS;
  const gap = GAP * rem;
  const groups = region.querySelectorAll("[data-board-group]").length;
  const loose = region.querySelectorAll("[data-box=''] [data-note]").length;
  const isGrouping = region.classList.contains("grouping");
  const hasGaps = region.querySelector("[data-gap]") !== null;
  const isSorted = isGrouping && groups > 0 && loose === 0 && !hasGaps;
  const width = region.clientWidth - (isSorted ? NARROW * rem + gap : 0);
  const columns = Math.floor((width + gap) / (LEAST * rem + around + gap));
  region.classList.toggle("lanes", columns >= 3);
  region.classList.toggle("sorted", columns >= 3 && isSorted);
  const { style } = region;
  if (columns < 3) return leave(region);
  const spreading = `${columns} ${isSorted}`;
  const keeps = hasGaps && region.dataset.columns === spreading;
  region.dataset.columns = spreading;
  const spread = ([tray, beside]) => {
    const boxes = beside + Math.min(1, tray);
    const between = (boxes - 1) * gap + Math.max(0, tray - 1) * gap;
    style.setProperty("--card", `${Math.floor((width - boxes * around - between) / columns)}px`);
    style.setProperty("--tray", String(tray));
    style.setProperty("--beside", String(beside));
  };
  whole(region);
  const notes = [...region.querySelectorAll("[data-note]")];
  if (!keeps) {
    spread([1, columns - 1]);
    style.setProperty("--text-lines", String(linesOf(notes)));
  }
  const isLimited = matchMedia("(min-width: 76rem)").matches;
  const top = region.getBoundingClientRect().top + scrollY;
  const measures = {
    isLimited,
    gap,
    room: isLimited ? Math.max(LOWEST * rem, innerHeight - top - STEPS * rem) : 0,
    head: HEAD * rem + BORDERS,
    foot: FOOT * rem,
    least: NEW_LEAST * rem,
  };
  const cardHeight = () => (notes[0]?.closest("[data-item]").offsetHeight ?? 0) + gap;
  const cardsIn = (room) => Math.floor((room - measures.head) / cardHeight());
  const high = () => (isLimited ? Math.max(2, cardsIn(measures.room)) : PER_COLUMN);
  if (!keeps) spread(shares(columns, { groups, loose, isGrouping, isSorted, high: high() }));
  const beside = Math.max(1, Number(style.getPropertyValue("--beside")));
  // Where many groups share a column, each shows a card all the same.
  const each = measures.room / Math.max(1, Math.ceil(groups / beside)) - gap - measures.foot;
  if (isLimited && !keeps && cardsIn(each) < 1) style.setProperty("--text-lines", String(LINES[0]));
  stack(region, beside, { ...measures, card: cardHeight(), high: high() });
}

document.addEventListener("focusin", ({ target }) => {
  if (!target.closest("dialog")) inHand = target.closest("[data-item]")?.dataset.item;
});
document.addEventListener("click", ({ target }) => {
  const button = target.closest?.("[data-lane-rest]");
  if (!button) return;
  const { box } = button.closest("[data-box]").dataset;
  if (!opened.delete(box)) opened.add(box);
  layOut(button.closest("[data-region]"));
  document.dispatchEvent(new Event("headwaters:cut"));
});
