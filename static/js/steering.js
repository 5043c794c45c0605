// What the facilitator does with all screens at once, as this one shows it.
//
//   [data-eyes-up] in a live region       #eyes-up covers the page until it is gone; what was typed stays, and so does
//                                         the focus
//   data-announce="sentence"              is said to screen readers when it appears
//   data-page-title="words"               the title of the page
//   data-nudge="time" data-nudge-activity a nudge: the phone vibrates once, and it goes when the room moves on
//   data-since="time" data-since-minutes  how long ago, in words
//   <button data-once>                    a step of the room: pressed again before the page shows it, it is not taken twice
//   <button data-show-code aria-controls="id">  this stage shows the code to join, or hides it; with hx-post, all stages
//   [data-code-shown] in a live region    the room's stages show the code
//   [data-keys-list]                      is filled with the keys of the page: all [data-key], by data-key-label, their
//                                         name or their text
import { serverNow } from "./clock.js";
import { announce } from "./toasts.js";

// --- Eyes up --------------------------------------------------------------------------------------------------------

const cover = document.getElementById("eyes-up");
const covered = () => Boolean(document.querySelector("[data-eyes-up]"));

function showCover() {
  if (!cover || cover.open === covered()) return;
  if (covered()) cover.showModal();
  else cover.close(); // the browser gives the focus back to where it was
}

cover?.addEventListener("cancel", (event) => event.preventDefault());
// Escape pressed twice, or a dialog that the page closes with all others: the facilitator has not released it yet.
cover?.addEventListener("close", () => setTimeout(showCover));

// --- What is said ----------------------------------------------------------------------------------------------------

const sentences = () =>
  [...document.querySelectorAll("[data-announce]")].map((each) => each.dataset.announce);
let said = new Set(sentences());

function sayWhatIsNew() {
  const now = sentences();
  const news = now.filter((sentence) => sentence && !said.has(sentence));
  // One announcement would replace the other.
  if (news.length) announce(news.join(" "));
  said = new Set(now);
}

/** The title of the page follows the activity. */
function showTitle() {
  const title = document.querySelector("[data-page-title]")?.dataset.pageTitle;
  if (title) document.title = `${title} · Headwaters`;
}

// --- Nudge ----------------------------------------------------------------------------------------------------------

const nudge = () => document.querySelector("[data-nudge]");
let felt = nudge()?.dataset.nudge;

function feelNudge() {
  const now = nudge()?.dataset.nudge;
  // Not every device can, and none does before the first touch of the page.
  if (now && now !== felt) navigator.vibrate?.(120);
  felt = now;
}

function dropOldNudge() {
  const current = document.querySelector("[data-activity]")?.dataset.activity.split(" ")[0];
  const old = nudge();
  if (old && current && old.dataset.nudgeActivity !== current) old.remove();
}

// --- How long ago ---------------------------------------------------------------------------------------------------

function showSince() {
  for (const element of document.querySelectorAll("[data-since]")) {
    const minutes = Math.floor((serverNow() - Date.parse(element.dataset.since)) / 60_000);
    if (minutes < 1) continue;
    const text = element.dataset.sinceMinutes.replace("{count}", minutes);
    if (element.textContent !== text) element.textContent = text;
  }
}

// --- The code to join -------------------------------------------------------------------------------------------------

const codeButton = document.querySelector("[data-show-code]");
let roomShowsCode = false; // as this page last followed it

function setCode(shown) {
  document.getElementById(codeButton.getAttribute("aria-controls")).hidden = !shown;
  codeButton.ariaPressed = shown;
  codeButton.value = shown ? "" : "1"; // the switch that the next press sends
  window.dispatchEvent(new Event("resize")); // the rest has another width
}

function showCode() {
  const shown = Boolean(document.querySelector("[data-code-shown]"));
  if (codeButton && shown !== roomShowsCode) setCode(shown);
  roomShowsCode = shown;
}

// A person who steers asks the room (hx-post); others look at this stage only.
codeButton?.addEventListener("click", () => {
  if (!codeButton.matches("[hx-post]")) setCode(codeButton.ariaPressed !== "true");
});

// --- The keys of this page ------------------------------------------------------------------------------------------

const NAMES = { ArrowRight: "→", ArrowLeft: "←", ArrowUp: "↑", ArrowDown: "↓", Enter: "↵", " ": "␣" };

function labelOf(element) {
  const { keyLabel } = element.dataset;
  if (keyLabel ?? element.ariaLabel) return keyLabel ?? element.ariaLabel;
  const copy = element.cloneNode(true);
  for (const key of copy.querySelectorAll("kbd")) key.remove();
  return copy.textContent.trim();
}

function listKeys() {
  const keys = new Map();
  for (const element of document.querySelectorAll("[data-key]:not(:disabled)")) {
    const key = NAMES[element.dataset.key] ?? element.dataset.key.toUpperCase();
    if (!keys.has(key)) keys.set(key, labelOf(element));
  }
  for (const list of document.querySelectorAll("[data-keys-list]")) {
    list.replaceChildren(
      ...[...keys].flatMap(([key, label]) => {
        const term = document.createElement("dt");
        term.append(Object.assign(document.createElement("kbd"), { textContent: key }));
        return [term, Object.assign(document.createElement("dd"), { textContent: label })];
      }),
    );
  }
}

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-dialog='keys-dialog']")) listKeys();
});

// --- Steps --------------------------------------------------------------------------------------------------------------

const UNTIL_SHOWN = 2_000; // afterwards the room may have come back to where this button is right
const taken = new WeakMap(); // button → when its step was taken

document.addEventListener("htmx:confirm", (event) => {
  const button = event.target.closest("[data-once]");
  if (!button) return;
  if (button.matches(".htmx-request") || performance.now() - taken.get(button) < UNTIL_SHOWN)
    event.preventDefault();
});
document.addEventListener("htmx:afterRequest", ({ detail }) => {
  if (detail.successful && detail.elt.matches("[data-once]")) taken.set(detail.elt, performance.now());
});

// --- Following ------------------------------------------------------------------------------------------------------

function follow() {
  showCover();
  showCode();
  dropOldNudge();
  feelNudge();
  sayWhatIsNew();
  showTitle();
  showSince();
}

showCover();
showCode();
showTitle();
showSince();
setInterval(showSince, 10_000);
document.addEventListener("headwaters:region", follow);
document.addEventListener("htmx:afterSettle", follow);
// A person who is done now needs no nudge.
document.addEventListener("htmx:afterRequest", (event) => {
  if (event.detail.elt.id === "done" && nudge())
    document.dispatchEvent(new CustomEvent("headwaters:refresh", { detail: { region: "you" } }));
});
