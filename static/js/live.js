// Keeps the page current: <body data-live-url data-live-rev> names its event stream and the revision that it shows.
//
// The stream sends the current state first, so nothing is ever replayed. While it is silent for too long, the server is
// asked in the plain way every few seconds, and as soon as that is answered a new stream is opened. Where streams do not
// get through although the server answers, the page polls instead, and tries a stream now and then. A page in a
// hidden tab polls as well, while this browser shows others. <html data-connection> says "live", "connecting" or
// "offline", as does the event headwaters:connection; [data-connection] shows it. <html data-live-by> says "stream" or
// "poll".
//
// The event headwaters:refresh (detail: region), sent to the document, fetches a personal region again.
import { anonymously } from "./keys.js";
import { heardServerTime } from "./clock.js";
import { patiently } from "./patience.js";
import { Poll } from "./polling.js";
import { applyPatches, drawnAt, fetchBoards, isPromised, regionElements, setPulled } from "./regions.js";

export { serverNow } from "./clock.js";

const SILENCE = 13_000; // the server says something every ten seconds
const CALM = 2_000; // a reconnection may take this long before the page mentions it
const SLOWEST = 4_000; // every screen is right again within five seconds after the server or the network is back
const RELOAD_PAUSE = 60_000;
const FIRST_EVENT = 4_000; // the server sends it at once, so a stream without it is held back
const MOMENT = 500; // an answer to a poll may overtake the first event of a stream that was opened before
const SHORT = 8_000; // a stream that ends sooner, again and again, is cut off
const TRIES = 3;
const STREAM_AGAIN = 30_000;
const STREAM_RARELY = 300_000;
const POLLS = "headwaters:polls"; // in this tab streams did not get through: its next page polls at once

const { liveUrl, liveRev, livePeople } = document.body.dataset;
const url = liveUrl ? new URL(liveUrl, location.href) : null;

// A page that was drawn without its large board claims nothing: so all of it comes.
let revision = liveRev && !isPromised() ? Number(liveRev) : null;
let source = null;
let heard = 0;
let spoken = false; // whether this stream has said anything yet
let answered = true; // whether the server answered last time, as it did when this page came
let expected = true; // whether the server answered just before this stream was opened
let asking = 0; // when it may be asked again why a stream is silent
let failures = 0;
let reopening = 0;
let mentioning = 0;
let left = false;
let cutOff = 0; // streams in a row that did not last, while the server answered
let streamPause = STREAM_AGAIN;
let streamAgain = 0; // when a polling page tries a stream; never while it yields its stream to others

