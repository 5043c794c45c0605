// The console's columns: the agenda keeps what is now in sight, however long it is, and follows the clock.

// How far the room is ahead or behind follows the clock, and no change of the room says so: asked for now and then.
const EVERY = 20_000;

setInterval(() => {
  if (document.hidden || !document.querySelector("[data-follows-clock]")) return;
  document.dispatchEvent(new CustomEvent("headwaters:refresh", { detail: { region: "agenda" } }));
}, EVERY);

// On a wide screen both side columns scroll by themselves, below the bar, whose height depends on what it says
// (console.css).
const bar = document.querySelector(".console-top");
new ResizeObserver(() => {
  document.documentElement.style.setProperty("--console-top", `${bar.offsetHeight}px`);
}).observe(bar);

const agenda = document.querySelector(".sidebar[data-region='agenda']");
let shown;

/** Scrolls the agenda alone, and only when the room has moved or the column has another height: who looks around in it
 *  is left in peace. */
function keepInSight() {
  const now = agenda.querySelector("[aria-current='step']");
  const key = now?.querySelector("[name=order]").value; // others may have the same name
  if (key === shown) return;
  shown = key;
  if (!now) return;
  // Head and foot stay, over what scrolls between them.
  const [head, foot, row] = [
    agenda.querySelector(".agenda-head"),
    agenda.querySelector(".agenda-foot"),
    now,
  ].map((each) => each?.getBoundingClientRect());
  const [top, bottom] = [head?.bottom, foot?.top];
  if (row.top < top || row.bottom > bottom) agenda.scrollTop += (row.top + row.bottom - top - bottom) / 2;
}

agenda.addEventListener("headwaters:region", keepInSight);
new ResizeObserver(() => {
  shown = undefined;
  keepInSight();
}).observe(agenda);

// A code pairs one device. Once that is listed, no one scans or types it any more.
document.addEventListener("headwaters:region", ({ target }) => {
  const offer = target.closest(".pairing")?.querySelector("[data-offer]");
  if (!offer || !target.querySelector(`[data-device="${offer.dataset.offer}"]`)) return;
  for (const each of offer.querySelectorAll("[data-good]")) each.hidden = true;
  offer.querySelector("[data-used]").hidden = false;
});
