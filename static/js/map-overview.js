// A small picture of a whole map in the corner of its visible part: <div data-map-overview hidden>. It is there while the
// map is larger than its place; a press or a drag on it goes there.

const SVG = "http://www.w3.org/2000/svg";

const made = (name, attributes) => {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
};

export class Overview {
  /** `shapes` are the boxes of the drawing, `whole` its viewBox; `go(x, y)` brings a place of it to the middle. */
  constructor(box, svg, shapes, whole, go) {
    this.box = box;
    const { x, y, width, height } = whole;
    this.svg = made("svg", { viewBox: `${x} ${y} ${width} ${height}` });
    const inDrawing = svg.getScreenCTM().inverse();
    for (const shape of shapes) {
      const own = shape.getBBox();
      const matrix = inDrawing.multiply(shape.getScreenCTM());
      const corner = new DOMPoint(own.x, own.y).matrixTransform(matrix);
      const opposite = new DOMPoint(own.x + own.width, own.y + own.height).matrixTransform(matrix);
      this.svg.append(
        made("rect", {
          x: corner.x,
          y: corner.y,
          width: opposite.x - corner.x,
          height: opposite.y - corner.y,
          fill: shape.getAttribute("fill"),
          stroke: shape.getAttribute("stroke") ?? "var(--control)",
          "stroke-width": width / 300,
        }),
      );
    }
    this.seen = made("rect", { class: "seen" });
    this.svg.append(this.seen);
    box.replaceChildren(this.svg);
    const move = (event) => {
      const place = new DOMPoint(event.clientX, event.clientY).matrixTransform(
        this.svg.getScreenCTM().inverse(),
      );
      go(place.x, place.y);
    };
    box.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      box.setPointerCapture(event.pointerId);
      move(event);
    });
    box.addEventListener("pointermove", (event) => {
      if (box.hasPointerCapture(event.pointerId)) move(event);
    });
  }

  /** What of the map is seen; null for all of it. */
  show(view) {
    this.box.hidden = view === null;
    if (view === null) return;
    for (const side of ["x", "y", "width", "height"]) this.seen.setAttribute(side, view[side]);
  }
}
