// The lanes of a board of cards on the console: what is in no group, and beside it the groups. All cards have one width.
// A group has a column of its own while one is left for what is in no group; further groups wrap below.
//   .note-cards gets the class "lanes", --card: the width of a card, --tray: the columns of what is in no group,
//     --beside: those of the groups, --rows: the rows of groups (board-lanes.css)
const LEAST = 10; // rem, a card: twelve letters of a group's name, its count and its menu
const AROUND = 1.25; // rem, beside the cards of a lane: its padding, with room for a scrollbar
const BORDERS = 2; // pixels
const PER_COLUMN = 3; // cards in no group that are worth a column
const MANY = 12; // cards in no group that keep two columns where there are seven or more

/** How many columns what is in no group gets, and how many the groups. */
function shares(columns, groups, loose, isGrouping) {
  if (!isGrouping && loose === 0) return [0, columns];
  if (!isGrouping && groups === 0) return [columns, 0];
  const kept = columns >= 7 && loose > MANY ? 2 : 1;
  const left = Math.max(kept, columns - Math.max(1, groups));
  const tray = Math.max(1, Math.min(left, columns - 1, Math.ceil(loose / PER_COLUMN)));
  return [tray, columns - tray];
}

/** Lays the lanes out. While places that were left are kept empty, nothing else moves: the shares stay as they are. */
export function layOut(region) {
  if (region.dataset.boardView !== "console" || !region.classList.contains("note-cards")) return;
  const rem = parseFloat(getComputedStyle(document.documentElement).fontSize);
  const around = AROUND * rem + BORDERS;
  const gap = 0.5 * rem;
  const width = region.clientWidth;
  const columns = Math.floor((width + gap) / (LEAST * rem + around + gap));
  const isWide = columns >= 3;
  region.classList.toggle("lanes", isWide);
  if (!isWide) return;
  const groups = region.querySelectorAll("[data-board-group]").length;
  const loose = region.querySelectorAll("[data-box=''] [data-note]").length;
  const keeps = region.querySelector("[data-gap]") && Number(region.dataset.columns) === columns;
  const { style } = region;
  const [tray, beside] = keeps
    ? [Number(style.getPropertyValue("--tray")), Number(style.getPropertyValue("--beside"))]
    : shares(columns, groups, loose, region.classList.contains("grouping"));
  const boxes = beside + Math.min(1, tray);
  const between = (boxes - 1) * gap + Math.max(0, tray - 1) * gap;
  region.dataset.columns = String(columns);
  style.setProperty("--card", `${Math.floor((width - boxes * around - between) / columns)}px`);
  style.setProperty("--tray", String(tray));
  style.setProperty("--beside", String(beside));
  style.setProperty("--rows", String(Math.max(1, Math.ceil(groups / Math.max(1, beside)))));
}
