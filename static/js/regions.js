// Puts fragments into the regions of the page, and leaves alone what a person is doing there (doing.js).
//
// <div data-region="key"> holds a region; in a board, <li data-item="key"> its items, inside <ul data-items> when the
// region has more than the items, ordered by data-position when they have one.
//
// A large board comes in pages: <p data-board="URL URL …"> names them; what is shown stays until all of them are here.
// <p data-board-keep> stands for the board that the page shows already.
// What holds something with data-pending-drawing is asked for again each second until the drawing is there.

import { forget, remember, unsaved, whenFree } from "./doing.js";
import { patiently } from "./patience.js";

const shown = new Map(); // "region" or "region item" → the revision that the page shows of it
const content = new WeakMap(); // element → the fragment that it holds, when that is sure
let base = 0;

/** Tells at which revision the page was drawn. */
export function drawnAt(revision) {
  base = revision;
}

/** Applies the patches of one event; `pull(key, revision)` asks for a personal region. */
export function applyPatches(patches, pull) {
  for (const patch of patches) {
    const elements = regionElements(patch.region);
    if (elements.length === 0 || patch.rev < shownRevision(patch.region, patch.key)) continue;
    if (patch.pull) {
      pull(patch.region, patch.rev);
      continue;
    }
    shown.set(slot(patch.region, patch.key), patch.rev);
    for (const element of elements) {
      if (patch.key === undefined) setRegion(element, patch.html, patch.rev);
      else setItem(element, patch.key, patch.gone ? null : patch.html, patch.rev);
    }
  }
}

/** Puts a fragment that this page asked for, at the time `asked`, into its region. */
export function setPulled(key, html, revision, asked) {
  if (revision < shownRevision(key)) return;
  shown.set(key, revision);
  for (const element of regionElements(key)) setRegion(element, html, revision, asked);
}

export function regionElements(key) {
  return document.querySelectorAll(`[data-region="${CSS.escape(key)}"]`);
}

function slot(region, key) {
  return key === undefined ? region : `${region} ${key}`;
}

function shownRevision(region, key) {
  return Math.max(base, shown.get(region) ?? 0, key === undefined ? 0 : (shown.get(slot(region, key)) ?? 0));
}

// --- Swapping -----------------------------------------------------------------------------------------------------

function setRegion(element, html, revision, asked) {
  if (content.get(element) === html) {
    forget(element);
    return;
  }
  const coming = fragment(html);
  const kept = keptPart(element, coming);
  if (!whenFree(element, change, kept)) {
    const isLeft = hasLeft(element, coming);
    element.toggleAttribute("data-left", isLeft);
    promise(element, isLeft ? null : coming);
    correct(element, coming);
  }

  function change() {
    const restore = remember(element);
    const next = fragment(html);
    const isPlain = carryBoards(element, next);
    if (kept?.isConnected) replaceAround(kept, next);
    else element.replaceChildren(next);
    if (isPlain) content.set(element, html);
    else content.delete(element);
    restore(element);
    ready(element, element, revision, asked);
    fetchBoards();
  }
}

/** <form data-keep="key"> straight in a region stays as it is, with what is typed in it, when the region is drawn again
    with it; one of the same key that sends elsewhere belongs to another activity. */
function keptPart(element, next) {
  const now = element.querySelector(":scope > [data-keep]");
  const twin = now && next.querySelector(`[data-keep="${CSS.escape(now.dataset.keep)}"]`);
  return twin && twin.dataset.contribute === now.dataset.contribute ? now : null;
}

/** Whether something that someone typed has no place in the next drawing: its form is gone, or asks about something
    else by now. Then the person is told (data-left); a form that merely is drawn again waits in silence. */
function hasLeft(element, next) {
  const forms = [...next.querySelectorAll("form[data-contribute]")];
  const isThere = ({ form, name }) =>
    forms.some(
      (each) =>
        each.dataset.contribute === form?.dataset.contribute &&
        each.dataset.draft === form.dataset.draft &&
        each.elements.namedItem(name),
    );
  return [...element.querySelectorAll("textarea, input, select")].some(
    (control) => unsaved(control) && !isThere(control),
  );
}

