// Looking something up (⌘K, Ctrl-K): arrows go through the results, Enter opens the one that is chosen, or the first.

const isMac = /Mac|iP(hone|ad|od)/.test(navigator.platform);

for (const key of document.querySelectorAll("[data-search-open] kbd")) if (isMac) key.textContent = "⌘ K";

document.addEventListener("keydown", (event) => {
  const isAsked = event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey) && !event.altKey;
  if (isAsked && !event.shiftKey) open(event);
  else if (event.key === "ArrowDown" || event.key === "ArrowUp") choose(event);
});

function open(event) {
  const opener = document.querySelector("[data-search-open]");
  if (!opener || document.querySelector("dialog[open]")) return;
  event.preventDefault();
  opener.click();
}

// An address may name something in a menu, such as #delete-discovery: the menu opens, and what is named has the focus.
// Where it is the page that is open already, nothing else would close the dialog.
function showNamed() {
  const named = document.getElementById(location.hash.slice(1));
  const menu = named?.closest("[popover]");
  document.querySelector("dialog[open]:has([data-search])")?.close();
  if (!menu) return;
  if (!menu.matches(":popover-open")) menu.showPopover();
  (named === menu ? menu.querySelector("a, button") : named).focus();
}
window.addEventListener("hashchange", showNamed);
document.addEventListener("DOMContentLoaded", showNamed);
document.addEventListener("click", ({ target }) => {
  if (target.closest("#search-results a")?.href === location.href) setTimeout(showNamed);
});

function choose(event) {
  const search = event.target.closest("[data-search]");
  if (!search) return;
  const links = [...search.querySelectorAll("#search-results a")];
  const next = links.indexOf(event.target) + (event.key === "ArrowDown" ? 1 : -1);
  event.preventDefault();
  if (next < 0) search.querySelector("input").focus();
  else links[next]?.focus();
}

// Enter opens the first result, also when it is pressed before the answer to the last letter is there.
document.addEventListener("submit", (event) => {
  if (!event.target.matches("[data-search]")) return;
  event.preventDefault();
  event.target.dataset.waits = "yes";
  openFirst(event.target);
});
document.addEventListener("input", (event) => {
  const search = event.target.closest("[data-search]");
  if (search) delete search.dataset.waits;
});
document.addEventListener("htmx:afterSettle", (event) => {
  const search = event.target.closest?.("[data-search]");
  if (search?.dataset.waits) openFirst(search);
});

function openFirst(search) {
  const results = search.querySelector("#search-results");
  if (results.dataset.wanted !== search.querySelector("input").value) return;
  delete search.dataset.waits;
  results.querySelector("a")?.click();
}
