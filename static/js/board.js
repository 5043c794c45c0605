// The board of a brainstorm. The server sends notes and groups as items (regions.js keeps them current); this puts each
// note into its group, lets people move notes by mouse, touch and keyboard, and shows on the items what this person gave.
//   <div data-board-view="console | room | stage" data-region="items">   the room's own region needs no attribute
//     <header data-board-group="UUID" data-name="…">    the head of a group
//     <article data-note="UUID" data-group="UUID | ''"> a note; [data-act="move"] in it opens the list of groups
//     <div data-vote="UUID"> [data-act="less"] [data-dots] [data-act="more"]
//   <form id="board-move">   note, group, new: what sends a move, the room's through its outbox, the console's by htmx; with
//                            data-many it takes several notes (picking.js)
//   <div data-board-purse data-dots data-most> <form id="board-vote"> <data data-given="UUID" value="2">
import { fit } from "./board-fit.js";
import { say, words } from "./board-words.js";
import "./board-write.js";
import { announce } from "./toasts.js";
import { uuid } from "./uuid.js";

// Only the room has an outbox, and no letters that steer.
const isRoom = document.body.classList.contains("room");
const [naming, picking, lanes] = isRoom
  ? [null, null, null]
  : await Promise.all([import("./naming.js"), import("./picking.js"), import("./board-lanes.js")]);
const waitingFor = isRoom ? (await import("./contribute.js")).waitingFor : () => [];

const NEW = "new";

// --- Groups: boxes that notes are put into ----------------------------------------------------------------------------

const boards = () =>
  [...document.querySelectorAll("[data-region='items']")].filter((region) =>
    region.querySelector("[data-note], [data-board-group], [data-box]"),
  );
const mover = () => document.getElementById("board-move");
const itemOf = (part) => part.closest("[data-item]");

function box(region, key) {
  const there = region.querySelector(`[data-box="${CSS.escape(key)}"]`);
  if (there) return there;
  const panel = document.createElement("section");
  panel.className = key === "" ? "board-box loose" : key === NEW ? "board-box new" : "board-box";
  panel.dataset.box = key;
  const notes = document.createElement("div");
  notes.className = "board-notes";
  notes.dataset.boxNotes = "";
  panel.append(notes);
  if (key === "" || key === NEW) {
    const title = document.createElement("h3");
    title.textContent = key === NEW ? words().newGroup : words().loose;
    panel.prepend(title);
  }
  (key === "" ? region : groupsOf(region)).append(panel);
  return panel;
}

function groupsOf(region) {
  const there = region.querySelector(":scope > [data-groups]");
  if (there) return there;
  const groups = document.createElement("div");
  groups.className = "board-groups";
  groups.dataset.groups = "";
  region.prepend(groups);
  return groups;
}

const notesOf = (element) => element.querySelector("[data-box-notes]");

