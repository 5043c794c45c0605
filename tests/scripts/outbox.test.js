// static/js/outbox.js: what waits is sent in order, replaced by newer values, and never lost.
import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";
import { open, settled } from "./page.js";

open();
const { Outbox } = await import("../../static/js/outbox.js");

let storage; // of the browser
let requests; // that reached the server
let answer; // the server's, or an error without an answer

const OK = () => Response.json({ ok: true });
const json = (status, content, headers) => () => Response.json(content, { status, headers });

beforeEach(() => {
  storage = open();
  requests = [];
  answer = OK;
  mock.timers.enable({ apis: ["setTimeout"] });
  mock.method(globalThis, "fetch", async (url, options) => {
    requests.push({ url, ...options, fields: Object.fromEntries(options.body) });
    return answer();
  });
});
afterEach(() => {
  mock.timers.reset();
  mock.restoreAll();
});

/** An outbox, with the names and details of its events. */
function outbox(options = {}) {
  const events = [];
  const box = new Outbox({ name: "scores.K7M2QX.ann", url: "/score/", ...options });
  for (const name of ["sent", "waiting", "refused", "blocked", "elsewhere"])
    box.addEventListener(name, ({ detail }) => events.push([name, detail]));
  return { box, events };
}

const away = () => {
  throw new TypeError("Failed to fetch");
};

test("a change is sent once, and forgotten", async () => {
  const { box, events } = outbox();
  box.put("a", { value: "3" });
  assert.deepEqual(box.waiting("a"), { value: "3" });
  await settled();
  assert.equal(requests.length, 1);
  assert.equal(requests[0].fields.value, "3");
  assert.equal(requests[0].headers["X-CSRFToken"], "a-token");
  assert.deepEqual(
    events.map(([name]) => name),
    ["sent"],
  );
  assert.equal(box.waiting("a"), undefined);
});

test("without a connection everything waits, and goes out in order", async () => {
  answer = away;
  const { box, events } = outbox();
  box.put("a", { value: "1" });
  await settled();
  box.put("b", { value: "2" });
  await settled();
  assert.equal(requests.length, 1, "one try at a time");
  assert.deepEqual(
    events.map(([name, { key }]) => [name, key]),
    [["waiting", "a"]],
  );

  answer = OK;
  window.dispatchEvent(new Event("online"));
  await settled();
  assert.deepEqual(
    requests.slice(1).map(({ fields }) => fields.value),
    ["1", "2"],
  );
  assert.deepEqual(box.all(), []);
});

test("a change that waits is tried again by itself, later each time", async () => {
  mock.method(Math, "random", () => 1);
  answer = away;
  const { box } = outbox();
  box.put("a", { value: "1" });
  for (const [number, wait] of [1_000, 2_000, 4_000].entries()) {
    await settled();
    assert.equal(requests.length, number + 1);
    mock.timers.tick(wait - 1);
    await settled();
    assert.equal(requests.length, number + 1, "too early");
    mock.timers.tick(1);
  }
});

test("a server that is busy says when it can be asked again", async () => {
  mock.method(Math, "random", () => 0);
  answer = json(429, {}, { "Retry-After": "9" });
  const { box } = outbox();
  box.put("a", { value: "1" });
  await settled();
  mock.timers.tick(8_999);
  await settled();
  assert.equal(requests.length, 1);
  mock.timers.tick(1);
  await settled();
  assert.equal(requests.length, 2);
});

test("a newer value replaces the one that waits, also while that is on its way", async () => {
  let reach;
  answer = () => new Promise((resolve) => (reach = resolve));
  const { box, events } = outbox();
  box.put("a", { value: "1" });
  await settled();
  box.put("a", { value: "2" });
  answer = OK;
  reach(OK());
  await settled();
  assert.deepEqual(
    requests.map(({ fields }) => fields.value),
    ["1", "2"],
  );
  assert.ok(Number(requests[1].fields.tap) > Number(requests[0].fields.tap));
  assert.deepEqual(
    events.map(([name, { newer }]) => [name, newer]),
    [
      ["sent", true],
      ["sent", false],
    ],
  );
});

test("a value that is wrong is given up, and what waits behind it is sent", async () => {
  answer = away;
  const { box, events } = outbox();
  box.put("a", { value: "9" });
  await settled();
  box.put("b", { value: "2" });
  const answers = [json(422, { error: "Too large", errors: { value: ["At most 5"] } }), OK];
  answer = () => answers.shift()();
  window.dispatchEvent(new Event("online"));
  await settled();
  const [name, refused] = events.find(([name]) => name === "refused");
  assert.equal(name, "refused");
  assert.deepEqual(
    [refused.key, refused.message, refused.errors],
    ["a", "Too large", { value: ["At most 5"] }],
  );
  assert.deepEqual(box.all(), []);
});

test("a device that may not send keeps everything, and stops", async () => {
  answer = json(403, { error: "You were removed" });
  const { box, events } = outbox();
  box.put("a", { value: "1" });
  await settled();
  box.put("b", { value: "2" });
  window.dispatchEvent(new Event("online"));
  await settled();
  assert.ok(box.isBlocked);
  assert.equal(requests.length, 1);
  assert.deepEqual(
    box.all().map(([key]) => key),
    ["a", "b"],
  );
  assert.ok(events.every(([name, { message }]) => name === "blocked" && message === "You were removed"));
});

test("what waited is there after the page is opened again", async () => {
  answer = away;
  outbox().box.put("a:b", { value: "1" });
  await settled();
  open(storage);
  assert.deepEqual(Outbox.left("scores", "ann"), [{ name: "scores.K7M2QX.ann", url: "/score/" }]);
  assert.deepEqual(Outbox.left("scores", "ben"), []);
  answer = OK;
  const { box } = outbox();
  await box.flush();
  assert.equal(requests.at(-1).fields.value, "1");
  assert.deepEqual(Outbox.left("scores", "ann"), []);
});

test("another tab's change is told, and is no one else's", () => {
  const { events } = outbox();
  const told = (key, newValue) =>
    window.dispatchEvent(Object.assign(new Event("storage"), { key, newValue }));
  told("outbox:scores.K7M2QX.ann:a", '{"fields": {"value": "4"}}');
  told("outbox:scores.K7M2QX.ann:a", null);
  told("outbox:scores.K7M2QX.ben:a", '{"fields": {"value": "5"}}');
  assert.deepEqual(events, [
    ["elsewhere", { key: "a", fields: { value: "4" } }],
    ["elsewhere", { key: "a", fields: undefined }],
  ]);
});

test("an anonymous sender tells neither the device nor the time", async () => {
  const { box } = outbox({ how: async () => ({ headers: { "X-Key": "secret" }, credentials: "omit" }) });
  box.put("a", { value: "1" });
  box.put("b", { value: "2" });
  await settled();
  assert.deepEqual(
    requests.map(({ fields }) => [fields.device, fields.tap]),
    [
      ["", "1"],
      ["", "2"],
    ],
  );
  assert.ok(
    requests.every(({ headers, credentials }) => credentials === "omit" && !("X-CSRFToken" in headers)),
  );
});

test("a browser without storage sends all the same", async () => {
  open(null);
  answer = away;
  const { box } = outbox();
  box.put("a", { value: "1" });
  await settled();
  assert.deepEqual(box.waiting("a"), { value: "1" });
  answer = OK;
  window.dispatchEvent(new Event("pageshow"));
  await settled();
  assert.equal(box.waiting("a"), undefined);
  assert.equal(requests.at(-1).fields.value, "1");
});