/** Updates, in a form that is held, the words about who will see what is sent: <p data-promise>. */
function promise(element, next) {
  for (const old of element.querySelectorAll("[data-promise]")) {
    old.textContent = next?.querySelector("[data-promise]")?.textContent ?? "";
  }
}

/** Updates the words beside a form that is held, such as that a deadline has passed: <div data-beside>. */
function correct(element, next) {
  const [old, now] = [element, next].map(({ children }) =>
    [...children].find((each) => each.matches("[data-beside]")),
  );
  if (old && now) old.replaceWith(now.cloneNode(true));
}

function replaceAround(kept, next) {
  for (const child of [...kept.parentElement.childNodes]) if (child !== kept) child.remove();
  const twin = next.querySelector("[data-keep]");
  const all = [...next.childNodes];
  kept.before(...all.slice(0, all.indexOf(twin)));
  kept.after(...all.slice(all.indexOf(twin) + 1));
}

function setItem(region, key, html, revision) {
  content.delete(region);
  const old = region.querySelector(`[data-item="${CSS.escape(key)}"]`);
  const change = () => {
    if (html === null) {
      old?.remove();
      return;
    }
    const item = fragment(html).firstElementChild;
    if (!item) return;
    if (old?.isConnected) {
      const restore = remember(old);
      old.replaceWith(item);
      restore(item);
    } else {
      place(region, item);
    }
    ready(item, region, revision);
  };
  if (old) whenFree(old, change);
  else change();
}

function place(region, item) {
  const list =
    region.querySelector("[data-items]") ?? region.querySelector("[data-item]")?.parentElement ?? region;
  const position = Number(item.dataset.position);
  const next = Number.isFinite(position)
    ? [...list.children].find((other) => Number(other.dataset.position) > position)
    : undefined;
  list.insertBefore(item, next ?? null);
}

function fragment(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  return template.content;
}

// --- Large boards ---------------------------------------------------------------------------------------------------

const BOARD = "[data-board], [data-board-keep]";
const fetching = new Map(); // region → the addresses of the pages that are on their way
const MOST_TRIES = 5;

/** Whether the page was drawn without its large board, which its stream brings. */
export function isPromised() {
  return document.querySelector("[data-board-keep]") !== null;
}

/** Moves the items that are shown to where a fragment of their region says that more of them come, or that they stay. */
function carryBoards(element, next) {
  const marks = next.querySelectorAll(BOARD);
  for (const mark of marks) {
    const key = (mark.closest("[data-region]") ?? element).dataset.region;
    const now =
      element.dataset.region === key ? element : element.querySelector(`[data-region="${CSS.escape(key)}"]`);
    if (!now?.querySelector("[data-item]")) continue;
    mark.before(...now.childNodes);
    // What is fetched replaces them in one step; until then nothing jumps.
    if (mark.dataset.board) mark.hidden = true;
    else mark.remove();
  }
  return marks.length === 0;
}

/** Fetches the boards that the page names but does not show yet. */
export function fetchBoards() {
  askForDrawings();
  for (const mark of document.querySelectorAll(BOARD)) {
    const key = mark.closest("[data-region]").dataset.region;
    if (!mark.dataset.board) {
      // Nothing was there to stay: the region is asked for.
      if (document.documentElement.dataset.connection === "live")
        document.dispatchEvent(new CustomEvent("headwaters:refresh", { detail: { region: key } }));
    } else if (fetching.get(key) !== mark.dataset.board) {
      fetching.set(key, mark.dataset.board);
      // Spread over up to 0.6 seconds: two hundred phones would otherwise ask at once. Other screens are few.
      const longest = Math.min(600, Number(document.body.dataset.livePeople || 1) * 3);
      setTimeout(() => fetchBoard(key, mark.dataset.board, 0), Math.random() * longest);
    }
  }
}