// A browser makes six connections to a server, and each stream keeps one: with six consoles and stages in the tabs of a
// browser no other page or dialog would load. So each page that opens a stream tells the others.
const others = url && "BroadcastChannel" in window ? new BroadcastChannel("headwaters:live") : null;

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
  if (left || poll.running) return;
  document.documentElement.dataset.liveBy = "stream";
  const address = new URL(url);
  if (revision !== null) address.searchParams.set("rev", revision);
  const began = Date.now();
  const stream = new EventSource(address);
  source = stream;
  others?.postMessage("opened");
  heard = began;
  spoken = false;
  expected = answered;
  showTrouble();

  const hear = (event) => {
    heard = Date.now();
    spoken = true;
    answered = true;
    failures = 0;
    if (event.lastEventId) revision = Math.max(revision ?? 0, Number(event.lastEventId));
    if (document.documentElement.dataset.connection !== "live" || mentioning) show("live");
  };
  stream.addEventListener("open", () => {
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
  stream.addEventListener("error", async () => {
    if (source !== stream) return;
    drop();
    reopenLater();
    // EventSource does not say why: a poll tells a refusal from a network that is away, or from a proxy.
    if (Date.now() - began > SHORT) cutOff = 0;
    else if (await ask()) {
      cutOff += 1;
      if (cutOff >= TRIES) startPolling();
    }
  });
}

function drop() {
  source?.close();
  source = null;
  answered = false;
  failures += 1;
  showTrouble();
}

/** Asks why the stream is silent: the server is away, the stream is dead, or a proxy holds it back. */
async function lookAfter() {
  const stream = source;
  const quiet = Date.now() - heard;
  if (!stream || poll.running || quiet < (spoken ? SILENCE : FIRST_EVENT) || Date.now() < asking) return;
  asking = Date.now() + SLOWEST * (0.7 + 0.3 * Math.random());
  if (!(await ask())) {
    if (source !== stream) return;
    answered = false;
    failures += 1;
    showTrouble();
    return;
  }
  const before = heard;
  await new Promise((resolve) => setTimeout(resolve, MOMENT));
  if (source !== stream || heard !== before || left || poll.running) return;
  // Only a stream that was opened to a server that answered tells something about the way there.
  if (!spoken && expected) startPolling();
  else open();
}

function reopenLater() {
  if (reopening || left) return;
  const longest = Math.min(SLOWEST, 1000 * 2 ** Math.min(failures - 1, 5));
  // Jittered, so that two hundred phones do not return in the same instant.
  reopening = setTimeout(open, Math.max(200, longest * (0.3 + 0.7 * Math.random())));
}

function denied(answer) {
  return answer.redirected || [401, 403, 404, 410].includes(answer.status);
}

/** The person has no access any more, or the page is of another time: the server knows what to show instead. */
function leave() {
  left = true;
  source?.close();
  source = null;
  poll.stop();
  const before = Number(sessionStorage.getItem("headwaters:reloaded") ?? 0);
  const pause = before + RELOAD_PAUSE - Date.now();
  if (pause > 0 && pause <= RELOAD_PAUSE) {
    show("offline"); // reloading did not help a moment ago, so it is not done all the time
    setTimeout(leave, pause);
    return;
  }
  sessionStorage.setItem("headwaters:reloaded", String(Date.now()));
  location.reload();
}

// --- Polling ------------------------------------------------------------------------------------------------------

const poll =
  url &&
  new Poll({
    url,
    take: (message) => {
      applyPatches(message.patches, pull);
      if (message.rev !== null) revision = Math.max(revision ?? 0, message.rev);
      showIndicators();
    },
    after: polled,
  });
if (poll) poll.revision = () => revision;

/** Asks the server in the plain way; returns whether it answered. */
async function ask() {
  const outcome = await poll.ask(revision);
  if (outcome === "denied") leave();
  if (outcome === "answered") answered = true;
  return outcome === "answered" && !left;
}

/** Polls from now on: because streams fail, or because it `yields` its stream until someone looks at the page. */
function startPolling(yields = false) {
  if (poll.running) return;
  clearTimeout(reopening);
  reopening = 0;
  source?.close();
  source = null;
  cutOff = 0;
  streamAgain = yields ? Number.POSITIVE_INFINITY : Date.now() + streamPause;
  document.documentElement.dataset.liveBy = "poll";
  if (!yields) remember(true);
  poll.start();
  polled("answered");
}

function polled(outcome) {
  if (left) return;
  if (outcome === "denied") {
    poll.stop();
    leave();
  } else if (outcome === "answered") {
    failures = 0;
    show("live");
    if (Date.now() >= streamAgain) tryStream();
  } else {
    failures += 1;
    showTrouble();
  }
}

/** Opens a stream beside the polls; they go on until it has spoken. */
function tryStream() {
  streamPause = Math.min(STREAM_RARELY, streamPause * 2);
  streamAgain = Date.now() + streamPause;
  const trial = new EventSource(url);
  const end = () => trial.close();
  setTimeout(end, FIRST_EVENT);
  trial.addEventListener("error", end);
  trial.addEventListener("ping", () => {
    end();
    if (left || !poll.running) return;
    poll.stop();
    remember(false);
    open();
  });
}

function remember(polls) {
  try {
    if (polls) sessionStorage.setItem(POLLS, "1");
    else sessionStorage.removeItem(POLLS);
  } catch {
    // Storage is forbidden: the next page finds out by itself.
  }
}

function remembered() {
  try {
    return sessionStorage.getItem(POLLS) !== null;
  } catch {
    return false;
  }
}

// --- Personal regions -----------------------------------------------------------------------------------------------

// Region → while a request is planned or under way, the newest revision asked for, and when someone last said that the
// region has changed without a revision that tells of it (another tab of the same person).
const pulls = new Map();

function pull(key, wanted, changed = 0) {
  const before = pulls.get(key);
  pulls.set(key, {
    wanted: Math.max(wanted, before?.wanted ?? 0),
    changed: Math.max(changed, before?.changed ?? 0),
  });
  if (before) return;
  // Spread over up to 0.6 seconds: two hundred phones would otherwise ask at once. Other screens are few.
  const longest = Math.min(600, Number(livePeople || 1) * 3);
  setTimeout(() => fetchRegion(key, 0), Math.random() * longest);
}

/** How a personal part is asked for: as who this device is, or with its key where the activity is anonymous. */
async function personally(address) {
  const how = { headers: { "HX-Request": "true" }, cache: "no-store" };
  const activity = document.querySelector("[data-anonymous-activity]")?.dataset.anonymousActivity;
  if (!activity || document.body.dataset.for || !address.pathname.endsWith("/mine/")) return [address, how];
  const own = new URL(`../activities/${activity}/`, url);
  const { headers, credentials } = await anonymously(activity, new URL("key/", own).pathname);
  return [new URL("mine/", own), { ...how, credentials, headers: { ...how.headers, ...headers } }];
}

async function fetchRegion(key, attempt) {
  const { wanted } = pulls.get(key);
  const asked = performance.now();
  let again = attempt + 1;
  try {
    const element = regionElements(key)[0];
    if (left || !element) {
      pulls.delete(key);
      return;
    }
    const address = new URL(element.dataset.regionUrl ?? `../regions/${encodeURIComponent(key)}/`, url);
    for (const name of ["surface", "language", "for"]) {
      const value = url.searchParams.get(name);
      if (value) address.searchParams.set(name, value);
    }
    const [where, how] = await personally(address);
    const answer = await patiently((signal) => fetch(where, { ...how, signal }));
    if (denied(answer) && answer.status !== 404) {
      leave();
      return;
    }
    if (answer.status === 200) setPulled(key, await answer.text(), wanted, asked);
    // 404, 409 and 422 say that there is nothing to show in this state; the next change will notify again.
    if (answer.status < 500 && answer.status !== 429) again = 0;
  } catch (error) {
    // The network is away: tried again below. Where the device gets no key, that is said instead.
    if (error.refused) again = 0;
    if (error.refused && error.message) {
      for (const note of document.querySelectorAll("[data-needs-key]")) note.textContent = error.message;
    }
  }
  if (again) {
    const longest = Math.min(SLOWEST, 1000 * 2 ** Math.min(again - 1, 5));
    setTimeout(() => fetchRegion(key, again), longest * (0.3 + 0.7 * Math.random()));
  } else if (pulls.get(key)?.wanted > wanted || pulls.get(key)?.changed > asked) {
    fetchRegion(key, 0);
  } else {
    pulls.delete(key);
  }
}

// --- Life ---------------------------------------------------------------------------------------------------------

function reopenIfSilentFor(milliseconds) {
  if (poll.running && streamAgain === Number.POSITIVE_INFINITY && !document.hidden) {
    poll.stop();
    open();
    return;
  }
  if (poll.running) {
    poll.hurry();
    return;
  }
  if (left || (source && Date.now() - heard < milliseconds)) return;
  failures = 0;
  open();
}

if (url) {
  if (revision !== null) drawnAt(revision);
  show("connecting");
  if (remembered()) ask().then((can) => (can ? startPolling() : open()));
  else open();
  fetchBoards();
  setInterval(lookAfter, 500);
  window.addEventListener("online", () => reopenIfSilentFor(0));
  window.addEventListener("offline", () => {
    if (poll.running) {
      showTrouble();
      return;
    }
    // An open stream may stay open, and even be heard, while nothing new gets through: a new one shows the truth.
    drop();
    reopenLater();
  });
  others?.addEventListener("message", () => {
    if (document.hidden && source && !left) startPolling(true);
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
  document.addEventListener("headwaters:refresh", ({ detail }) => {
    pull(detail.region, revision ?? 0, performance.now());
  });
}
