// In which columns the groups of a board are on the stage. They keep their order, and columns are as low as possible.
//   A group: {lead, notes, again, isLoose}, heights in pixels: `lead` of its frame and head, `notes` of each note, `again` of the
//     frame and head where it continues in the next column. Notes in no group have no frame, so they break anywhere.
//   A layout: {high, starts}: the height of the highest column, and for each group which of its notes begin a column, by place;
//     0 is the group itself.

const RAGGED = 1.12; // so much higher than with divided groups may columns of whole groups be
const TOGETHER = 2; // notes of a divided group that are together at least

/** How many notes from `place` on fit into a height; null if the column takes none, as fewer than `keep` would be together. */
function taken(notes, place, height, keep) {
  if (height < 0) return null;
  let many = 0;
  for (let free = height; notes[place + many] <= free; many += 1) free -= notes[place + many];
  const rest = notes.length - place;
  if (many === rest) return many;
  many = Math.min(many, rest - keep);
  return many < keep ? null : many;
}

/** Fills columns of a height one after the other. Returns `starts`, or null if the columns don't hold all. */
function filled(groups, high, { columns, gap, keep }) {
  const starts = groups.map(() => []);
  let [column, used] = [1, 0];
  for (const [index, { lead, notes, again, isLoose }] of groups.entries()) {
    let place = 0;
    for (;;) {
      const top = used > 0 ? used + gap : 0;
      const head = place > 0 ? again : lead;
      const many = taken(notes, place, high - top - head, isLoose ? 1 : keep);
      if (many === null && used === 0) return null;
      if (many !== null) {
        used = notes.slice(place, place + many).reduce((sum, note) => sum + note, top + head);
        place += many;
        if (place === notes.length) break;
      }
      if (column === columns) return null;
      column += 1;
      used = 0;
      starts[index].push(place);
    }
  }
  return starts;
}

/** The layout with the lowest columns. At least `keep` notes of a group are together: with Infinity, groups are whole. */
export function balanced(groups, { columns, gap, keep }) {
  const heightOf = ({ lead, notes }) => notes.reduce((sum, note) => sum + note, lead);
  let low = 0;
  let high = groups.reduce((sum, group) => sum + heightOf(group) + gap, 0);
  let starts = filled(groups, high, { columns: 1, gap, keep });
  while (high - low > 0.5) {
    const middle = (low + high) / 2;
    const tried = filled(groups, middle, { columns, gap, keep });
    if (tried) [high, starts] = [middle, tried];
    else low = middle;
  }
  return { high, starts };
}

/** The layouts to try, the best first. Whole groups are better, unless their columns are much higher. A `full` board may
 *  divide groups for any room. */
export function layouts(groups, { columns, gap, isFull }) {
  const layout = (keep) => balanced(groups, { columns, gap, keep });
  const [whole, divided] = [layout(Number.POSITIVE_INFINITY), layout(TOGETHER)];
  const best = whole.high <= divided.high * RAGGED ? whole : divided;
  return isFull ? [...new Set([best, divided, layout(1)])] : [best];
}
