// The groups of a board on the stage, in columns of one height (js/board-columns.js).
//   <div class="note-board grouped" data-board-view="stage" data-more="{count} more" data-continued="{name} (continued)">
//     gets its height. What begins a column gets the class column-start: a group, the head with which one continues, or a note
//     in no group. A group with hidden notes ends with how many these are. [data-entire] is a text that is not cut
import { layouts } from "./board-columns.js";
import { say } from "./board-words.js";

const TALL = "100000px";
export const BOARD = ".stage-root .note-board[data-board-view='stage']";

/** Whether nothing lies below the page. */
export const fits = (root) => root.scrollHeight <= root.clientHeight + 1;

export const sizeOf = (element, ...names) =>
  names.reduce((sum, name) => sum + parseFloat(getComputedStyle(element)[name]), 0);
export const heightOf = (element) => sizeOf(element, "height");
export const itemsOf = (list) => [...list.querySelectorAll(":scope > [data-item]")];

/** Puts the groups of a board into columns, whole or continued in the next. */
export function place() {
  const region = document.querySelector(BOARD);
  region?.style.removeProperty("block-size");
  if (!region?.matches(".grouped") || !region.checkVisibility()) return;
  region.style.blockSize = TALL; // one column, to measure
  for (const each of region.querySelectorAll(".column-start")) each.classList.remove("column-start");
  const boxes = [...region.querySelectorAll("[data-box]")].map((box) => prepared(box, region.dataset));
  const used = boxes.filter(({ head, items }) => head || items.length > 0);
  const { columnWidth, columnGap } = getComputedStyle(region);
  const between = parseFloat(columnGap);
  const all = layouts(used.map(measured), {
    columns: Math.max(1, Math.floor((region.clientWidth + between) / (parseFloat(columnWidth) + between))),
    gap: sizeOf(used[0].box, "marginBlockEnd"),
    isFull: "brief" in region.dataset,
  });
  const drawn = (layout) => {
    for (const [index, each] of used.entries()) divide(each, layout.starts[index]);
    region.style.blockSize = `${Math.ceil(layout.high) + 1}px`;
    return all.length > 1 && fits(document.documentElement);
  };
  // If the lowest doesn't fit, none does.
  const lowest = all.reduce((least, each) => (each.high < least.high ? each : least));
  if (drawn(lowest)) all.find((layout) => drawn(layout));
}

/** Writes into a group how many of its notes are left out, and, to be measured, the head with which it continues. */
function prepared(box, words) {
  const list = box.querySelector("[data-box-notes]");
  for (const each of list.querySelectorAll(":scope > :not([data-item])")) each.remove();
  const items = itemsOf(list).filter((each) => !each.hidden);
  const left = itemsOf(list).length - items.length;
  const add = (where, content) => {
    const part = document.createElement("div");
    part.append(content);
    list[where](part);
    return part;
  };
  const rest = left > 0 ? add("append", say(words.more, { count: String(left) })) : null;
  if (rest) rest.className = "board-rest muted";
  const group = box.querySelector("[data-board-group]");
  if (!group) return { box, list, items, rest };
  const name = document.createElement("h3");
  name.dir = "auto";
  name.textContent = say(words.continued, { name: group.dataset.name });
  const head = add("prepend", name);
  head.className = "board-again board-head";
  return { box, list, items, rest, head };
}

/** The heights of a group, for js/board-columns.js. */
function measured({ box, items, rest, head }) {
  const notes = items.map(heightOf);
  if (rest && notes.length > 0) notes[notes.length - 1] += heightOf(rest);
  const more = head ? heightOf(head) : 0;
  const lead = notes.reduce((left, note) => left - note, heightOf(box) - more);
  const frame = sizeOf(box, "paddingTop", "paddingBottom", "borderTopWidth", "borderBottomWidth");
  return { lead, notes, again: more + frame, isLoose: !head };
}

/** Lets a group, and its notes at `starts`, begin a column. */
function divide({ box, list, items, head }, starts) {
  for (const each of list.querySelectorAll(":scope > .board-again")) each.remove();
  for (const each of [box, ...items]) each.classList.remove("column-start");
  for (const at of starts) {
    const first = at === 0 ? box : head ? head.cloneNode(true) : items[at];
    if (at > 0 && head) items[at].before(first);
    first.classList.add("column-start");
  }
}

/** Notes of a full board that are cut get their whole text if their column has room for it, those with the least first. */
export function complete(root) {
  const region = document.querySelector(`${BOARD}.note-cards.grouped[data-brief]`);
  if (!region?.checkVisibility()) return;
  const zoom = region.currentCSSZoom ?? 1;
  const before = region.style.blockSize;
  const tried = parseFloat(before) + root.clientHeight;
  region.style.blockSize = `${tried}px`;
  const room = tried - (root.scrollHeight - root.clientHeight) / zoom - 2;
  const { top } = region.getBoundingClientRect();
  const columns = new Map();
  for (const part of region.querySelectorAll("[data-box-notes] > :not([hidden])")) {
    const { left, bottom } = part.getBoundingClientRect();
    const box = part.closest("[data-box]");
    const column = Math.round((left / zoom - sizeOf(box, "paddingLeft", "borderLeftWidth")) / 4);
    const frame = sizeOf(box, "paddingBottom", "borderBottomWidth");
    const { used = 0, cut = [] } = columns.get(column) ?? {};
    const said = part.querySelector("[data-note] > .said");
    if (said && said.scrollHeight > said.clientHeight + 1) cut.push(said);
    columns.set(column, { used: Math.max(used, (bottom - top) / zoom + frame), cut });
  }
  const more = (said) => said.scrollHeight - said.clientHeight + 1;
  let high = parseFloat(before);
  const entire = [];
  for (const { used, cut } of columns.values()) {
    let end = used;
    for (const [said, height] of cut
      .map((said) => [said, more(said)])
      .sort(([, one], [, other]) => one - other)) {
      if (end + height > room) break;
      end += height;
      entire.push(said);
    }
    high = Math.max(high, Math.ceil(end) + 1);
  }
  for (const said of entire) said.setAttribute("data-entire", "");
  region.style.blockSize = `${high}px`;
  if (fits(root)) return;
  for (const said of entire) said.removeAttribute("data-entire");
  region.style.blockSize = before;
}