async function fetchBoard(key, addresses, tries) {
  if (fetching.get(key) !== addresses) return; // a newer drawing is on its way
  let pages = [];
  try {
    pages = await boardPages(addresses.split(" ").map((each) => new URL(each, location.href)));
  } catch {
    // The network is away: tried again below.
  }
  if (fetching.get(key) !== addresses) return;
  if (pages === null || (pages.length === 0 && tries >= MOST_TRIES)) {
    fetching.delete(key); // the room has moved on, and what it shows now comes by itself
  } else if (pages.length === 0) {
    setTimeout(() => fetchBoard(key, addresses, tries + 1), 1000 * 2 ** tries * (0.5 + Math.random()));
  } else {
    fetching.delete(key);
    for (const element of regionElements(key)) {
      if (element.querySelector("[data-board]")) whenFree(element, () => showBoard(element, key, pages));
    }
  }
}

/** The pages, all of one drawing: {html, revision}; null when they are no more, none when one did not come. */
async function boardPages(addresses, again = true) {
  const answers = await patiently((signal) => Promise.all(addresses.map((each) => fetch(each, { signal }))));
  if (answers.some(({ status }) => [401, 403, 404, 410].includes(status))) return null;
  if (!answers.every(({ ok }) => ok)) return [];
  const revisions = answers.map((answer) => Number(answer.headers.get("Headwaters-Revision")));
  const newest = Math.max(...revisions);
  if (revisions.every((each) => each === newest))
    return Promise.all(answers.map(async (answer) => ({ html: await answer.text(), revision: newest })));
  if (!again) return [];
  for (const each of addresses) each.searchParams.set("rev", newest);
  return boardPages(addresses, false);
}

/** Shows the fetched items in one step, but for those of which something newer was heard meanwhile. */
function showBoard(element, key, pages) {
  const [{ revision }] = pages;
  const next = fragment(pages.map(({ html }) => html).join(""));
  const items = (root) =>
    new Map([...root.querySelectorAll("[data-item]")].map((each) => [each.dataset.item, each]));
  const fetched = items(next);
  const now = items(element);
  const restore = remember(element);
  for (const [item, old] of now) {
    if ((shown.get(slot(key, item)) ?? 0) <= revision) continue;
    if (fetched.has(item)) fetched.get(item).replaceWith(old);
    else place(next, old);
  }
  for (const [item, each] of fetched) {
    if (!now.has(item) && (shown.get(slot(key, item)) ?? 0) > revision) each.remove();
  }
  element.replaceChildren(next);
  content.delete(element);
  restore(element);
  ready(element, element, revision);
}

const PAUSE = 1_000;
const asking = new Set(); // regions

/** The worker sends no message when a drawing is done, so the screens ask. */
function askForDrawings() {
  for (const pending of document.querySelectorAll("[data-pending-drawing]")) {
    const key = pending.closest("[data-region]").dataset.region;
    if (asking.has(key)) continue;
    asking.add(key);
    setTimeout(() => {
      asking.delete(key);
      if (![...regionElements(key)].some((each) => each.querySelector("[data-pending-drawing]"))) return;
      document.dispatchEvent(new CustomEvent("headwaters:refresh", { detail: { region: key } }));
      askForDrawings();
    }, PAUSE);
  }
}

function ready(element, region, revision, asked) {
  askForDrawings();
  window.htmx?.process(element);
  if (window.htmx) window.htmx.trigger(element, "htmx:load", { elt: element });
  region.dispatchEvent(new CustomEvent("headwaters:region", { bubbles: true, detail: { revision, asked } }));
}

// What someone ticked or moved is not in the fragment that we know, and what htmx swaps into a region is newer.
for (const name of ["change", "htmx:afterSwap", "headwaters:arranged"]) {
  document.addEventListener(name, (event) => {
    const region = event.target.closest?.("[data-region]");
    if (region) content.delete(region);
  });
}
