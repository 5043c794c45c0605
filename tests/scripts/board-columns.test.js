// static/js/board-columns.js: groups in columns, in their order and as low as possible.
import assert from "node:assert/strict";
import { test } from "node:test";
import { balanced, layouts } from "../../static/js/board-columns.js";

const WHOLE = Number.POSITIVE_INFINITY;
const group = (many, options = {}) => ({ lead: 20, again: 20, notes: Array(many).fill(10), ...options });
const groups = (...counts) => counts.map((many) => group(many));
const UNEQUAL = groups(1, 2, 3, 4, 5, 6, 8, 10, 12, 14);

/** The height of each column. */
function heights(all, { starts }, gap) {
  const columns = [0];
  for (const [index, { lead, notes, again }] of all.entries()) {
    if (starts[index][0] === 0) columns.push(0);
    columns[columns.length - 1] += (columns.at(-1) > 0 ? gap : 0) + lead;
    for (const [place, note] of notes.entries()) {
      if (place > 0 && starts[index].includes(place)) columns.push(again);
      columns[columns.length - 1] += note;
    }
  }
  return columns;
}

test("whole groups share columns in their order", () => {
  const { high, starts } = balanced(groups(2, 2, 4), { columns: 2, gap: 5, keep: WHOLE });
  assert.deepEqual(starts, [[], [], [0]]);
  assert.equal(Math.round(high), 85);
});

test("a long group continues in the next column", () => {
  const { high, starts } = balanced(groups(6), { columns: 2, gap: 5, keep: 2 });
  assert.deepEqual(starts, [[3]]);
  assert.equal(Math.round(high), 50);
});

test("no note of a divided group is alone", () => {
  assert.deepEqual(balanced(groups(3), { columns: 2, gap: 5, keep: 2 }).starts, [[]]);
  assert.deepEqual(balanced(groups(3), { columns: 2, gap: 5, keep: 1 }).starts, [[2]]);
});

test("notes in no group break anywhere", () => {
  const loose = group(4, { lead: 0, again: 0, isLoose: true });
  assert.deepEqual(balanced([loose], { columns: 4, gap: 5, keep: WHOLE }).starts, [[1, 2, 3]]);
});

test("a group may have no notes", () => {
  assert.deepEqual(balanced(groups(0, 0), { columns: 2, gap: 5, keep: 2 }).starts, [[], [0]]);
});

test("columns of unequal groups end at one height, but for less than a head with two notes", () => {
  for (const columns of [3, 5, 6]) {
    const layout = balanced(UNEQUAL, { columns, gap: 5, keep: 2 });
    const ends = heights(UNEQUAL, layout, 5);
    assert.equal(ends.length, columns);
    assert.ok(Math.max(...ends) <= layout.high);
    for (const end of ends.slice(0, -1)) assert.ok(layout.high - end < 45, `${columns}: ${ends}`);
  }
});

test("groups are whole unless that is much higher, or a full board needs the room", () => {
  const even = groups(4, 4, 4);
  const [whole] = layouts(even, { columns: 3, gap: 5, isFull: false });
  assert.deepEqual(whole.starts, [[], [0], [0]]);
  const [divided] = layouts(groups(1, 12), { columns: 3, gap: 5, isFull: false });
  assert.ok(divided.starts[1].some((place) => place > 0));
  const full = layouts(groups(4, 5, 5), { columns: 3, gap: 5, isFull: true });
  assert.equal(full.length, 3);
  assert.ok(full[2].high <= full[1].high && full[1].high <= full[0].high);
});