/** Puts every item of the board where it belongs; what is there already stays, so nothing flickers. */
function arrange(region) {
  if (region.querySelector("[data-dragging]")) return;
  const groups = new Set();
  for (const head of region.querySelectorAll("[data-board-group]")) {
    const key = head.dataset.boardGroup;
    groups.add(key);
    const place = box(region, key);
    if (itemOf(head).parentElement !== place) place.prepend(itemOf(head));
  }
  const first = new Map(); // place → the items that come first there
  for (const note of region.querySelectorAll("[data-note]")) {
    const key = groups.has(note.dataset.group) ? note.dataset.group : "";
    const place = notesOf(box(region, key));
    const item = itemOf(note);
    if (item.parentElement === place) continue;
    naming?.leaves(item);
    // On the console, what comes into a group is its first card: the lane may have no room for all.
    if (region.dataset.boardView === "console" && key !== "" && item.closest("[data-box]"))
      first.set(place, [...(first.get(place) ?? []), item]);
    else place.append(item);
  }
  for (const [place, items] of first) place.prepend(...items);
  const grouping = Boolean(mover()) && region.querySelector("[data-act='move']") !== null;
  for (const each of region.querySelectorAll("[data-box]")) {
    const key = each.dataset.box;
    if (key !== "" && key !== NEW && !groups.has(key)) each.remove();
  }
  const loose = grouping ? box(region, "") : region.querySelector("[data-box='']");
  if (grouping) box(region, NEW);
  else region.querySelector(`[data-box="${NEW}"]`)?.remove();
  region.classList.add("note-board");
  region.classList.toggle("grouping", grouping);
  region.classList.toggle("grouped", groups.size > 0);
  if (loose) {
    loose.hidden = !grouping && notesOf(loose).childElementCount === 0;
    const around = groupsOf(region);
    // Where people group, what is still to do comes first. On a console it stays there.
    const isFirst = grouping || region.dataset.boardView === "console";
    if (isFirst && around.previousElementSibling !== loose) around.before(loose);
    if (!isFirst && around.nextElementSibling !== loose) around.after(loose);
  }
  for (const each of region.querySelectorAll("[data-box-notes]")) {
    const count = each.querySelectorAll("[data-note]").length;
    each.classList.toggle("empty", count === 0);
    showCount(each.closest("[data-box]"), count);
    if (grouping) draggable(each);
  }
  lanes?.layOut(region);
  naming?.nameNow();
}

/** Shows how many notes are in the box, beside its name. */
function showCount(place, count) {
  const title =
    place.querySelector(":scope > h3") ?? place.querySelector("[data-board-group] > :first-child");
  if (!title || place.dataset.box === NEW) return;
  let shown = place.querySelector("[data-box-count]");
  if (!shown) {
    shown = document.createElement("span");
    shown.className = "count num";
    shown.dataset.boxCount = "";
    if (title.parentElement === place) title.append(" ", shown);
    else title.after(shown);
  }
  shown.textContent = count ? String(count) : "";
}

const dragged = new WeakSet();
const DRAGS = ["dragover", "touchmove"];
let over = null; // the note that another one is dragged over

function hover(event) {
  const { clientX, clientY } = event.touches?.[0] ?? event;
  over = document.elementFromPoint(clientX, clientY)?.closest("[data-note]") ?? null;
}

async function draggable(list) {
  if (dragged.has(list)) return;
  dragged.add(list);
  // Only boards that are grouped pay for the library.
  const { default: Sortable } = await import("../vendor/sortable/sortable.core.esm.js");
  Sortable.create(list, {
    group: "board",
    sort: false,
    draggable: "[data-item]",
    filter: "button, input, a",
    preventOnFilter: false,
    animation: window.matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 140,
    ghostClass: "ghost",
    // A finger that scrolls must not drag.
    delay: 180,
    delayOnTouchOnly: true,
    onStart: ({ item }) => {
      item.setAttribute("data-dragging", "");
      over = null;
      for (const name of DRAGS) document.addEventListener(name, hover, { passive: true });
    },
    onEnd: ({ item, to, from, oldIndex }) => {
      naming?.wasDropped(to === from ? null : from, oldIndex);
      item.removeAttribute("data-dragging");
      for (const name of DRAGS) document.removeEventListener(name, hover);
      const note = item.querySelector("[data-note]");
      const notes = together(note);
      const along = notes.filter((each) => each !== note).map(itemOf);
      if (to !== from) {
        const { box: key } = to.closest("[data-box]").dataset;
        // It goes into a group with those that are moved along, in their order (arrange).
        if (!isRoom && key !== "" && key !== NEW) from.insertBefore(item, from.children[oldIndex] ?? null);
        naming?.leaving(along);
        move(notes, key);
      } else if (over && !notes.includes(over) && from.closest("[data-box='']")?.contains(over)) {
        naming?.leaving(along);
        join(notes, over);
      }
      document.dispatchEvent(new Event("dragend"));
      boards().forEach(arrange);
    },
  });
}

/** Sends a form that stands for many things; the outbox keeps the latest for each `key`. */
function submit(form, key, fields) {
  for (const [name, value] of Object.entries(fields)) form.elements.namedItem(name).value = value;
  form.dataset.contributeKey = key;
  form.requestSubmit();
  form.dataset.contributeKey = "";
}

