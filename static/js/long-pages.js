// On a phone, a page at rest is at most four screens long. If it isn't, each of its lists of more than six entries shows the first
// five, and a button below says how many more there are and shows them. If that is not enough, all lists show three, then the last
// sections show their headings alone. Entries with a warning stay, and so do the facts about one thing. Wider screens and paper
// show everything (css/layout.css, .beyond).
import { words } from "./toasts.js";

const SCREENS = 4;
// A phone on its side is low, not long.
const LOWEST = 800;
// So many entries of every list stay in sight, and two wait at least: a button for one would take its place.
const STEPS = [5, 3, 2, 1];
const FEWEST = 2;
const LISTS = "ul:not(.figures, .legend), ol:not(.shortlist, .ranking), tbody, .rows";
// The rows of a sum are whole, and so are those of a table of scores.
const WHOLE = "table:has(tfoot) *, table:not(.stacks) *, [popover] *, dialog *, nav *, svg *";
const WARNING = ".warn, .bad, .missing";
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
function waiting(list, shown) {
  const entries = [...list.children].filter((each) => each.checkVisibility() && !each.matches(HEAD));
  const isWarning = (each) => each.matches(WARNING) || each.querySelector(WARNING) !== null;
  const beyond = entries.slice(shown).filter((each) => !isKept(each) && !isWarning(each));
  return beyond.length < FEWEST ? [] : beyond;
}

const height = (entries) =>
  entries.reduce((sum, each) => sum + each.getBoundingClientRect().height, entries.length > 0 ? -BUTTON : 0);

// What waits, with its button, by the list or the section.
const folds = new Map();

function fold(list, entries, label, name) {
  const beyond = [...entries];
  for (const entry of entries) {
    // The button of a list goes with it.
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

/** The lists in sight, those within others last. */
function lists() {
  return [...main.querySelectorAll(LISTS)].filter((list) => !list.matches(WHOLE) && list.checkVisibility());
}

/** Shows the first entries of every list. */
function shorten(shown) {
  for (const list of folds.keys()) unfold(list);
  for (const list of lists()) {
    const entries = waiting(list, shown);
    const label = words().showMore.replace("{count}", entries.length);
    if (entries.length > 0) fold(list, entries, label, list.getAttribute("aria-label"));
  }
}

const headingOf = (head) => (head.matches("h2, h3, h4") ? head : head.querySelector("h2, h3, h4"));

/** The last sections show their headings alone. */
function foldSections() {
  for (const section of [...main.querySelectorAll("section, article, aside")].reverse()) {
    if (excess() <= 0) return;
    const head = section.firstElementChild;
    const title =
      head?.matches(HEAD) && head.checkVisibility() && !head.matches(".visually-hidden") && headingOf(head);
    const entries = [...section.children].filter((each) => each !== head && each.checkVisibility());
    if (title && !isKept(section) && height(entries) >= BUTTON)
      fold(section, entries, words().show, title.textContent);
  }
}

if (main && narrow.matches) {
  for (const shown of STEPS) {
    if (excess() > 0) shorten(shown);
    if (shown < STEPS[0]) foldSections();
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
