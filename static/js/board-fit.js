// The board on the projector: as large as fits, and what does not fit is counted.
//
//   <div data-board-view="stage" data-region="items">  gets data-size, for the style sheet
//   <p data-board-hidden data-one="…" data-many="{count} …" hidden>
const SIZES = ["huge", "large", "medium", "compact"];

/** Fits the board of the stage; nothing on other pages. */
export function fit() {
  const region = document.querySelector("[data-board-view='stage']");
  if (!region) return;
  const line = document.querySelector("[data-board-hidden]");
  const items = [...region.querySelectorAll("[data-item]:not(:has([data-board-group]))")];
  for (const item of items) item.hidden = false;
  line.hidden = true;
  const root = document.documentElement;
  const fits = () => root.scrollHeight <= root.clientHeight + 1;
  for (const size of SIZES) {
    region.dataset.size = size;
    if (fits()) return;
  }
  // From the fullest box first, so that of every group something is seen.
  const order = region.querySelector("[data-box]") ? byFullestBox(region) : items.reverse();
  let [few, many] = [0, order.length];
  line.hidden = false;
  while (few < many) {
    const middle = (few + many) >> 1;
    hide(order, middle);
    if (fits()) many = middle;
    else few = middle + 1;
  }
  hide(order, few);
  line.hidden = few === 0;
  const sentence = few === 1 ? line.dataset.one : line.dataset.many;
  line.textContent = sentence.replace("{count}", String(few));
}

function hide(notes, count) {
  for (const [place, note] of notes.entries()) note.hidden = place < count;
}

function byFullestBox(region) {
  const boxes = [...region.querySelectorAll("[data-box-notes]")].map((each) => [...each.children]);
  const order = [];
  for (let left = boxes.flat().length; left > 0; left -= 1) {
    const fullest = boxes.reduce((most, each) => (each.length > most.length ? each : most));
    order.push(fullest.pop());
  }
  return order;
}