/** What is moved with this note: all that are selected, if it is one of them. */
const together = (note) => (mover()?.dataset.many === undefined ? [note] : picking.together(note));

function send(notes, group, isNew) {
  const keys = notes.map(({ dataset }) => dataset.note).join(" ");
  submit(mover(), `move:${keys}`, { note: keys, group, new: isNew ? "1" : "" });
}

/** Sends notes into a group, NEW or "" for none. They go there at once; the server's own drawing follows. */
function move(notes, key) {
  if (!mover() || notes.length === 0) return;
  const isNew = key === NEW;
  const group = isNew ? uuid() : key;
  send(notes, group, isNew);
  if (isNew) naming?.toBeNamed(group);
  else for (const note of notes) note.dataset.group = group;
  picking?.moved(notes);
  if (notes.length > 1) return; // the server says how many were moved
  const name = isNew ? words().newGroup : (nameOf(notes[0], key) ?? words().loose);
  announce(say(words().moved, { group: name }));
}

/** Notes that are in no group become one with another. */
function join(notes, other) {
  const form = mover();
  if (!form) return;
  if (form.dataset.many !== undefined) return move([...notes, other], NEW);
  // One is sent after the other into the same new group.
  const group = uuid();
  naming?.toBeNamed(group);
  send([other], group, true);
  // htmx sends one at a time.
  const next = ({ detail }) => detail.successful && send(notes, group, true);
  if (isRoom) send(notes, group, true);
  else form.addEventListener("htmx:afterRequest", next, { once: true });
  announce(say(words().moved, { group: words().newGroup }));
}

const nameOf = (note, key) =>
  note.closest("[data-region]").querySelector(`[data-board-group="${CSS.escape(key)}"]`)?.dataset.name;

// --- "Move to …": the list of groups ----------------------------------------------------------------------------------

let moving = []; // the uuids of the notes whose list is open

function openList(notes) {
  const dialog = document.getElementById("board-dialog");
  if (!dialog || notes.length === 0) return;
  moving = notes.map(({ dataset }) => dataset.note);
  const [note] = notes;
  dialog.querySelector("[data-board-said]").textContent =
    notes.length > 1 ? picking.counted() : note.querySelector(".said").textContent;
  const choices = [...note.closest("[data-region]").querySelectorAll("[data-board-group]")].map((head) => [
    head.dataset.boardGroup,
    head.dataset.name,
  ]);
  choices.push([NEW, words().newGroup]);
  if (notes.some(({ dataset }) => dataset.group)) choices.push(["", words().takeOut]);
  dialog.querySelector("[data-board-choices]").replaceChildren(
    ...choices
      .filter(([key]) => notes.some(({ dataset }) => dataset.group !== key))
      .map(([key, name]) => {
        const item = document.createElement("li");
        const button = document.createElement("button");
        button.type = "button";
        button.className = "button";
        button.dir = "auto";
        button.dataset.act = "into";
        button.dataset.group = key;
        button.textContent = name;
        item.append(button);
        return item;
      }),
  );
  dialog.showModal();
}

const noteNamed = (key) => document.querySelector(`[data-note="${CSS.escape(key)}"]`);

function chosen(button) {
  const notes = moving.map(noteNamed).filter(Boolean);
  button.closest("dialog").close();
  if (notes.length === 0) return;
  move(notes, button.dataset.group);
  boards().forEach(arrange);
  // What was pressed has moved with its note; on from there.
  const seen = moving.map(noteNamed).find((note) => note?.checkVisibility());
  seen?.querySelector("[data-act='move']")?.focus();
}

// --- Dots -------------------------------------------------------------------------------------------------------------

const purse = () => document.querySelector("[data-board-purse]");

// What the server has taken since this person's own part of the page was asked for: item → {dots, at}
const taken = new Map();

