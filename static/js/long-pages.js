// On a phone, a page at rest is at most four screens long: of its longest lists the first entries are shown, and a button below
// says how many more there are and shows them. Lists of one kind show the same number. If that is not enough, the last sections
// show their headings alone. Wider screens and paper show everything (css/layout.css, .beyond).
import { words } from "./toasts.js";

const SCREENS = 4;
// A phone on its side is low, not long.
const LOWEST = 800;
// So many entries of a list stay in sight, and so many wait at least: a button for one would take its place. The least is lost
// first.
const STEPS = [
  [3, 3],
  [2, 3],
  [2, 2],
  [1, 3],
  [1, 2],
];
const LISTS = "ul:not(.figures, .legend), ol:not(.shortlist, .ranking), tbody, .rows, dl:not(.figures)";
// The rows of a sum are whole, and so are those of a table of scores.
const WHOLE = "table:has(tfoot) *, table:not(.stacks) *, [popover] *, dialog *, nav *, svg *";
const BUTTON = 48; // pixels that a button takes, with the space around it
const HEAD =
  "h1, h2, h3, h4, header, nav, dt, caption, thead, tfoot, .show-all, .between:has(> :is(h1, h2, h3, h4)), " +
  ".section-head, tr:has(> th[scope='rowgroup'][colspan])";
const narrow = window.matchMedia("(max-width: 48rem)");

const main = document.querySelector("main.page");

/** What the address leads to. */
function led() {
  return document.getElementById(decodeURIComponent(location.hash.slice(1)));
}

/** By how many pixels the page is too long, with some for letters that come later. */
function excess() {
  return document.documentElement.scrollHeight + 8 - SCREENS * Math.max(window.innerHeight, LOWEST);
}

/** What people are led to cannot wait, nor what is wrong, nor the buttons of a form. */
function isKept(each) {
  return each.matches(".form-actions") || each.contains(led()) || each.querySelector(".has-error") !== null;
}

/** The entries of a list that wait beyond the first ones; none where they are fewer than pays. */
function waiting(list, shown, fewest) {
  const entries = [...list.children].filter((each) => each.checkVisibility() && !each.matches(HEAD));
  const last = entries.findLastIndex((each) => !each.matches(".form-actions") && isKept(each));
  const beyond = entries.slice(Math.max(shown, last + 1)).filter((each) => !isKept(each));
  return beyond.length < fewest ? [] : beyond;
}

const height = (entries) =>
  entries.reduce((sum, each) => sum + each.getBoundingClientRect().height, entries.length > 0 ? -BUTTON : 0);

// What waits, with its button, by the list or the section.
const folds = new Map();

function fold(list, entries, label, name) {
  const beyond = [...entries];
  for (const entry of entries) {
    // The term of a fact goes with it, and the button of a list with its list.
    if (entry.previousElementSibling?.matches("dt")) beyond.push(entry.previousElementSibling);
    if (entry.nextElementSibling?.matches(".show-all")) beyond.push(entry.nextElementSibling);
  }
  for (const entry of beyond) entry.classList.add("beyond");
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button small show-all";
  button.textContent = label;
  if (name) button.setAttribute("aria-label", `${label}: ${name}`);
  folds.set(list, { beyond, below: putBelow(list, button) });
  button.addEventListener("click", () => {
    unfold(list);
    const stops = "a, button, input:not([type=hidden]), select, textarea, summary";
    entries.flatMap((entry) => [...entry.querySelectorAll(stops)])[0]?.focus();
  });
}

function unfold(list) {
  const { beyond, below } = folds.get(list) ?? { beyond: [] };
  for (const entry of beyond) entry.classList.remove("beyond");
  below?.remove();
  folds.delete(list);
}

/**
 * Puts a button below a list: above what a form ends with, in a section as its last part, and in a row of its own where a table
 * has several lists. Returns what was added.
 */
function putBelow(list, button) {
  const actions = list.querySelector(":scope > .form-actions");
  if (actions) actions.before(button);
  else if (list.matches("section, article, aside")) list.append(button);
  else if (list.matches("tbody:not(:only-of-type)")) {
    const row = list.insertRow();
    row.className = "show-all";
    row.insertCell().append(button);
    row.cells[0].colSpan = list.closest("table").rows[0].cells.length;
    return row;
  } else (list.closest("table") ?? list).after(button);
  return button;
}

/** The lists in sight by their kind, which their class tells, those of many entries first: of these, least is lost. */
function kinds() {
  const byKind = new Map();
  for (const list of main.querySelectorAll(LISTS)) {
    if (list.matches(WHOLE) || !list.checkVisibility()) continue;
    const kind = `${list.tagName} ${(list.closest("table") ?? list).className}`;
    byKind.set(kind, [...(byKind.get(kind) ?? []), list]);
  }
  const longest = (lists) => Math.max(...lists.map((list) => list.children.length));
  return [...byKind.values()].sort((one, other) => longest(other) - longest(one));
}

/** Shows as many entries of each of these lists as fit, but not fewer than `least`. */
function shorten(lists, least, fewest) {
  for (const list of lists) unfold(list);
  const needed = excess();
  const saved = (shown) => lists.reduce((sum, list) => sum + height(waiting(list, shown, fewest)), 0);
  let shown = Math.max(...lists.map((list) => list.children.length)) - fewest;
  while (shown > least && saved(shown) < needed) shown -= 1;
  for (; shown >= least && excess() > 0; shown -= 1) {
    for (const list of lists) {
      unfold(list);
      const entries = waiting(list, shown, fewest);
      const label = words().showMore.replace("{count}", entries.length);
      if (entries.length > 0) fold(list, entries, label, list.getAttribute("aria-label"));
    }
  }
}

/** The last sections show their headings alone. */
function foldSections() {
  for (const section of [...main.querySelectorAll("section, article, aside")].reverse()) {
    if (excess() <= 0) return;
    const head = [...section.children].find((each) => each.matches(HEAD) && each.checkVisibility());
    const entries = [...section.children].filter((each) => each !== head && each.checkVisibility());
    if (!head || head !== section.firstElementChild || isKept(section) || height(entries) < BUTTON) continue;
    fold(section, entries, words().show, head.querySelector("h2, h3, h4")?.textContent ?? head.textContent);
  }
}

function shortenAll(lists) {
  for (const [least, fewest] of STEPS)
    for (const alike of lists) if (excess() > 0) shorten(alike, least, fewest);
}

if (main && narrow.matches) {
  const lists = kinds();
  shortenAll(lists);
  foldSections();
  // More of what was shortened first may fit by now.
  for (const alike of lists.filter((each) => each.some((list) => folds.has(list)))) {
    for (const list of alike) unfold(list);
    shortenAll([alike]);
  }
}

// What someone is led to on the same page is shown.
window.addEventListener("hashchange", () => {
  const target = led();
  for (let each = target?.closest(".beyond"); each; each = each.parentElement.closest(".beyond")) {
    each.classList.remove("beyond");
  }
  target?.scrollIntoView();
});
