// Keeps the page current: <body data-live-url data-live-rev> names its event stream and the revision that it shows.
//
// The stream sends the current state first, so nothing is ever replayed; a stream that is silent for too long is opened
// again. <html data-connection> says "live", "connecting" or "offline", as does the event headwaters:connection;
// [data-connection] shows it.
//
// The event headwaters:refresh (detail: region), sent to the document, fetches a personal region again.
import { heardServerTime } from "./clock.js";
import { applyPatches, drawnAt, regionElements, setPulled } from "./regions.js";

export { serverNow } from "./clock.js";

const SILENCE = 25_000; // the server says something every ten seconds
const CALM = 2_000; // so long a reconnection may take before it is mentioned
const SLOWEST = 8_000;
const RELOAD_PAUSE = 60_000;

const { liveUrl, liveRev, livePeople } = document.body.dataset;
const url = liveUrl ? new URL(liveUrl, location.href) : null;

let revision = liveRev ? Number(liveRev) : null;
let source = null;
let heard = 0;
let failures = 0;
let reopening = 0;
let mentioning = 0;
let left = false;

// --- State --------------------------------------------------------------------------------------------------------

function show(state) {
  clearTimeout(mentioning);
  mentioning = 0;
  const root = document.documentElement;
  const changed = root.dataset.connection !== state;
  root.dataset.connection = state;
  showIndicators();
  if (changed) document.dispatchEvent(new CustomEvent("headwaters:connection", { detail: { state } }));
}

function showIndicators() {
  const state = document.documentElement.dataset.connection;
  const word = state === "offline" ? "lost" : state;
  for (const element of document.querySelectorAll("[data-connection]:not(html)")) {
    if (element.dataset.state !== word) element.dataset.state = word;
  }
}

/** Mentions a reconnection only when it takes long enough to matter. */
function showTrouble() {
  if (!navigator.onLine || failures >= 3) show("offline");
  else if (document.documentElement.dataset.connection !== "live") show("connecting");
  else mentioning ||= setTimeout(() => show("connecting"), CALM);
}

// --- Stream -------------------------------------------------------------------------------------------------------

function open() {
  clearTimeout(reopening);
  reopening = 0;
  source?.close();
  if (left) return;
  const address = new URL(url);
  if (revision !== null) address.searchParams.set("rev", revision);
  let opened = false;
  const stream = new EventSource(address);
  source = stream;
  heard = Date.now();
  showTrouble();

  const hear = (event) => {
    heard = Date.now();
    failures = 0;
    if (event.lastEventId) revision = Math.max(revision ?? 0, Number(event.lastEventId));
    if (document.documentElement.dataset.connection !== "live" || mentioning) show("live");
  };
  stream.addEventListener("open", () => {
    opened = true;
    heard = Date.now();
  });
  stream.addEventListener("ping", (event) => {
    hear(event);
    heardServerTime(Number(event.data));
  });
  stream.addEventListener("patch", (event) => {
    applyPatches(JSON.parse(event.data), pull);
    hear(event); // afterwards: only what is shown may be claimed
    showIndicators();
  });
  stream.addEventListener("bye", leave);
  stream.addEventListener("error", () => {
    if (source !== stream) return;
    drop();
    if (opened) reopenLater();
    else askWhy().then(reopenLater);
  });
}

function drop() {
  source?.close();
  source = null;
  failures += 1;
  showTrouble();
}

function reopenLater() {
  if (reopening || left) return;
  const longest = Math.min(SLOWEST, 1000 * 2 ** Math.min(failures - 1, 5));
  // Jittered, so that two hundred phones do not return in the same instant.
  reopening = setTimeout(open, Math.max(200, longest * (0.3 + 0.7 * Math.random())));
}

/** EventSource does not say why it was refused. */
async function askWhy() {
  const stop = new AbortController();
  const timeout = setTimeout(() => stop.abort(), 5000);
  try {
    const answer = await fetch(url, { signal: stop.signal, cache: "no-store" });
    if (denied(answer)) leave();
  } catch {
    // No answer at all: the back-off goes on.
  } finally {
    clearTimeout(timeout);
    stop.abort();
  }
}

function denied(answer) {
  return answer.redirected || [401, 403, 404, 410].includes(answer.status);
}

/** The person has no access any more, or the page is of another time: the server knows what to show instead. */
function leave() {
  left = true;
  source?.close();
  source = null;
  const before = Number(sessionStorage.getItem("headwaters:reloaded") ?? 0);
  if (Date.now() - before < RELOAD_PAUSE) {
    show("offline"); // reloading did not help a moment ago, so do not do it for ever
    return;
  }
  sessionStorage.setItem("headwaters:reloaded", String(Date.now()));
  location.reload();
}

// --- Personal regions -----------------------------------------------------------------------------------------------

const pulls = new Map(); // region → the newest revision asked for, while a request is planned or under way

function pull(key, wanted) {
  if (pulls.has(key)) {
    pulls.set(key, Math.max(wanted, pulls.get(key)));
    return;
  }
  pulls.set(key, wanted);
  // Spread over up to 0.6 seconds: two hundred phones would otherwise ask at once.
  const longest = Math.min(600, Number(livePeople || 200) * 3);
  setTimeout(() => fetchRegion(key, 0), Math.random() * longest);
}

async function fetchRegion(key, attempt) {
  const wanted = pulls.get(key);
  let again = attempt + 1;
  try {
    const element = regionElements(key)[0];
    if (left || !element) {
      pulls.delete(key);
      return;
    }
    const address = new URL(element.dataset.regionUrl ?? `../regions/${encodeURIComponent(key)}/`, url);
    const surface = url.searchParams.get("surface");
    if (surface) address.searchParams.set("surface", surface);
    const asked = performance.now();
    const answer = await fetch(address, { headers: { "HX-Request": "true" }, cache: "no-store" });
    if (denied(answer) && answer.status !== 404) {
      leave();
      return;
    }
    if (answer.status === 200) setPulled(key, await answer.text(), wanted, asked);
    // 404, 409 and 422 say that there is nothing to show in this state; the next change will notify again.
    if (answer.status < 500 && answer.status !== 429) again = 0;
  } catch {
    // The network is away: tried again below.
  }
  if (again) {
    const longest = Math.min(SLOWEST, 1000 * 2 ** Math.min(again - 1, 5));
    setTimeout(() => fetchRegion(key, again), longest * (0.3 + 0.7 * Math.random()));
  } else if (pulls.get(key) > wanted) {
    fetchRegion(key, 0);
  } else {
    pulls.delete(key);
  }
}

// --- Life ---------------------------------------------------------------------------------------------------------

function reopenIfSilentFor(milliseconds) {
  if (left || (source && Date.now() - heard < milliseconds)) return;
  failures = 0;
  open();
}

if (url) {
  if (revision !== null) drawnAt(revision);
  show("connecting");
  open();
  setInterval(() => {
    if (source && Date.now() - heard > SILENCE) {
      failures += 1;
      open();
    }
  }, 5000);
  window.addEventListener("online", () => reopenIfSilentFor(0));
  window.addEventListener("offline", () => {
    // An open stream may stay open, and even be heard, while nothing new gets through: a new one shows the truth.
    drop();
    reopenLater();
  });
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) reopenIfSilentFor(12_000);
  });
  window.addEventListener("pagehide", () => {
    source?.close();
    source = null;
  });
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) reopenIfSilentFor(0);
  });
  document.addEventListener("htmx:load", showIndicators);
  document.addEventListener("headwaters:refresh", ({ detail }) => pull(detail.region, revision ?? 0));
}