/** What this person gave, by item: what the server has, and over it what still waits to be sent. */
function given() {
  const dots = new Map();
  for (const each of document.querySelectorAll("[data-board-purse] [data-given]")) {
    dots.set(each.dataset.given, Number(each.value ?? each.getAttribute("value")));
  }
  for (const [item, { dots: count }] of taken) dots.set(item, count);
  const form = document.getElementById("board-vote");
  for (const fields of form ? waitingFor(form) : []) {
    if (fields.item) dots.set(fields.item, Number(fields.dots));
  }
  return dots;
}

function showDots() {
  const bag = purse();
  if (!bag) return;
  const dots = given();
  const onBoard = new Set([...document.querySelectorAll("[data-vote]")].map((each) => each.dataset.vote));
  // Dots on what was deleted since are the person's again; a board that has not come whole hides none.
  const left = Number(bag.dataset.dots) - [...dots.values()].reduce((sum, count) => sum + count, 0);
  bag.querySelector("[data-board-purse-left]").textContent = String(Math.max(0, left));
  if (onBoard.size === 0) return;
  for (const item of document.querySelectorAll("[data-vote]")) {
    const count = dots.get(item.dataset.vote) ?? 0;
    item.querySelector("[data-dots]").textContent = String(count);
    item.classList.toggle("given", count > 0);
    // Not `disabled`: a button that is pressed keeps the focus at the limit.
    item.querySelector("[data-act='less']").ariaDisabled = count === 0;
    item.querySelector("[data-act='more']").ariaDisabled = left <= 0 || count >= Number(bag.dataset.most);
  }
}

function give(button, step) {
  const form = document.getElementById("board-vote");
  const bag = purse();
  const item = button.closest("[data-vote]").dataset.vote;
  if (!form || !bag || button.ariaDisabled === "true") return;
  // Who has more than the most, since it was lowered, goes down to it.
  const dots = Math.min((given().get(item) ?? 0) + step, Number(bag.dataset.most));
  submit(form, `vote:${item}`, { item, dots });
  showDots();
  announce(say(words().dots, { count: String(dots) }));
  // At none, "less" is not there any more.
  if (!button.checkVisibility()) button.parentElement.querySelector("[data-act='more']").focus();
}

// --- Life -------------------------------------------------------------------------------------------------------------

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-act]");
  if (button?.dataset.act === "move") openList(together(button.closest("[data-note]")));
  else if (button?.dataset.act === "move-picked") openList(picking.picked());
  else if (button?.dataset.act === "into") chosen(button);
  else if (button) give(button, button.dataset.act === "more" ? 1 : -1);
});

let drawing = 0;

function draw() {
  drawing = 0;
  for (const region of document.querySelectorAll("[data-region='items']")) {
    if (region.querySelector("[data-note], [data-board-group]")) continue;
    region.classList.remove("grouping", "grouped");
    if (!("boardView" in region.dataset)) region.classList.remove("note-board"); // other items came after a board
  }
  boards().forEach(arrange);
  picking?.show();
  showDots();
  fit();
}

/** Once per frame, however many items came. */
function drawSoon() {
  if (!drawing) drawing = requestAnimationFrame(draw);
}

/** What was refused goes back where the server has it. */
function asOnTheServer() {
  document.dispatchEvent(new CustomEvent("headwaters:refresh", { detail: { region: "items" } }));
}

document.addEventListener("headwaters:region", (event) => {
  for (const [item, { at }] of taken) if (event.detail.asked > at) taken.delete(item);
  if (boards().includes(event.target)) arrange(event.target);
  drawSoon();
});
document.addEventListener("headwaters:contributed", ({ detail }) => {
  const { item, dots } = detail.fields;
  if (item && dots !== undefined) taken.set(item, { dots: Number(dots), at: performance.now() });
  drawSoon();
});
document.addEventListener("headwaters:refused", asOnTheServer);
document.addEventListener(
  "htmx:responseError",
  ({ target }) => target.id === "board-move" && asOnTheServer(),
);
document.addEventListener("headwaters:folded", drawSoon);
window.addEventListener("resize", drawSoon);
draw();
