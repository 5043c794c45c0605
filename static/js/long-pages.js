// On a phone, a page at rest is at most four screens long: of its longest lists the first entries are shown, and a button below
// shows the others. Wider screens and paper show everything (css/layout.css, .beyond).
import { words } from "./toasts.js";

const SCREENS = 4;
// A phone on its side is low, not long.
const LOWEST = 800;
// So many entries of a list stay in sight; only one where that is still too much.
const LEAST = [3, 1];
// Rows of lists wait before groups of a table, then facts, then whole parts of the page. Figures and the shortlist never wait.
const LISTS = [
  "ul:not(.figures, .legend), ol:not(.shortlist), tbody, .rows",
  "table:has(> tbody + tbody)",
  "dl:not(.figures)",
  ".stack, .pile, .columns, .product-parts, .port, form.form",
];
// What waits is longer than the button that shows it, in pixels. All else waits only if the page is still too long.
const SHORTEST = [120, 0];
const HEAD =
  "h1, h2, h3, h4, header, nav, dt, caption, thead, tfoot, .show-all, .between:has(> :is(h1, h2, h3, h4)), " +
  "tr:has(> th[scope='rowgroup'][colspan])";
const narrow = window.matchMedia("(max-width: 48rem)");

const main = document.querySelector("main.page");

/** What the address leads to. */
function led() {
  return document.getElementById(decodeURIComponent(location.hash.slice(1)));
}

/** By how many pixels the page is too long. */
function excess() {
  return document.documentElement.scrollHeight - SCREENS * Math.max(window.innerHeight, LOWEST);
}

/** The entries of a list that can wait: its head is no entry, and what people are led to cannot wait, nor what is wrong. */
function waiting(list, least) {
  const entries = [...list.children].filter((each) => each.checkVisibility() && !each.matches(HEAD));
  const target = led();
  const kept = (each) =>
    each.matches(".form-actions") || each.contains(target) || each.querySelector(".has-error");
  const last = entries.findLastIndex((each) => !each.matches(".form-actions") && kept(each));
  return entries.slice(Math.max(least, last + 1)).filter((each) => !kept(each));
}

// What waits, by list, the last entry first, and what has the button that shows it.
const waitingIn = new Map();

function shorten(list, least) {
  let left = excess();
  const entries = waiting(list, least);
  const isNew = !waitingIn.has(list);
  const beyond = waitingIn.get(list)?.beyond ?? [];
  while (left > 0 && entries.length > 0) {
    const entry = entries.pop();
    left -= entry.getBoundingClientRect().height;
    // The button of a list goes where its list goes.
    if (entry.nextElementSibling?.matches(".show-all")) beyond.push(entry.nextElementSibling);
    beyond.push(entry);
    if (entry.previousElementSibling?.matches("dt")) beyond.push(entry.previousElementSibling);
  }
  if (beyond.length === 0) return;
  for (const entry of beyond) entry.classList.add("beyond");
  if (!isNew) return; // its button shows these, too
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button small show-all";
  button.textContent = words().showAll;
  const below = putBelow(list, button);
  waitingIn.set(list, { beyond, below });
  button.addEventListener("click", () => {
    below.remove();
    for (const entry of beyond) entry.classList.remove("beyond");
    const first = beyond.at(-1);
    const stop = first.querySelector("a, button, input:not([type=hidden]), select, textarea, summary");
    stop?.focus();
  });
}

/**
 * Puts a button below a list: above what a form ends with, and in a row of its own where a table has several lists.
 * Returns what was added.
 */
function putBelow(list, button) {
  const actions = list.querySelector(":scope > .form-actions");
  if (actions) actions.before(button);
  else if (list.matches("tbody:not(:only-of-type)")) {
    const row = list.insertRow();
    row.className = "show-all";
    row.insertCell().append(button);
    row.cells[0].colSpan = list.closest("table").rows[0].cells.length;
    return row;
  } else (list.closest("table") ?? list).after(button);
  return button;
}

/** Whether it pays to shorten a list: what would wait is longer than a button. An entry longer than a screen waits last of all. */
function pays(list, least, shortest) {
  const heights = waiting(list, least).map((entry) => entry.getBoundingClientRect().height);
  return (
    heights.reduce((sum, height) => sum + height, 0) > shortest &&
    (shortest === 0 || list.matches(LISTS.at(-1)) || Math.max(...heights) < LOWEST)
  );
}

/** Lists of many entries first: of these, least is lost. */
function shortenPage(selector, least, shortest) {
  const lists = [...main.querySelectorAll(selector)].filter(
    (list) =>
      list.children.length > least &&
      !list.closest("[popover], dialog, nav, svg") &&
      list.checkVisibility() &&
      pays(list, least, shortest),
  );
  lists.sort((one, other) => other.children.length - one.children.length);
  for (const list of lists) {
    if (excess() <= 0) return;
    if (!list.closest(".beyond")) shorten(list, least);
  }
}

/** Shows again what fits after all, since whole parts of the page wait by now. */
function lengthen() {
  for (const [list, { beyond, below }] of waitingIn) {
    if (!list.checkVisibility()) continue;
    for (const entry of beyond) entry.classList.remove("beyond");
    below.classList.add("beyond");
    if (excess() <= 0) below.remove();
    else {
      for (const entry of beyond) entry.classList.add("beyond");
      below.classList.remove("beyond");
    }
  }
}

if (main && narrow.matches) {
  for (const shortest of SHORTEST)
    for (const selector of LISTS) for (const least of LEAST) shortenPage(selector, least, shortest);
  lengthen();
}

// What someone is led to on the same page is shown.
window.addEventListener("hashchange", () => {
  const target = led();
  for (let each = target?.closest(".beyond"); each; each = each.parentElement.closest(".beyond")) {
    each.classList.remove("beyond");
  }
  target?.scrollIntoView();
});
