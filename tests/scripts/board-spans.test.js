// static/js/board-spans.js: groups in rows, in their order and as low as possible.
import assert from "node:assert/strict";
import { test } from "node:test";
import { evened, inRows, packed } from "../../static/js/board-spans.js";

const group = (many) => ({ lead: 20, notes: Array(many).fill(10) });
const groups = (...counts) => counts.map(group);

test("notes fill columns one after the other, as low as possible", () => {
  assert.equal(packed([], 1), 0);
  assert.equal(packed([10, 10, 10], 1), 30);
  assert.equal(Math.round(packed([10, 10, 10], 2)), 20);
  assert.equal(packed([10, 10, 10], 5), 10);
  assert.equal(Math.round(packed([30, 10, 10, 10], 2)), 30);
});

test("equal groups stand in one row where there are enough columns", () => {
  const { high, rows } = inRows(groups(5, 5, 5, 5), { columns: 4, gap: 5 });
  assert.equal(high, 70);
  assert.deepEqual(
    rows.map(({ from, to, spans }) => [from, to, spans]),
    [[0, 4, [1, 1, 1, 1]]],
  );
});

test("the group with most notes takes more columns", () => {
  const { high, rows } = inRows(groups(9, 2, 3), { columns: 5, gap: 5 });
  assert.deepEqual(rows[0].spans, [3, 1, 1]);
  assert.equal(Math.round(high), 50);
});

test("columns that lower nothing make the narrowest wider", () => {
  assert.deepEqual(inRows(groups(1, 1), { columns: 4, gap: 5 }).rows[0].spans, [2, 2]);
});

test("more groups than columns have more rows, each group in one", () => {
  const { high, rows } = inRows(groups(6, 6, 1, 1, 1), { columns: 3, gap: 5 });
  assert.deepEqual(
    rows.map(({ from, to }) => [from, to]),
    [
      [0, 2],
      [2, 5],
    ],
  );
  assert.equal(Math.round(high), 20 + 60 + 5 + 20 + 10);
});

test("the notes of a row begin below its highest head", () => {
  const { rows } = inRows([{ lead: 40, notes: [10] }, group(1)], { columns: 2, gap: 5 });
  assert.equal(rows[0].lead, 40);
  assert.equal(rows[0].high, 50);
});

test("cards share what is left of their columns, up to a height", () => {
  const inOne = { columns: 1, most: 50 };
  assert.equal(Math.round(evened([10, 30], { ...inOne, height: 60 })), 30);
  assert.equal(Math.round(evened([10, 30], { ...inOne, height: 45 })), 15);
  assert.equal(Math.round(evened([10, 30], { ...inOne, height: 900 })), 50);
});
