"""Scripts that look for texts out of their place, in a page that is open in the browser."""

# Texts that are wider than what holds them, or lie over one another. What scrolls, or is typed and ends in
# dots, holds more than it shows.
OVERFLOWS = """() => {
  const away = "script, style, template, dialog:not([open]), [hidden], .visually-hidden, .skip-link, svg,"
    + "option";
  const shown = [];
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const holder = texts.currentNode.parentElement;
    if (!texts.currentNode.data.trim() || holder.closest(away)) continue;
    if (!holder.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
    const range = document.createRange();
    range.selectNodeContents(texts.currentNode);
    if (range.getBoundingClientRect().height >= 2) shown.push([holder, texts.currentNode, range]);
  }
  const wrong = [];
  const named = (text) => text.data.trim().replace(/\\s+/g, " ").slice(0, 50);
  for (const [holder, text, range] of shown) {
    const box = range.getBoundingClientRect();
    for (let each = holder; each !== document.body; each = each.parentElement) {
      const style = getComputedStyle(each);
      if (["inline", "contents"].includes(style.display)) continue;
      if (["auto", "scroll"].includes(style.overflowX)) break;
      const isTyped = style.textOverflow === "ellipsis" && !text.data.includes("⟦");
      const edge = each.getBoundingClientRect();
      // Some words are for screen readers at this width.
      const isHeard = edge.width <= 1 || style.clipPath !== "none";
      if (isTyped || isHeard || style.webkitLineClamp !== "none") break;
      if (box.right > edge.right + 1.5 || box.left < edge.left - 1.5)
        wrong.push(`${named(text)}: wider than <${each.localName} class="${each.className}">`);
      else if (style.overflowY !== "visible" && box.bottom > edge.bottom + 4)
        wrong.push(`${named(text)}: higher than <${each.localName} class="${each.className}">`);
      else continue;
      break;
    }
  }
  // What stays in its place while the rest scrolls lies over it.
  const layer = (each) => {
    for (let up = each; up; up = up.parentElement)
      if (up.matches("dialog, [popover]") || /fixed|sticky/.test(getComputedStyle(up).position)) return up;
    return null;
  };
  // What is cut on purpose is seen as far as its box reaches.
  const seen = (holder, { left, top, right, bottom }) => {
    for (let up = holder; up !== document.body; up = up.parentElement) {
      if (getComputedStyle(up).overflowY === "visible") continue;
      const edge = up.getBoundingClientRect();
      [left, top] = [Math.max(left, edge.left), Math.max(top, edge.top)];
      [right, bottom] = [Math.min(right, edge.right), Math.min(bottom, edge.bottom)];
    }
    return { left, top, right, bottom, height: bottom - top };
  };
  const lines = shown.flatMap(([holder, text, range]) => [...range.getClientRects()]
    .map((box) => seen(holder, box)).filter((box) => box.right - box.left > 1 && box.height > 2)
    .map((box) => ({ box, text, on: layer(holder) })));
  for (const [place, one] of lines.entries())
    for (const other of lines.slice(place + 1)) {
      if (one.text === other.text || one.on !== other.on) continue;
      const wide = Math.min(one.box.right, other.box.right) - Math.max(one.box.left, other.box.left);
      const high = Math.min(one.box.bottom, other.box.bottom) - Math.max(one.box.top, other.box.top);
      if (wide > 2 && high > 0.4 * Math.min(one.box.height, other.box.height))
        wrong.push(`${named(one.text)}: lies over ${named(other.text)}`);
    }
  return [...new Set(wrong)];
}"""
# What is wrong with typed words from right to left. A text that begins with them runs from right to left, so
# that its full stop is at its left; ours around it doesn't. On a line from left to right, what comes after a
# typed name is to the right of it, also a number.
TURNED = """() => {
  const typed = /[\\u0590-\\u08ff]/u;
  const words = /[\\u0590-\\u08ff][\\u0590-\\u08ff\\s]*[\\u0590-\\u08ff]|[^\\u0590-\\u08ff\\s]+/gu;
  const isTurned = (each) => getComputedStyle(each).direction === "rtl";
  const block = (each) => {
    while (["inline", "contents"].includes(getComputedStyle(each).display)) each = each.parentElement;
    return each;
  };
  const wrong = [];
  const place = (each) => `in <${each.localName} class="${each.className}">`;
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const parts = [];
  while (texts.nextNode()) {
    const { data, parentElement: holder } = texts.currentNode;
    if (!data.trim() || holder.closest("script, style, template, svg, option, textarea")) continue;
    if (!holder.checkVisibility({ visibilityProperty: true })) continue;
    const text = data.trim();
    if (typed.test(text[0]) && !text.includes("⟦") && /\\P{L}$/u.test(text) && !isTurned(holder))
      wrong.push(`ends at the right: ${text.slice(0, 40)} ${place(holder)}`);
    for (const match of data.matchAll(words)) {
      const range = document.createRange();
      range.setStart(texts.currentNode, match.index);
      range.setEnd(texts.currentNode, match.index + match[0].length);
      const [box] = range.getClientRects();
      if (box && box.width > 1) parts.push({ word: match[0], box, holder, of: block(holder) });
    }
  }
  for (const [number, part] of parts.entries()) {
    if (part.word.includes("⟦") && isTurned(part.holder)) wrong.push(`from right to left: ${part.word}`);
    const next = parts[number + 1];
    if (!typed.test(part.word) || !next || next.of !== part.of || typed.test(next.word)) continue;
    if (isTurned(part.of) || (isTurned(part.holder) && next.holder === part.holder)) continue;
    const isOnOneLine = Math.abs(next.box.top - part.box.top) < part.box.height / 2;
    if (isOnOneLine && next.box.left < part.box.right - 1)
      wrong.push(`${part.word} moves ${next.word} ${place(next.holder)}`);
  }
  return [...new Set(wrong)];
}"""
