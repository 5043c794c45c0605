// How far the room is ahead or behind follows the clock, and no change of the room says so: asked for now and then.
const EVERY = 20_000;

setInterval(() => {
  if (document.hidden || !document.querySelector("[data-follows-clock]")) return;
  document.dispatchEvent(new CustomEvent("headwaters:refresh", { detail: { region: "agenda" } }));
}, EVERY);
