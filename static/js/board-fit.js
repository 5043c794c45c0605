// The board on the projector, or what lies in the spotlight: as large as fits, and what does not fit is counted.
//
//   <div data-board-view="stage" data-region="items">  gets data-size, and data-brief, for the style sheet
//   <p data-board-hidden data-one="…" data-many="{count} …" hidden>
//   <section class="spotlight">  its tree gets data-size; of its lists and tables, rows are left out
//   <p data-board-rest="7">  how many the server left out of the spotlight: they are counted with the rows
const SIZES = ["giant", "huge", "large", "medium", "compact"];
const SCALES = [1, 0.9, 0.8, 0.7, 0.6];

/** What may be left out of the spotlight, the last first: goals of a tree, else rows of lists and tables, and then what
 *  holds rows. */
function rowsOf(spotlight) {
  const goals = [...spotlight.querySelectorAll(".live-tree > .item")];
  if (goals.length) return goals;
  const bottom = (row) => row.getBoundingClientRect().bottom;
  const rows = [...spotlight.querySelectorAll("li:not(:has(li)), tbody > tr")];
  return [
    ...spotlight.querySelectorAll("li:has(li)"),
    ...rows.sort((one, other) => bottom(one) - bottom(other)),
  ];
}

/** Fits the board or the spotlight of the stage; nothing on other pages. What still does not fit, such as any other kind below a
 *  message of many lines, is drawn smaller. */
export function fit() {
  const root = document.documentElement;
  const scales = root.matches(".stage-root") && matchMedia("(min-width: 60rem)").matches ? SCALES : [1];
  for (const scale of scales) {
    root.style.setProperty("--fit", scale);
    if (fitted(root)) return;
  }
}

/** Whether the page fits, and shows something of the board or the spotlight. */
function fitted(root) {
  const fits = () => root.scrollHeight <= root.clientHeight + 1;
  const spotlight = document.querySelector(".stage-root .stage-steering > .spotlight");
  const region = spotlight ?? document.querySelector("[data-board-view='stage']");
  if (!region) return fits();
  // The board's own, also where observers have a spotlight before it.
  const line = (spotlight ?? region.parentElement).querySelector("[data-board-hidden]");
  for (const row of spotlight?.querySelectorAll("[hidden]") ?? []) row.hidden = false;
  const items = spotlight
    ? rowsOf(spotlight)
    : [...region.querySelectorAll("[data-item]:not(:has([data-board-group]))")];
  for (const item of items) item.hidden = false;
  line.hidden = true;
  delete region.dataset.brief;
  for (const size of SIZES) {
    (region.querySelector(".live-tree") ?? region).dataset.size = size;
    if (fits()) return true;
  }
  // Cards keep their names before one of them is left out.
  region.dataset.brief = "";
  if (fits()) return true;
  // From the fullest box first, so that of every group something is seen.
  const order = region.querySelector("[data-box]") ? byFullestBox(region) : items.reverse();
  let [few, many] = [0, order.length];
  const rest = spotlight?.querySelector("[data-board-rest]");
  if (rest) rest.hidden = true;
  // What it will say takes room.
  line.textContent = line.dataset.many;
  line.hidden = false;
  while (few < many) {
    const middle = (few + many) >> 1;
    hide(order, middle);
    if (fits()) many = middle;
    else few = middle + 1;
  }
  hide(order, few);
  const count = few + Number(rest?.dataset.boardRest ?? 0);
  line.hidden = count === 0;
  const sentence = count === 1 ? line.dataset.one : line.dataset.many;
  line.textContent = sentence.replace("{count}", String(count));
  return fits() && few < order.length;
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
