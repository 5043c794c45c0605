// Ahead of the workshop: when a deadline passes, the page fetches the part that names it again, which then says so.
// <time datetime="…" data-deadline>, in a region, or in a page that nobody is filling in
import { serverNow } from "./clock.js";

const LONGEST = 12 * 3600 * 1000; // a timer must not overflow, and a laptop that slept wakes to a wrong one
let planned = 0;

const endOf = (element) => new Date(element.dateTime).getTime();

function plan() {
  clearTimeout(planned);
  const now = serverNow();
  const coming = [...document.querySelectorAll("time[data-deadline]")].filter((each) => endOf(each) > now);
  if (coming.length === 0) return;
  const next = Math.min(...coming.map(endOf));
  planned = setTimeout(
    () => {
      if (next <= serverNow()) askAgain(coming.filter((each) => endOf(each) === next));
      plan();
    },
    Math.min(next - now + 500, LONGEST),
  );
}

function askAgain(passed) {
  const regions = new Set(passed.map((element) => element.closest("[data-region]")?.dataset.region));
  for (const region of regions) {
    if (region) document.dispatchEvent(new CustomEvent("headwaters:refresh", { detail: { region } }));
    else if (!document.activeElement?.closest("form, dialog")) location.reload();
  }
}

document.addEventListener("headwaters:region", plan);
document.addEventListener("visibilitychange", () => document.hidden || plan());
plan();
