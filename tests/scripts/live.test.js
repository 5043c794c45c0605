// static/js/live.js: a page opens a stream, polls where streams do not get through, and claims only what it shows.
import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";
import { open, settled } from "./page.js";

const POLLS = "headwaters:polls";
let streams; // that were opened, in order
let answer; // the server's to a poll
let polls; // the addresses that were polled
let posted; // to the other tabs
let reloads;
let session;
let pages = 0;

class Stream {
  #listeners = [];

  constructor(url) {
    this.url = new URL(url);
    this.isOpen = true;
    streams.push(this);
  }
  close() {
    this.isOpen = false;
  }
  addEventListener(name, listener) {
    this.#listeners.push([name, listener]);
  }
  says(name, data = "", lastEventId = "") {
    for (const [heard, listener] of this.#listeners) {
      if (heard !== name) continue;
      try {
        listener({ data, lastEventId });
      } catch {
        // A browser reports the error of a listener, and goes on.
      }
    }
  }
}

class Channel extends EventTarget {
  postMessage(message) {
    posted.push(message);
  }
}

/** A page that shows this revision, in a browser that keeps `session`. */
async function page(revision = "4") {
  open();
  Object.assign(document, {
    body: { dataset: { liveUrl: "/live/K7M2QX/events/?surface=room", liveRev: revision } },
    documentElement: { dataset: {} },
    querySelector: () => null,
    querySelectorAll: () => [],
  });
  window.BroadcastChannel = Channel;
  window.channel = null;
  globalThis.BroadcastChannel = class extends Channel {
    constructor() {
      super();
      window.channel = this;
    }
  };
  pages += 1;
  await import(`../../static/js/live.js?${pages}`);
  await settled();
}

beforeEach(() => {
  [streams, polls, posted, reloads, answer] = [[], [], [], 0, () => new Response(null, { status: 204 })];
  session = new Map();
  Object.defineProperty(globalThis, "navigator", { configurable: true, value: { onLine: true } });
  globalThis.EventSource = Stream;
  globalThis.location = {
    href: "https://headwaters.example/room/K7M2QX/",
    reload: () => {
      reloads += 1;
    },
  };
  globalThis.sessionStorage = {
    getItem: (name) => session.get(name) ?? null,
    setItem: (name, value) => session.set(name, value),
    removeItem: (name) => session.delete(name),
  };
  mock.timers.enable({ apis: ["setTimeout", "setInterval", "Date"], now: 1_000_000_000 });
  mock.method(Math, "random", () => 0.5);
  mock.method(globalThis, "fetch", async (url) => {
    polls.push(new URL(url));
    return answer();
  });
});
afterEach(() => {
  mock.timers.reset();
  mock.restoreAll();
});

/** Time passes, with all that it brings about. */
async function after(seconds) {
  for (let tick = 0; tick < seconds * 10; tick += 1) {
    mock.timers.tick(100);
    await settled();
  }
}

const last = () => streams.at(-1);
const state = () => document.documentElement.dataset.connection;
const by = () => document.documentElement.dataset.liveBy;
const away = () => {
  throw new TypeError("Failed to fetch");
};
const denied = () => new Response(null, { status: 403 });

test("a page asks for what is newer than it shows, and is live when the server speaks", async () => {
  await page("4");
  assert.equal(streams.length, 1);
  assert.equal(last().url.searchParams.get("rev"), "4");
  assert.equal(last().url.searchParams.get("surface"), "room");
  assert.equal(state(), "connecting");
  last().says("ping", String(Date.now()));
  assert.equal(state(), "live");
  assert.equal(by(), "stream");
});

test("the next stream claims the newest revision that was shown, and no older one", async () => {
  await page("4");
  last().says("patch", "[]", "9");
  last().says("patch", "[]", "7");
  last().says("error");
  await after(5);
  assert.equal(streams.length, 2);
  assert.equal(last().url.searchParams.get("rev"), "9");
});

test("a patch that can't be shown is not claimed", async () => {
  await page("4");
  last().says("patch", "not JSON", "9");
  last().says("error");
  await after(5);
  assert.equal(last().url.searchParams.get("rev"), "4");
});

