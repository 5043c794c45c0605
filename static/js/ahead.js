// Ahead of the workshop: when a deadline passes, the page asks for one's own part again, which says so.
// <time datetime="…" data-deadline>
import { serverNow } from "./clock.js";

const LONGEST = 12 * 3600 * 1000; // a timer must not overflow, and a laptop that slept wakes to a wrong one
let planned = 0;

function plan() {
  clearTimeout(planned);
  const left = [...document.querySelectorAll("time[data-deadline]")]
    .map((element) => new Date(element.dateTime).getTime() - serverNow())
    .filter((milliseconds) => milliseconds > 0);
  if (left.length === 0) return;
  const next = Math.min(...left);
  planned = setTimeout(
    () => {
      if (next <= LONGEST) {
        document.dispatchEvent(new CustomEvent("headwaters:refresh", { detail: { region: "mine" } }));
      }
      plan();
    },
    Math.min(next + 500, LONGEST),
  );
}

document.addEventListener("headwaters:region", plan);
document.addEventListener("visibilitychange", () => document.hidden || plan());
plan();
