// In which rows the groups of a board stand on the stage, and how wide each is. They keep their order.
//   A group: {lead, notes}, heights in pixels: `lead` of its frame and head, `notes` of each note.
//   A plan: {high, rows}: the height of all rows; a row: {from, to, high, lead, spans}: its groups, where their
//     notes begin, and how many columns each takes.

const sum = (numbers) => numbers.reduce((all, each) => all + each, 0);

/** The height of notes one after the other in so many columns, as low as possible. */
export function packed(notes, columns) {
  let [low, high] = [Math.max(0, ...notes), sum(notes)];
  const fit = (height) => {
    let [used, free] = [1, height];
    for (const note of notes) {
      if (note > free) [used, free] = [used + 1, height];
      free -= note;
    }
    return used <= columns;
  };
  if (columns === 1 || fit(low)) return columns === 1 ? high : low;
  while (high - low > 0.5) {
    const middle = (low + high) / 2;
    if (fit(middle)) high = middle;
    else low = middle;
  }
  return high;
}

/** One row of groups, as low as possible: the highest get more columns. Their notes begin at one height. */
function rowOf(groups, columns) {
  const lead = Math.max(...groups.map((group) => group.lead));
  const heightOf = ({ notes }, span) => lead + packed(notes, span);
  const spans = groups.map(() => 1);
  const heights = groups.map((group) => heightOf(group, 1));
  for (let free = columns - groups.length; free > 0; free -= 1) {
    const highest = heights.indexOf(Math.max(...heights));
    const lower = heightOf(groups[highest], spans[highest] + 1);
    // What doesn't help the highest makes the narrowest wider.
    const wider = lower < heights[highest] - 0.5 ? highest : spans.indexOf(Math.min(...spans));
    spans[wider] += 1;
    heights[wider] = heightOf(groups[wider], spans[wider]);
  }
  return { high: Math.max(...heights), lead, spans };
}

/** The lowest plan for groups in so many columns. */
export function inRows(groups, { columns, gap }) {
  const best = [{ high: -gap, rows: [] }];
  for (let to = 1; to <= groups.length; to += 1) {
    for (let from = Math.max(0, to - columns); from < to; from += 1) {
      const row = { from, to, ...rowOf(groups.slice(from, to), columns) };
      const high = best[from].high + gap + row.high;
      if (!best[to] || high < best[to].high - 0.5) best[to] = { high, rows: [...best[from].rows, row] };
    }
  }
  return best[groups.length];
}

/** The height that notes can have at least, so that they still fit into so many columns of a height. */
export function evened(notes, { columns, height, most }) {
  let [low, high] = [0, most];
  while (high - low > 0.5) {
    const middle = (low + high) / 2;
    if (
      packed(
        notes.map((note) => Math.max(note, middle)),
        columns,
      ) <= height
    )
      low = middle;
    else high = middle;
  }
  return low;
}
