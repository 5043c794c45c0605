// On a phone the board, which everyone gets alike, leaves out what the personal part lists as one's own: <li data-own="UUID">
// there hides <… data-item="UUID"> here.
function show() {
  const listed = [...document.querySelectorAll("[data-own]")].map((each) => each.dataset.own);
  const board = document.querySelector(".room-board");
  const items = [...(board?.querySelectorAll("[data-item]") ?? [])];
  for (const item of items) item.hidden = listed.includes(item.dataset.item);
  if (board) board.hidden = items.length > 0 && items.every((item) => item.hidden);
}

document.addEventListener("headwaters:region", show);
show();
