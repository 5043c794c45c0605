// The letters of what the facilitator says to the whole stage: a message, or eyes up.
//   .broadcast  the root gets --say, the largest letters with which the rest of the stage is whole (css/steering.css)
// Alone it has the screen, above what people work at some of it, and above a spotlight little.
const ALONE = [5, 4.25, 3.6, 3, 2.5, 2.25, 2, 1.75, 1.5];
const ABOVE = {
  long: [2.25, 2, 1.75, 1.5],
  short: [2.5, 2.25, 2, 1.75, 1.5],
  spotlight: [1.75, 1.5],
  least: [1.5],
};

const broadcasts = () => [...document.querySelectorAll(".stage-root .stage-steering > .broadcast")];

/** The sizes to try, the largest first; none where nothing is said. */
function sizesOf(root) {
  const all = broadcasts();
  if (all.length === 0) return [];
  const isShort = all.every((each) => each.matches(".is-short, .looks-up"));
  if (root.querySelector(".stage-steering > .spotlight")) return isShort ? ABOVE.spotlight : ABOVE.least;
  if (root.querySelector(".stage-time")) return ALONE;
  return isShort ? ABOVE.short : ABOVE.long;
}

/** Returns true if the words of the box are within its width, and not in its margin. */
const isWide = (box) => box.scrollWidth <= box.clientWidth + 1;

/** Calls `fit` with the largest letters with which it returns true and no word is wider than its line. */
export function say(root, fit) {
  const sizes = sizesOf(root);
  let [few, many] = [0, sizes.length - 1];
  const fitsWith = (size) => {
    root.style.setProperty("--say", `${size}rem`);
    const isWhole = fit();
    return isWhole && broadcasts().every((each) => [each, ...each.children].every(isWide));
  };
  if (sizes.length === 0) return void fit();
  while (few < many) {
    const middle = (few + many) >> 1;
    if (fitsWith(sizes[middle])) many = middle;
    else few = middle + 1;
  }
  fitsWith(sizes[few]);
}
