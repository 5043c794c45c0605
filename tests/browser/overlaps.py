"""Texts and controls that lie on one another, and words that are broken in two."""

from __future__ import annotations

from playwright.sync_api import Page

# A control is measured by its box where it is painted, otherwise by its letters and symbols: the space around
# them makes a target large, and isn't visible. What stays in its place while the page scrolls is left out.
_ON_ONE_ANOTHER = """() => {
  const MOST = 2.5;
  const main = document.querySelector("main");
  const isSeen = each => each.checkVisibility({ opacityProperty: true, visibilityProperty: true })
    && !each.closest(".visually-hidden, .skip-link, option, textarea, svg svg");
  const floats = each => each !== main.parentElement
    && (["fixed", "sticky"].includes(getComputedStyle(each).position) || floats(each.parentElement));
  // The part of a box that its ancestors do not cut off.
  const inSight = ({ left, top, right, bottom }, of) => {
    for (let each = of; each !== document.body; each = each.parentElement) {
      const { display, overflowX, overflowY } = getComputedStyle(each);
      const edge = each.getBoundingClientRect();
      if (display === "inline") continue;
      if (overflowX !== "visible") [left, right] = [Math.max(left, edge.left), Math.min(right, edge.right)];
      if (overflowY !== "visible") [top, bottom] = [Math.max(top, edge.top), Math.min(bottom, edge.bottom)];
    }
    return { left, top, right, bottom };
  };
  const textsIn = each => {
    const texts = [], walker = document.createTreeWalker(each, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const text = walker.currentNode, of = text.parentElement;
      if (!text.data.trim() || of.closest("script, style, template, svg") || !isSeen(of)) continue;
      const range = document.createRange();
      range.selectNodeContents(text);
      texts.push([of, text.data.trim().replace(/\\s+/g, " "), [...range.getClientRects()]]);
    }
    return texts;
  };
  const isPainted = each => {
    const style = getComputedStyle(each);
    return style.backgroundColor !== "rgba(0, 0, 0, 0)"
      || (style.borderTopStyle !== "none" && parseFloat(style.borderTopWidth)
          && style.borderTopColor !== "rgba(0, 0, 0, 0)");
  };
  const all = "a[href], button, summary, select, textarea, input:not([type=hidden]), [role=button]";
  const controls = [...main.querySelectorAll(all)]
    .filter(each => isSeen(each) && !each.closest("svg") && !floats(each))
    .map(each => [each, (isPainted(each) || each.matches("input, select, textarea")
      ? [each.getBoundingClientRect()]
      : [...textsIn(each).flatMap(([, , boxes]) => boxes),
         ...[...each.querySelectorAll("svg, img")].filter(isSeen).map(one => one.getBoundingClientRect())])
      .map(box => inSight(box, each))]);
  const name = each => (each.ariaLabel ?? each.textContent.trim().replace(/\\s+/g, " ")).slice(0, 60)
    || each.outerHTML.slice(0, 80);
  const meet = (one, other) =>
    Math.min(one.right, other.right) - Math.max(one.left, other.left) > MOST
    && Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top) > MOST;
  const faults = new Set();
  for (const [of, words, boxes] of textsIn(main)) {
    if (floats(of)) continue;
    const seen = boxes.map(box => inSight(box, of));
    for (const [control, places] of controls)
      if (!control.contains(of) && !of.closest("label")?.contains(control)
          && places.some(place => seen.some(box => meet(place, box))))
        faults.add(`“${name(control)}” is on “${words.slice(0, 60)}”`);
  }
  return [...faults];
}"""

# Words may end a line at a hyphen or a slash, and languages without blanks anywhere.
_BROKEN = """() => {
  const faults = [], walker = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const text = walker.currentNode, of = text.parentElement;
    if (!of.checkVisibility() || of.closest(".visually-hidden, script, style, template, svg")) continue;
    for (const word of text.data.matchAll(/[^\\s\u00ad\u200b\u2010-\u2015/-]{3,}/g)) {
      if (/[\u2e80-\uffff]/.test(word[0])) continue;
      const range = document.createRange();
      range.setStart(text, word.index);
      range.setEnd(text, word.index + word[0].length);
      const lines = [...range.getClientRects()];
      if (lines.some(({ top, height }) => Math.abs(top - lines[0].top) > height / 2)) faults.push(word[0]);
    }
  }
  return faults;
}"""


def on_one_another(page: Page) -> list[str]:
    """The controls of the main column that lie on a text which is not their own."""
    return list(page.evaluate(_ON_ONE_ANOTHER))


def broken_words(page: Page) -> list[str]:
    """The words of the main column that are broken in two."""
    return list(page.evaluate(_BROKEN))
