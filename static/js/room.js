// When the room moves on, to a phase or to an outcome, everyone starts at the top of what comes, not where they had scrolled
// to before.
const current = () => {
  const shown = document.querySelector("[data-activity]")?.dataset;
  return shown && `${shown.activity} ${shown.phase}`;
};
const breakout = () => document.querySelector("[data-room]")?.dataset.room;
let activity = current();
let room = breakout();

// Before anything is done in the room, no one needs what only some activities do. A network that is gone for a moment
// must not leave a board without its tools until the next phase.
let pause = 1000;
function fetchParts() {
  if (!activity) return;
  Promise.all([import("./board.js"), import("./own.js"), import("./support.js")]).catch(() => {
    setTimeout(fetchParts, pause);
    pause = Math.min(2 * pause, 30000);
  });
}
fetchParts();

document.addEventListener("headwaters:region", () => {
  const now = current();
  if (now === activity) return;
  activity = now;
  // A person who is moved to another breakout room reads that, because the room in which they typed has not moved on.
  const before = room;
  room = breakout();
  document.body.toggleAttribute("data-moved", Boolean(before && room && before !== room));
  fetchParts();
  window.scrollTo({ top: 0, behavior: "instant" });
  // What was said about the last activity would lie over the buttons of this one.
  for (const toast of document.querySelectorAll("#toasts [data-toast]:not(.bad, .warn)")) toast.remove();
});

// The request for the page says whose device this is; the request for its part of an anonymous activity does not.
if (document.querySelector("[data-needs-key]")) {
  document.dispatchEvent(new CustomEvent("headwaters:refresh", { detail: { region: "mine" } }));
}
