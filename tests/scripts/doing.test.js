// static/js/doing.js: a change waits while someone is busy in its element, and happens once, as it is last.
import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";
import { open } from "./page.js";

open();
Object.assign(document, {
  getElementById: () => null,
  querySelector: () => null,
  querySelectorAll: () => [],
});
const { forget, unsaved, whenFree } = await import("../../static/js/doing.js");

let done; // the changes that happened, in order
beforeEach(() => {
  done = [];
  mock.timers.reset();
  mock.timers.enable({ apis: ["setTimeout"] });
});

/** A field for text, drawn with "Milk". */
function field(value = "Milk") {
  return {
    value,
    defaultValue: "Milk",
    form: null,
    closest: () => null,
    matches: (selector) => selector.startsWith("textarea"),
  };
}

/** An element of the page with these fields. */
function element(...fields) {
  return {
    dataset: {},
    isConnected: true,
    isDragging: false,
    closest() {
      return this.isDragging ? this : null;
    },
    contains: (other) => fields.includes(other),
    querySelector: () => null,
    querySelectorAll: (selector) => (selector.startsWith("textarea") ? fields : []),
  };
}

const change = (name) => () => done.push(name);

/** Something happened on the page after which waiting changes are tried again. */
function happens(name) {
  document.dispatchEvent(new Event(name));
  mock.timers.runAll();
}

test("an element in which no one is busy changes at once", () => {
  const free = element(field());
  assert.equal(whenFree(free, change("new")), true);
  assert.deepEqual(done, ["new"]);
  assert.equal("stale" in free.dataset, false);
});

test("a change waits for what is typed, and happens once it is as drawn", () => {
  const typed = field("Milk and honey");
  const busy = element(typed);
  assert.equal(whenFree(busy, change("new")), false);
  assert.equal(busy.dataset.stale, "");
  happens("input");
  assert.deepEqual(done, []);

  typed.value = "Milk";
  happens("input");
  assert.deepEqual(done, ["new"]);
  assert.equal("stale" in busy.dataset, false);
  happens("input");
  assert.deepEqual(done, ["new"]);
});

test("the newest of the changes that wait is the one that happens", () => {
  const typed = field("Honey");
  const busy = element(typed);
  whenFree(busy, change("first"));
  whenFree(busy, change("second"));
  typed.value = "Milk";
  happens("focusout");
  assert.deepEqual(done, ["second"]);
});

test("a change that finds the element free replaces the one that waits", () => {
  const typed = field("Honey");
  const busy = element(typed);
  whenFree(busy, change("first"));
  typed.value = "Milk";
  whenFree(busy, change("second"));
  happens("change");
  assert.deepEqual(done, ["second"]);
});

test("a change waits while the element is dragged", () => {
  const card = element();
  card.isDragging = true;
  whenFree(card, change("new"));
  happens("input");
  assert.deepEqual(done, []);
  card.isDragging = false;
  happens("dragend");
  assert.deepEqual(done, ["new"]);
});

test("what is typed in the part that stays holds nothing back, then or later", () => {
  const kept = field("Honey");
  const other = field("Bread");
  const part = { contains: (control) => control === kept };
  const busy = element(kept, other);
  assert.equal(whenFree(busy, change("new"), part), false);
  other.value = "Milk";
  happens("input");
  assert.deepEqual(done, ["new"]);
});

test("a change of an element that left the page, or that was forgotten, doesn't happen", () => {
  const typed = [field("Honey"), field("Honey")];
  const [gone, unwanted] = typed.map((each) => element(each));
  whenFree(gone, change("gone"));
  whenFree(unwanted, change("unwanted"));
  gone.isConnected = false;
  forget(unwanted);
  assert.equal("stale" in unwanted.dataset, false);
  for (const each of typed) each.value = "Milk";
  happens("input");
  assert.deepEqual(done, []);
});

test("the button shows everything that waits, whatever is typed", () => {
  const waiting = [element(field("Honey")), element(field("Bread"))];
  whenFree(waiting[0], change("first"));
  whenFree(waiting[1], change("second"));
  const click = new Event("click");
  const closest = (selector) => (selector === "[data-apply-stale]" ? {} : null);
  Object.defineProperty(click, "target", { value: { closest } });
  document.dispatchEvent(click);
  assert.deepEqual(done, ["first", "second"]);
  assert.equal("stale" in waiting[0].dataset, false);
});

test("a choice is unsaved where another one than the drawn is chosen", () => {
  const select = (...options) => ({ matches: () => true, options });
  const option = (defaultSelected, selected) => ({ defaultSelected, selected });
  assert.equal(unsaved(select(option(true, true), option(false, false))), false);
  assert.equal(unsaved(select(option(true, false), option(false, true))), true);
  // The browser chooses the first where the page chose none.
  assert.equal(unsaved(select(option(false, true), option(false, false))), false);
});
