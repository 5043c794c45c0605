"""Whether Tab follows the eye: what is looked for in a page."""

from __future__ import annotations

OUT_OF_ORDER = """() => {
  const control = "a[href], button, summary, select, textarea, input:not([type=hidden]), [tabindex='0']";
  const roots = document.querySelector(".console-grid") && innerWidth < 1024 ? ".console-grid" : "main";
  // What stays in its place while the page scrolls, and a drawing, which has its own order.
  const isApart = each => {
    for (let up = each; up.parentElement; up = up.parentElement)
      if (/sticky|fixed|absolute/.test(getComputedStyle(up).position)) return true;
    return Boolean(each.closest("svg, .drawing, [popover], dialog"));
  };
  // What a line that moves sideways hides.
  const isHidden = (each, box) => {
    for (let up = each.parentElement; up; up = up.parentElement)
      if (getComputedStyle(up).overflowX !== "visible" && box.right > up.getBoundingClientRect().right + 3)
        return true;
    return false;
  };
  const places = [...document.querySelectorAll(roots)].flatMap(root => [...root.querySelectorAll(control)])
    .filter(each => each.tabIndex >= 0 && !isApart(each)
      && each.checkVisibility({ opacityProperty: true, visibilityProperty: true }))
    .map(each => [each, (each.closest("label") ?? each).getBoundingClientRect()])
    .filter(([each, box]) => box.width > 1 && box.height > 1 && !isHidden(each, box));
  const middle = box => (box.top + box.bottom) / 2;
  return places.slice(1).flatMap(([next, box], index) => {
    const [each, before] = places[index];
    const isAbove = box.bottom <= before.top + 3 && box.left < before.right && box.right > before.left;
    const isLeft = box.right <= before.left + 3 && Math.abs(middle(box) - middle(before)) < 6;
    return !each.contains(next) && (isAbove || isLeft)
      ? [`${each.outerHTML.slice(0, 120)} is before ${next.outerHTML.slice(0, 120)}`] : [];
  });
}"""
"""What Tab reaches after something that is below it in its column, or on its right in its line."""