test("a reconnection is mentioned only when it takes long, and the network's end after three failures", async () => {
  await page();
  last().says("ping", "0");
  answer = away;
  last().says("error");
  await after(1);
  assert.equal(state(), "live");
  await after(2);
  assert.equal(state(), "connecting");
  for (const _ of [1, 2]) {
    last().says("error");
    await after(5);
  }
  assert.equal(state(), "offline");
  last().says("ping", "0");
  assert.equal(state(), "live");
});

test("a page whose streams are cut off again and again polls, and the next page polls at once", async () => {
  await page();
  for (const _ of [1, 2, 3]) {
    last().says("ping", "0");
    last().says("error");
    await after(4);
  }
  assert.equal(by(), "poll");
  assert.equal(state(), "live");
  assert.equal(session.get(POLLS), "1");

  mock.timers.reset();
  mock.timers.enable({ apis: ["setTimeout", "setInterval", "Date"], now: 2_000_000_000 });
  const before = streams.length;
  await page();
  assert.equal(streams.length, before);
  assert.equal(by(), "poll");
});

test("a stream that lasted a while before it ended is only opened again", async () => {
  await page();
  for (const _ of [1, 2, 3, 4]) {
    last().says("ping", "0");
    await after(9);
    last().says("error");
    await after(4);
  }
  assert.equal(by(), "stream");
});

test("a stream that was opened to a server that answers, and says nothing, is held back: the page polls", async () => {
  await page();
  await after(6);
  assert.equal(by(), "poll");
  assert.equal(last().isOpen, false);
});

test("a stream that spoke and fell silent is replaced", async () => {
  await page();
  last().says("ping", "0");
  await after(12);
  assert.equal(streams.length, 1);
  await after(4);
  assert.equal(streams.length, 2);
  assert.equal(streams[0].isOpen, false);
  assert.equal(by(), "stream");
});

test("a page that polls tries a stream, and changes to it once that speaks", async () => {
  session.set(POLLS, "1");
  await page();
  assert.equal(by(), "poll");
  await after(40);
  assert.equal(streams.length, 1, "a trial");
  assert.equal(by(), "poll");
  streams[0].says("ping", "0");
  assert.equal(by(), "stream");
  assert.equal(session.has(POLLS), false);
  const asked = polls.length;
  last().says("ping", "0");
  await after(9);
  assert.equal(polls.length, asked, "no more polls");
});

test("a trial that says nothing ends, and the next one comes later", async () => {
  session.set(POLLS, "1");
  await page();
  await after(40);
  assert.equal(streams[0].isOpen, false);
  await after(30);
  assert.equal(streams.length, 1);
  await after(40);
  assert.equal(streams.length, 2);
});

test("a page without access reloads once, and not again within a minute", async () => {
  await page();
  answer = denied;
  last().says("error");
  await settled();
  assert.equal(reloads, 1);
  await page();
  last().says("bye");
  assert.equal(reloads, 1);
  assert.equal(state(), "offline");
  assert.equal(last().isOpen, false);
  await after(61);
  assert.equal(reloads, 2);
});

test("a hidden page yields its stream to another tab, and takes it back when it is looked at", async () => {
  await page();
  assert.deepEqual(posted, ["opened"]);
  last().says("ping", "0");
  document.hidden = true;
  window.channel.dispatchEvent(new Event("message"));
  assert.equal(by(), "poll");
  assert.equal(session.has(POLLS), false, "streams get through");
  await after(60);
  assert.equal(streams.length, 1, "no trial");
  document.hidden = false;
  document.dispatchEvent(new Event("visibilitychange"));
  assert.equal(by(), "stream");
  assert.equal(streams.length, 2);
});

test("a page in sight keeps its stream when another one opens", async () => {
  await page();
  window.channel.dispatchEvent(new Event("message"));
  assert.equal(by(), "stream");
});

test("a network that is back opens a stream at once", async () => {
  await page();
  last().says("ping", "0");
  window.dispatchEvent(new Event("offline"));
  assert.equal(streams[0].isOpen, false);
  window.dispatchEvent(new Event("online"));
  assert.equal(streams.length, 2);
});

test("a page that is left closes its stream, and opens one when it comes back", async () => {
  await page();
  window.dispatchEvent(new Event("pagehide"));
  assert.equal(last().isOpen, false);
  window.dispatchEvent(Object.assign(new Event("pageshow"), { persisted: true }));
  assert.equal(streams.length, 2);
});
