// Tabs that do not fit scroll sideways, mostly on phones: where one is has to be in view, and a row that goes on says so
// with an arrow at that end (css/components.css, by data-more). A table or a drawing of a page fades there (css/pages.css, by
// data-runs-on).

const TABS = ".tabs, .segments";
const SCROLLING = `${TABS}, .page :is(.table-wrap, .drawn)`;
const followed = new WeakSet();

function showMore(row) {
  // Half a pixel is a matter of rounding.
  const before = row.scrollLeft > 1;
  const after = row.scrollWidth - row.clientWidth - row.scrollLeft > 1;
  row.dataset[row.matches(TABS) ? "more" : "runsOn"] = [before && "before", after && "after"]
    .filter(Boolean)
    .join(" ");
}

const sizes = new ResizeObserver((entries) => {
  for (const entry of entries) showMore(entry.target);
});

/** Lets all rows of tabs within `root` show whether they go on. */
export function followTabs(root) {
  const rows = root.matches?.(SCROLLING) ? [root] : root.querySelectorAll(SCROLLING);
  for (const row of rows) {
    if (followed.has(row)) continue;
    followed.add(row);
    showCurrent(row);
    row.addEventListener("scroll", () => showMore(row), { passive: true });
    sizes.observe(row);
  }
}

function showCurrent(row) {
  const current = row.querySelector(":scope > [aria-current]");
  if (!current) return;
  // Not beneath the arrow, and with a piece of the next one.
  const beyond = current.getBoundingClientRect().right - row.getBoundingClientRect().right + 48;
  if (beyond > 0) row.scrollLeft += beyond;
}
