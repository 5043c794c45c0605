// Keeps a page of a discovery current while others change it:
//   <div data-follow="address of the pulse" data-pulse="the number that the page was drawn at">
//   <section data-followed hx-get="…" hx-trigger="followed" hx-swap="outerHTML"> … as many as there are
//
// The pulse grows with every change in the discovery. It is asked for once a second while the tab is looked at, more rarely
// while the network is away. When it grew, each followed element fetches itself again; one in which someone is typing waits
// until they have left it, and one in which something is pressed until it is released.
import { isPressed } from "./pressing.js";

const EVERY = 1_000;
const AT_MOST = 30_000;
const FIELDS = "input:not([type=hidden]), textarea, select, [contenteditable]";

const waiting = new Set(); // ids of elements that someone was typing in
let pause = EVERY;
let timer = 0;
let asking = false;

const place = () => document.querySelector("[data-follow]");

const isBusy = (element) =>
  isPressed(element) ||
  (element.contains(document.activeElement) &&
    document.activeElement.matches(`${FIELDS}, form[data-in-place] *`)) ||
  element.querySelector(".htmx-request, .sortable-chosen, [popover]:popover-open") !== null;

function bring(element) {
  if (isBusy(element)) waiting.add(element.id);
  else {
    waiting.delete(element.id);
    window.htmx.trigger(element, "followed");
  }
}

async function ask() {
  const followed = place();
  if (!followed || asking) return;
  asking = true;
  try {
    const answer = await fetch(followed.dataset.follow, {
      headers: { Accept: "application/json", "If-None-Match": `"${followed.dataset.pulse}"` },
      cache: "no-store",
      redirect: "manual",
    });
    if (answer.status === 200) {
      const { pulse } = await answer.json();
      if (Number(followed.dataset.pulse) !== pulse) {
        followed.dataset.pulse = pulse;
        for (const element of document.querySelectorAll("[data-followed]")) bring(element);
      }
    } else if (answer.type === "opaqueredirect" || answer.status === 403 || answer.status === 404) {
      return; // signed out, or not let in any more: it will not be later either
    }
    pause = answer.status < 400 ? EVERY : Math.min(pause * 2, AT_MOST);
  } catch {
    pause = Math.min(pause * 2, AT_MOST);
  } finally {
    asking = false;
  }
  plan();
}

function plan(soon = pause) {
  clearTimeout(timer);
  timer = 0;
  if (document.visibilityState === "visible" && place()) timer = setTimeout(ask, soon);
}

// After the field was left: the next one may be in the same form, so the focus has to have arrived first.
function release() {
  for (const id of [...waiting]) {
    const element = document.getElementById(id);
    if (element?.matches("[data-followed]")) bring(element);
    else waiting.delete(id);
  }
}

// What a page asks by itself is no use of a session (organizations/sessions/web.py).
document.addEventListener("htmx:configRequest", ({ detail }) => {
  if (detail.triggeringEvent?.type === "followed") detail.headers["By-Itself"] = "yes";
});

// Someone pressed something there while the new drawing was on its way: drawn over, the answer would find no place.
// Before the others that listen (in-place.js), who take out what they keep.
document.addEventListener(
  "htmx:beforeSwap",
  ({ detail }) => {
    const { target, requestConfig } = detail;
    if (requestConfig?.triggeringEvent?.type !== "followed" || !target.matches?.("[data-followed]")) return;
    if (!isBusy(target)) return;
    detail.shouldSwap = false;
    waiting.add(target.id);
  },
  true,
);

document.addEventListener("focusout", () => setTimeout(release));
// Later than the rest of what an answer does: until then its sender counts as under way, and a form has no focus yet.
for (const name of ["htmx:afterSettle", "htmx:afterRequest", "headwaters:released"])
  document.addEventListener(name, () => setTimeout(release));
document.addEventListener("visibilitychange", () => plan(0));
window.addEventListener("online", () => {
  pause = EVERY;
  plan(0);
});
window.addEventListener("pageshow", () => plan(0));
plan();
