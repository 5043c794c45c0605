// A quiet sound when the time of a timer is over. <button data-sound aria-pressed> turns it off for this device.
//
// Browsers let a page sound only after someone touched it: until then the button says so, and nothing else happens.
import { showToast } from "./toasts.js";

const KEPT = "headwaters:sound";
const LATE = 3; // seconds after which the end of the time is no news any more
const NOTES = [
  [659.25, 0],
  [523.25, 0.28],
];

let context = null;

const isOn = () => localStorage.getItem(KEPT) !== "off";
const isBlocked = () => context?.state !== "running";

function showSwitch() {
  for (const button of document.querySelectorAll("[data-sound]")) {
    button.setAttribute("aria-pressed", String(isOn()));
    button.title = isOn() && isBlocked() ? button.dataset.blocked : "";
  }
}

/** Within a touch or a key press: only there may a page begin to sound. */
async function wake() {
  try {
    context ??= new AudioContext();
    if (context.state === "suspended") await context.resume();
  } catch {
    context = null; // no sound on this device: everything else works
  }
  showSwitch();
}

function ring() {
  if (isBlocked()) return;
  const start = context.currentTime;
  for (const [pitch, after] of NOTES) {
    const tone = new OscillatorNode(context, { type: "sine", frequency: pitch });
    const volume = new GainNode(context, { gain: 0 });
    volume.gain.setValueAtTime(0, start + after);
    volume.gain.linearRampToValueAtTime(0.12, start + after + 0.03);
    volume.gain.exponentialRampToValueAtTime(0.0005, start + after + 0.9);
    tone.connect(volume).connect(context.destination);
    tone.start(start + after);
    tone.stop(start + after + 1);
  }
  document.dispatchEvent(new CustomEvent("headwaters:rang"));
}

// js/timer.js shows the time and its state; here only the moment is watched in which it ends.
let before = null;

function watch() {
  const timer = document.querySelector("[data-timer][data-ends-at]");
  const state = timer?.dataset.state ?? null;
  const ends = timer?.dataset.endsAt ?? null;
  const isOver = state === "over" && before?.ends === ends && before.state !== "over";
  const isNews = isOver && Date.now() - before.at < LATE * 1000;
  before = { state, ends, at: Date.now() };
  if (isNews && isOn() && !document.querySelector("[data-eyes-up]")) ring();
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-sound]");
  if (!button) return;
  localStorage.setItem(KEPT, isOn() ? "off" : "on");
  showSwitch();
  showToast({ message: isOn() ? button.dataset.saidOn : button.dataset.saidOff });
});
for (const name of ["pointerdown", "keydown"]) {
  document.addEventListener(name, () => (context ? isBlocked() && wake() : wake()), { capture: true });
}
document.addEventListener("headwaters:region", showSwitch); // the switch is drawn again with its menu
setInterval(watch, 250);
showSwitch();
