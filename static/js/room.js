// When the room moves on, or is shown an outcome, everybody starts at the top of what comes, not where they had scrolled
// to before.
const current = () => document.querySelector("[data-activity]")?.dataset.activity;
let activity = current();

document.addEventListener("headwaters:region", () => {
  const now = current();
  if (now === activity) return;
  activity = now;
  window.scrollTo({ top: 0, behavior: "instant" });
  // What was said about the last activity would lie over the buttons of this one.
  for (const toast of document.querySelectorAll("#toasts [data-toast]:not(.bad, .warn)")) toast.remove();
});
