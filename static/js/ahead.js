// Ahead of the workshop: when a deadline passes, the page fetches the part that names it again, which then says so.
// <time datetime="…" data-deadline>, in a region, or in a page, which waits until no one is filling it in
import { serverNow } from "./clock.js";
import { whenFree } from "./doing.js";

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
    else reloadWhenFree();
  }
}

/** As soon as no one is in a form; what is typed and not sent yet stays until it is sent. */
function reloadWhenFree() {
  if (document.activeElement?.closest("form, dialog"))
    document.addEventListener("focusout", () => setTimeout(reloadWhenFree), { once: true });
  else whenFree(document.body, () => location.reload());
}

document.addEventListener("headwaters:region", plan);
document.addEventListener("visibilitychange", () => document.hidden || plan());
plan();
