// A grid of cells that is filled by keyboard, as in a spreadsheet.
import { showToast } from "./toasts.js";

const CELLS = "[data-column]:not([data-all])";

function rowsOf(grid) {
  return [...grid.tBodies[0].rows];
}

function cellsOf(row) {
  return [...row.querySelectorAll(CELLS)];
}

function go(cell, down, right) {
  const row = cell.closest("tr");
  const rows = rowsOf(row.closest("table"));
  const at = cellsOf(row).indexOf(cell);
  const to = rows[rows.indexOf(row) + down];
  const next = to && cellsOf(to)[at + right];
  if (next) {
    next.focus();
    next.select?.();
  }
  return Boolean(next);
}

// Sets a cell by its value, or by the words of a choice. Whether it takes that.
function put(cell, value) {
  if (cell.tagName === "SELECT") {
    const seen = value.trim().toLowerCase();
    const option = [...cell.options].find(
      (each) => each.value === value || each.text.trim().toLowerCase() === seen,
    );
    if (!option) return false;
    cell.value = option.value;
  } else {
    const before = cell.value;
    const wanted = cell.type === "date" ? isoOf(value.trim()) : value.trim();
    cell.value = wanted;
    if (cell.value !== wanted) {
      cell.value = before; // a date that there is not
      return false;
    }
  }
  cell.dispatchEvent(new Event("change", { bubbles: true }));
  return true;
}

// 31.1.2026, as spreadsheets write dates, is 2026-01-31.
function isoOf(text) {
  const [, day, month, year] = text.match(/^(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})$/) ?? [];
  return year ? `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}` : text;
}

function fillFromAbove(cell) {
  const row = cell.closest("tr");
  const above = row.previousElementSibling;
  const source = above && cellsOf(above)[cellsOf(row).indexOf(cell)];
  if (source) put(cell, source.value);
}

function onKey(event) {
  const cell = event.target.closest(CELLS);
  if (!cell) return;
  const isText = cell.tagName === "INPUT" && cell.type === "text";
  const isVertical = event.key === "ArrowUp" || event.key === "ArrowDown";
  if (event.key === "Enter" && !event.ctrlKey && !event.metaKey) {
    event.preventDefault();
    go(cell, event.shiftKey ? -1 : 1, 0);
  } else if (isVertical && (isText || event.ctrlKey)) {
    event.preventDefault();
    go(cell, event.key === "ArrowUp" ? -1 : 1, 0);
  } else if (event.key.toLowerCase() === "d" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    fillFromAbove(cell);
  }
}

// Cells of a spreadsheet come as lines with tabs between them.
function onPaste(event) {
  const cell = event.target.closest(CELLS);
  const text = event.clipboardData?.getData("text/plain") ?? "";
  const isOne = !text.includes("\t") && !text.trim().includes("\n");
  if (!cell || (isOne && cell.tagName === "INPUT" && cell.type !== "date")) return;
  event.preventDefault();
  const row = cell.closest("tr");
  const rows = rowsOf(row.closest("table"));
  const left = cellsOf(row).indexOf(cell);
  const top = rows.indexOf(row);
  let untaken = 0;
  text
    .replace(/\r?\n$/, "")
    .split(/\r?\n/)
    .forEach((line, down) => {
      const cells = rows[top + down] ? cellsOf(rows[top + down]) : [];
      line.split("\t").forEach((value, right) => {
        const to = cells[left + right];
        if (!to || put(to, value)) return;
        to.setAttribute("aria-invalid", "true");
        untaken += 1;
      });
    });
  if (untaken) {
    const message = event.currentTarget.dataset.untaken.replace("{count}", untaken);
    showToast({ message, level: "warn" });
  }
}

function onChange(event) {
  const grid = event.currentTarget;
  const { target } = event;
  if (target.matches("[data-pick-all]")) {
    for (const pick of grid.querySelectorAll("[data-pick]")) pick.checked = target.checked;
  } else if (target.matches("[data-all]")) {
    if (target.selectedOptions?.[0]?.hasAttribute("data-nothing")) return;
    for (const row of rowsOf(grid)) {
      if (!row.querySelector("[data-pick]").checked) continue;
      const cell = cellsOf(row).find((each) => each.dataset.column === target.dataset.column);
      if (cell) put(cell, target.value);
    }
  } else if (target.matches(CELLS)) {
    target.removeAttribute("aria-invalid");
    target.closest("td").classList.toggle("changed", isChanged(target));
  }
}

function isChanged(cell) {
  if ("typed" in cell.dataset) return true;
  return cell.tagName === "SELECT"
    ? [...cell.options].some((each) => each.selected !== each.defaultSelected)
    : cell.value !== cell.defaultValue;
}

// Only what was changed is sent, and that as one field: a grid may have more cells than a form may have fields.
function onData(event) {
  const sent = {};
  for (const row of rowsOf(event.target.querySelector("[data-grid]"))) {
    const revision = row.querySelector("input[type=hidden]");
    const changed = cellsOf(row).filter(isChanged);
    for (const each of [revision, ...cellsOf(row)]) event.formData.delete(each.name);
    if (changed.length) for (const each of [revision, ...changed]) sent[each.name] = each.value;
  }
  event.formData.set("changed", JSON.stringify(sent));
}

for (const grid of document.querySelectorAll("[data-grid]")) {
  grid.addEventListener("keydown", onKey);
  grid.addEventListener("paste", onPaste);
  grid.addEventListener("change", onChange);
  grid.closest("form").addEventListener("formdata", onData);
}
