"""The stage as one screen, measured: how much of it is used, and what a person in the last row would miss.

`MEASURE_STAGE` runs in the page and returns:

- `coverage`: the union of the boxes of text lines, marks, bars and drawings, as a part of the screen. A mark
  is a painted box that holds words or stands for something, and is no larger than a third of the screen.
- `room`: the largest band of the content without any of these, as a part of the screen's height.
- `cut`: texts that end in dots, or are cut; `hidden`: how many items are left out.
- `small`: texts below 24 of 1080 parts of the height, outside drawings.
- `out`: texts beyond an edge of the screen.
- `title`: left, top and size of the title, in parts of 1080.
- `tight`: rows of a list that are closer to each other than their own lines.
- `broken`: words in two lines that are narrower than a fifth of the screen, where there was room for them.
"""

from __future__ import annotations

from typing import Any

# A screen with four items or more uses so much of its area.
LEAST_COVERAGE = 0.35
# Text is cut, and items are left out, only when no band as high as this part of the screen is empty.
MOST_ROOM = 0.12

MEASURE_STAGE = """() => {
  const px = innerHeight / 1080;
  const away = "script, style, dialog, [popover], .visually-hidden, .skip-link, .stage-controls, [hidden]";
  const isSeen = (each) => !each.closest(away)
    && each.checkVisibility({ visibilityProperty: true, opacityProperty: true });
  const boxes = [];
  const content = [];
  const main = document.querySelector("main");
  const measured = { small: {}, out: [], cut: [], tight: [], broken: [] };
  const add = (box, holder) => {
    if (box.width < 2 || box.height < 2) return;
    boxes.push(box);
    if (main.contains(holder)) content.push(box);
  };
  const words = (each) => each.textContent.trim().replace(/\\s+/g, " ").slice(0, 50);
  // A line that ends in dots is cut off.
  const hides = (each) => each.localName !== "body"
    && (getComputedStyle(each).overflowX === "hidden" || hides(each.parentElement));
  // Words may end a line at a hyphen or a slash, and languages without blanks anywhere.
  const wordsOf = (text) => [...text.data.matchAll(/[^\\s\u00ad\u200b\u2010-\u2015/-]{3,}/g)];
  const brokenIn = (text) => wordsOf(text).filter((word) => {
    if (/[\u2e80-\uffff]/.test(word[0])) return false;
    const range = document.createRange();
    range.setStart(text, word.index);
    range.setEnd(text, word.index + word[0].length);
    const lines = [...range.getClientRects()];
    const wide = lines.reduce((sum, { width }) => sum + width, 0);
    const isBroken = lines.some(({ top, height }) => Math.abs(top - lines[0].top) > height / 2);
    return isBroken && wide < innerWidth / 5;
  }).map(([word]) => word);
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const holder = texts.currentNode.parentElement;
    if (!texts.currentNode.data.trim() || !isSeen(holder)) continue;
    const range = document.createRange();
    range.selectNodeContents(texts.currentNode);
    const [first] = range.getClientRects();
    for (const box of range.getClientRects()) {
      const isOut = box.bottom > innerHeight + 1 || box.right > innerWidth + 1 || box.left < -1;
      if (isOut && hides(holder)) continue;
      if (isOut) measured.out.push(words(holder));
      add(box, holder);
    }
    if (!first || holder.closest("svg")) continue;
    for (const word of brokenIn(texts.currentNode)) measured.broken.push(word);
    const style = getComputedStyle(holder);
    const size = parseFloat(style.fontSize) * (holder.currentCSSZoom ?? 1);
    if (size < 24 * px - 0.1) measured.small[words(holder)] = Math.round(size / px);
  }
  for (const each of document.querySelectorAll("body *")) {
    if (!isSeen(each)) continue;
    const style = getComputedStyle(each);
    const box = each.getBoundingClientRect();
    if (each.localName === "svg" || each.localName === "img") {
      add(box, each);
    } else if (!each.closest("svg")) {
      const isPainted = style.backgroundColor !== "rgba(0, 0, 0, 0)"
        || (parseFloat(style.borderTopWidth) && parseFloat(style.borderLeftWidth));
      if (isPainted && each !== document.body && box.width * box.height < (innerWidth * innerHeight) / 3)
        add(box, each);
      const clamped = style.overflowY !== "visible"
        && (style.webkitLineClamp !== "none" || style.textOverflow === "ellipsis");
      const more = 3 * Math.max(1, px);
      const overflows = each.scrollHeight > each.clientHeight + more
        || each.scrollWidth > each.clientWidth + more;
      if (clamped && overflows) measured.cut.push(words(each));
      else if (!each.children.length && /…$/.test(each.textContent.trim())) measured.cut.push(words(each));
    }
  }
  const [across, down] = [480, 270];
  const used = new Uint8Array(across * down);
  for (const { left, top, right, bottom } of boxes) {
    const from = Math.max(0, Math.round((left / innerWidth) * across));
    const to = Math.min(across, Math.round((right / innerWidth) * across));
    const last = Math.min(down, Math.round((bottom / innerHeight) * down));
    for (let row = Math.max(0, Math.round((top / innerHeight) * down)); row < last; row += 1)
      used.fill(1, row * across + from, row * across + to);
  }
  measured.coverage = Math.round((1000 * used.reduce((sum, each) => sum + each, 0)) / used.length) / 1000;
  const edges = main.getBoundingClientRect();
  const rows = content.map(({ top, bottom }) => [top, bottom]).sort(([one], [other]) => one - other);
  let [end, room] = [edges.top, 0];
  for (const [top, bottom] of rows) {
    room = Math.max(room, top - end);
    end = Math.max(end, bottom);
  }
  room = Math.max(room, Math.min(edges.bottom, innerHeight) - end);
  measured.room = Math.round((1000 * room) / innerHeight) / 1000;
  measured.hidden = main.querySelectorAll("[data-item][hidden], li[hidden], tr[hidden]").length;
  const more = [...main.querySelectorAll("[data-board-hidden], [data-board-rest]")].filter(isSeen);
  measured.more = more.map(words);
  const title = [...document.querySelectorAll(".stage h1, .stage .spotlight h2")].filter(isSeen)[0];
  if (title) {
    const { left, top } = title.getBoundingClientRect();
    const size = parseFloat(getComputedStyle(title).fontSize) * (title.currentCSSZoom ?? 1);
    measured.title = [left, top, size].map((each) => Math.round(each / px));
  }
  for (const list of main.querySelectorAll(".ranking")) {
    const seen = [...list.children].filter(isSeen);
    for (const [one, next] of seen.slice(0, -1).map((each, at) => [each, seen[at + 1]])) {
      const name = one.querySelector(":is(h2, h3)");
      if (!name) continue;
      const gap = next.getBoundingClientRect().top - one.getBoundingClientRect().bottom;
      if (gap < 5 * px) measured.tight.push(words(name));
    }
  }
  if (/Part \\d+ of \\d+/.test(main.innerText)) measured.parts = true;
  return measured;
}"""


def faults(measured: dict[str, Any], *, items: int, waits: bool = False) -> list[str]:
    """What is wrong with a screen of so many items; one that `waits` for people may be emptier."""
    wrong = [f"{name}: {measured[name]}" for name in ("small", "out", "tight", "broken") if measured[name]]
    if items >= 4 and not waits and measured["coverage"] < LEAST_COVERAGE:
        wrong.append(f"covers {measured['coverage']:.0%}")
    if (measured["cut"] or measured["hidden"] or measured["more"]) and measured["room"] > MOST_ROOM:
        lost = measured["more"] or measured["cut"] or measured["hidden"]
        wrong.append(f"{measured['room']:.0%} of the height is empty, and this is missing: {lost}")
    return wrong
