// A row (class "row") is edited where it is clicked: on what it says, but not on its links and buttons, nor while text is
// selected. It does what the first entry of its menu does (components/row_tools.html), or a
// link with class "edits".
const OTHERS = "a, button, input, select, textarea, label, summary, form, dialog, [popover], [data-edge]";

document.addEventListener("click", (event) => {
  const row = event.target.closest?.(".row");
  const other = event.target.closest?.(OTHERS);
  if (!row || row.contains(other) || !window.getSelection().isCollapsed) return;
  const ways = [...row.querySelectorAll(".row-tools [data-edit], .edits")];
  ways.find((edit) => edit.closest(".row") === row)?.click();
});
