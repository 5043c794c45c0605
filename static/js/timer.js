// <span data-timer data-ends-at="2026-03-05T09:00:00Z"> runs, <span data-timer data-left="90"> is paused; with
// data-label-over the word that says that the time is over, or with data-time-is-up all that is said then: how far over
// it is, is for the console. data-state becomes running, soon, over, paused or none.
import { serverNow } from "./clock.js";
import { announce } from "./toasts.js";

const SOON = 60;
const states = new Map(); // when a timer ends → its state, so that a change is said once

/** Seconds left, or null when no timer is set. */
function secondsLeft(element, now = serverNow()) {
  const { endsAt, left } = element.dataset;
  if (endsAt) {
    const end = Date.parse(endsAt);
    return Number.isNaN(end) ? null : Math.ceil((end - now) / 1000);
  }
  return left === undefined || left === "" ? null : Math.round(Number(left));
}

/** 75 → "1:15", 3700 → "1:01:40", -5 → "+0:05 over". */
function timeText(seconds, over = "") {
  const rest = Math.abs(seconds);
  const [hours, minutes] = [Math.floor(rest / 3600), Math.floor((rest % 3600) / 60)];
  const tail = String(rest % 60).padStart(2, "0");
  const time = hours ? `${hours}:${String(minutes).padStart(2, "0")}:${tail}` : `${minutes}:${tail}`;
  return seconds < 0 ? `+${time} ${over}`.trim() : time;
}

function show(element) {
  const seconds = secondsLeft(element);
  if (seconds === null) {
    element.dataset.state = "none";
    return;
  }
  const running = Boolean(element.dataset.endsAt);
  const { timeIsUp } = element.dataset;
  const state = seconds < 0 ? "over" : seconds <= SOON ? "soon" : "running";
  const shown = running || seconds < 0 ? state : "paused";
  if (element.dataset.state !== shown) element.dataset.state = shown;
  if (running) {
    const before = states.get(element.dataset.endsAt);
    states.set(element.dataset.endsAt, state);
    if (before && before !== state) announce(element.dataset[state === "over" ? "sayOver" : "saySoon"] ?? "");
  }
  const text = timeIsUp && seconds < 0 ? timeIsUp : timeText(seconds, element.dataset.labelOver);
  // Written only when it changes: role="timer" is not announced by itself, and a selection is not disturbed.
  if (element.textContent !== text) element.textContent = text;
}

function showTimers(root = document) {
  for (const element of root.querySelectorAll("[data-timer]")) show(element);
}

showTimers();
setInterval(showTimers, 250);
document.addEventListener("headwaters:region", (event) => showTimers(event.target));
