// A map to move about in: <div data-map="its address"> with a drawing in it whose nodes are <g data-node="name"> and
// whose edges are <g data-from="name" data-to="name">, or by the number of a node in their order. Wheel, drag, two
// fingers, or + − 0 and the arrows zoom and move; hovering, focusing or tapping a node lights up what leads to it and
// where it leads. When the map is drawn anew (follow.js), it stays where it was. What is typed into <input
// data-map-find> lights up the nodes that have it in their names, and the key M, or <a data-map-middle>, puts the node
// that is lit in the middle: at data-map-focus of the frame, with its name behind it.

import { Overview } from "./map-overview.js";

const STEP = 1.25;
const NEAREST = 8; // times closer than the whole map
const MOVE = 0.12; // share of the visible part that an arrow key moves
const SLACK = 4; // pixels that a finger may tremble without dragging
const LARGEST = 1.2; // a small map is not blown up further than this
const WORDS = 11; // size of the words in the drawing, in its own units (products/landscape/drawing.py)
const LEGIBLE = 6.5; // pixels: a map whose words would be smaller starts nearer, at its beginning
const START = 15; // pixels of the words then: a finger hits a line of them
const CLOSEST = 32; // pixels that words may always be brought to, however large the map is

const kept = new Map(); // by the address of a map: where its viewer is, and what they picked

class Chart {
  constructor(place) {
    this.place = place;
    this.svg = place.querySelector("svg");
    this.frame = place.closest("[data-map-frame]");
    this.said = this.frame.querySelector("[data-map-said]");
    this.middle = this.frame.querySelector("[data-map-middle]");
    this.pointers = new Map();
    const [x, y, width, height] = this.svg
      .getAttribute("viewBox")
      .split(/[\s,]+/)
      .map(Number);
    this.whole = { x, y, width, height };
    this.points = width;
    this.natural = Number.parseFloat(this.svg.getAttribute("width")) || width;
    this.nodes = new Map();
    this.matching = [];
    this.lit = "";
    this.edges = [];
    const names = new Map();
    for (const node of this.svg.querySelectorAll("[data-node]")) {
      names.set(`${this.nodes.size}`, node.dataset.node);
      this.nodes.set(node.dataset.node, node);
    }
    for (const edge of this.svg.querySelectorAll("[data-from]")) {
      for (const end of ["from", "to"]) edge.dataset[end] = names.get(edge.dataset[end]) ?? edge.dataset[end];
      this.edges.push(edge);
    }
    const corner = this.frame.querySelector("[data-map-overview]");
    const go = (x, y) => this.go(x, y);
    const shapes = [...this.nodes.values()].map((node) => node.querySelector("path")).filter(Boolean);
    this.overview = corner && new Overview(corner, this.svg, shapes, this.whole, go);
    place.classList.add("moves");
    const before = kept.get(place.dataset.map);
    this.picked = before?.picked && this.nodes.has(before.picked) ? before.picked : "";
    this.view = before ? before.view : null;
    if (!before) this.begin();
    this.show();
    this.light(this.picked);
    this.listen();
    if (before?.focused) this.nodes.get(before.focused)?.querySelector("a")?.focus({ preventScroll: true });
  }

  // The whole map in the shape of its place, so that a pixel is the same length both ways.
  fitting() {
    const { clientWidth, clientHeight } = this.place;
    if (!clientWidth || !clientHeight) return { ...this.whole };
    const perPixel = Math.max(
      this.whole.width / clientWidth,
      this.whole.height / clientHeight,
      this.points / (this.natural * (96 / 72) * LARGEST),
    );
    const width = clientWidth * perPixel;
    const height = clientHeight * perPixel;
    return {
      x: this.whole.x + (this.whole.width - width) / 2,
      y: this.whole.y + (this.whole.height - height) / 2,
      width,
      height,
    };
  }

  // As high as the map is when it fills the width; the style sheet says how low and how high that may be. One that is looked
  // at closely has the height that it had at the start.
  shape() {
    const closeness = Math.min(
      this.place.clientWidth / this.whole.width,
      (this.natural / this.points) * (96 / 72) * LARGEST,
    );
    const needed = Math.ceil(this.whole.height * closeness);
    const before = this.view && kept.get(this.place.dataset.map)?.height;
    this.place.style.blockSize = `${Math.max(needed, before || 0)}px`;
  }

  // A map that is too large for its place begins with its first lane, near enough to be read.
  begin() {
    this.shape();
    const { clientWidth, clientHeight } = this.place;
    if (!clientWidth || !clientHeight) return;
    if ((WORDS * clientWidth) / this.fitting().width >= LEGIBLE) return;
    const perPixel = WORDS / START;
    const height = Math.ceil(Math.min(this.whole.height / perPixel, innerHeight * 0.7));
    kept.set(this.place.dataset.map, { height });
    this.view = { ...this.whole, width: clientWidth * perPixel };
    this.shape();
    this.view.height = this.place.clientHeight * perPixel;
  }

  show() {
    this.shape();
    const fit = this.fitting();
    const view = this.view ?? fit;
    // A place that changed its shape keeps the middle and the nearness.
    const ratio = fit.height / fit.width;
    const middle = view.y + view.height / 2;
    view.height = view.width * ratio;
    view.y = middle - view.height / 2;
    this.svg.setAttribute("viewBox", `${view.x} ${view.y} ${view.width} ${view.height}`);
    // A finger scrolls the page up and down, until there is something to see there.
    this.place.classList.toggle("tall", this.view !== null && view.height < this.whole.height * 0.99);
    const words = this.frame.querySelector("[data-map-start]");
    if (words) words.hidden = !(this.view && kept.get(this.place.dataset.map)?.height);
    this.overview?.show(this.view);
    this.place.dataset.zoom = (fit.width / view.width).toFixed(2);
    this.keep();
  }

  keep() {
    const node = document.activeElement?.closest?.("[data-node]");
    const focused = node && this.place.contains(node) ? node.dataset.node : "";
    const height = kept.get(this.place.dataset.map)?.height;
    kept.set(this.place.dataset.map, { view: this.view, picked: this.picked, focused, height });
  }

  zoom(factor, at = { x: 0.5, y: 0.5 }) {
    const fit = this.fitting();
    const view = this.view ?? fit;
    const closest = Math.min(fit.width / NEAREST, (this.place.clientWidth * WORDS) / CLOSEST);
    const width = Math.min(fit.width, Math.max(closest, view.width / factor));
    if (width >= fit.width * 0.999) {
      this.view = null;
    } else {
      const height = width * (fit.height / fit.width);
      const x = view.x + (view.width - width) * at.x;
      const y = view.y + (view.height - height) * at.y;
      this.view = this.within({ x, y, width, height });
    }
    this.show();
  }

  // Some of the map is always in sight.
  within(view) {
    const { x, y, width, height } = this.whole;
    view.x = Math.min(x + width - view.width / 4, Math.max(x - (view.width * 3) / 4, view.x));
    view.y = Math.min(y + height - view.height / 4, Math.max(y - (view.height * 3) / 4, view.y));
    return view;
  }

  move(across, down) {
    const view = this.view ?? this.fitting();
    const moved = { ...view, x: view.x + view.width * across, y: view.y + view.height * down };
    this.view = this.within(moved);
    this.show();
  }

  /** Bring a place of the drawing to the middle of the visible part. */
  go(x, y) {
    const view = this.view ?? this.fitting();
    this.view = this.within({ ...view, x: x - view.width / 2, y: y - view.height / 2 });
    this.show();
  }

  fit() {
    this.view = null;
    this.show();
  }

  // Everything on a way to the node or from it.
  light(name) {
    const node = name ? this.nodes.get(name) : undefined;
    this.dim(node ? [] : this.matching);
    this.lit = node ? name : "";
    if (this.middle) {
      this.middle.hidden = !node?.dataset.name;
      if (node) this.middle.href = `${this.frame.dataset.mapFocus}${encodeURIComponent(name)}`;
    }
    if (!node) {
      this.say("");
      return;
    }
    this.place.classList.add("lit");
    const before = this.reached(name, "to", "from");
    const after = this.reached(name, "from", "to");
    for (const each of [name, ...before, ...after]) this.nodes.get(each)?.classList.add("on");
    node.classList.add("picked");
    const up = new Set([name, ...before]);
    const down = new Set([name, ...after]);
    for (const edge of this.edges) {
      const { from, to } = edge.dataset;
      if ((up.has(from) && up.has(to)) || (down.has(from) && down.has(to))) edge.classList.add("on");
    }
    const words = node.querySelector("a")?.getAttribute("aria-label") ?? node.getAttribute("aria-label");
    this.say(`${words ?? ""} · ← ${before.size} · ${after.size} →`);
  }

  /** Only these nodes stay bright, or all where there are none. */
  dim(nodes) {
    this.place.classList.toggle("lit", nodes.length > 0);
    for (const each of this.svg.querySelectorAll(".on, .picked")) each.classList.remove("on", "picked");
    for (const node of nodes) node.classList.add("on");
  }

  /** Light up what has the words in its name. */
  find(words) {
    const wanted = words.trim().toLowerCase();
    const has = (node) => (node.dataset.name ?? "").toLowerCase().includes(wanted);
    this.matching = wanted ? [...this.nodes.values()].filter(has) : [];
    this.light(this.picked);
  }

  reached(name, here, there) {
    const linked = new Set();
    const open = [name];
    while (open.length > 0) {
      const key = open.pop();
      for (const edge of this.edges) {
        const next = edge.dataset[there];
        if (edge.dataset[here] !== key || linked.has(next) || next === name) continue;
        linked.add(next);
        open.push(next);
      }
    }
    return linked;
  }

  say(words) {
    if (this.said && this.said.textContent !== words) this.said.textContent = words;
  }

  pick(name) {
    this.picked = name;
    this.light(name);
    this.keep();
  }

  listen() {
    const { place } = this;
    const nodeAt = (event) => event.target.closest?.("[data-node]")?.dataset.node ?? "";
    place.addEventListener("pointerover", (event) => {
      if (event.pointerType !== "touch" && this.pointers.size === 0) this.light(nodeAt(event) || this.picked);
    });
    place.addEventListener("pointerleave", () => this.light(this.picked));
    place.addEventListener("focusin", (event) => {
      this.light(nodeAt(event) || this.picked);
      this.keep();
    });
    place.addEventListener("focusout", () => this.light(this.picked));
    place.addEventListener("wheel", (event) => this.wheel(event), { passive: false });
    place.addEventListener("keydown", (event) => this.key(event));
    place.addEventListener("pointerdown", (event) => this.down(event));
    place.addEventListener("pointermove", (event) => this.drag(event));
    for (const end of ["pointerup", "pointercancel"])
      place.addEventListener(end, (event) => this.pointers.delete(event.pointerId));
    place.addEventListener("click", (event) => this.click(event, nodeAt(event)), true);
    place.addEventListener("dragstart", (event) => event.preventDefault());
    this.frame.querySelector("[data-map-tools]")?.addEventListener("click", (event) => {
      const action = event.target.closest("[data-map-do]")?.dataset.mapDo;
      if (action === "in") this.zoom(STEP);
      else if (action === "out") this.zoom(1 / STEP);
      else if (action === "fit") this.fit();
      else if (action === "full") this.fill();
    });
  }

  wheel(event) {
    const closer = event.deltaY < 0;
    if (!closer && this.view === null) return; // nothing further out: the page scrolls on
    event.preventDefault();
    const box = this.place.getBoundingClientRect();
    const at = { x: (event.clientX - box.left) / box.width, y: (event.clientY - box.top) / box.height };
    this.zoom(closer ? STEP : 1 / STEP, at);
  }

  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const does = {
      "+": () => this.zoom(STEP),
      "=": () => this.zoom(STEP),
      "-": () => this.zoom(1 / STEP),
      "−": () => this.zoom(1 / STEP),
      0: () => this.fit(),
      ArrowLeft: () => this.move(-MOVE, 0),
      ArrowRight: () => this.move(MOVE, 0),
      ArrowUp: () => this.move(0, -MOVE),
      ArrowDown: () => this.move(0, MOVE),
    }[event.key];
    if (event.key === "Escape" && this.picked) this.pick("");
    if (event.key.toLowerCase() === "m" && this.middle && !this.middle.hidden) this.middle.click();
    if (!does) return;
    event.preventDefault();
    event.stopPropagation();
    does();
  }

  down(event) {
    if (event.button !== 0) return;
    if (this.pointers.size === 0) this.hasMoved = false;
    this.pointers.set(event.pointerId, { x: event.clientX, y: event.clientY });
  }

  drag(event) {
    const last = this.pointers.get(event.pointerId);
    if (!last) return;
    const now = { x: event.clientX, y: event.clientY };
    const box = this.place.getBoundingClientRect();
    if (this.pointers.size === 2) {
      const other = [...this.pointers].find(([id]) => id !== event.pointerId)[1];
      const apart = (one) => Math.hypot(one.x - other.x, one.y - other.y) || 1;
      const middle = {
        x: ((now.x + other.x) / 2 - box.left) / box.width,
        y: ((now.y + other.y) / 2 - box.top) / box.height,
      };
      this.hasMoved = true;
      this.zoom(apart(now) / apart(last), middle);
    } else {
      if (!this.hasMoved && Math.hypot(now.x - last.x, now.y - last.y) < SLACK) return;
      if (event.pointerType === "touch" && this.view === null) return; // one finger scrolls the page
      if (!this.hasMoved) this.place.setPointerCapture?.(event.pointerId);
      this.hasMoved = true;
      this.move((last.x - now.x) / box.width, (last.y - now.y) / box.height);
    }
    this.pointers.set(event.pointerId, now);
  }

  click(event, name) {
    if (this.hasMoved) {
      event.preventDefault();
      event.stopPropagation();
      this.hasMoved = false;
      return;
    }
    // The first tap of a finger shows where a node belongs, the second one opens it.
    const isTap = event.pointerType === "touch";
    const opens = event.target.closest?.("a") !== null;
    if (opens && (!isTap || this.picked === name)) return;
    if (opens) event.preventDefault();
    this.pick(name === this.picked ? "" : name);
  }

  fill() {
    if (document.fullscreenElement) document.exitFullscreen();
    else this.frame.requestFullscreen?.();
  }
}

const charts = new Map();

function begin(root) {
  for (const place of charts.keys()) if (!place.isConnected) charts.delete(place);
  for (const place of root.querySelectorAll("[data-map]")) {
    if (!charts.has(place) && place.querySelector("svg")) charts.set(place, new Chart(place));
  }
}

document.addEventListener("input", ({ target }) => {
  if (!target.matches?.("[data-map-find]")) return;
  for (const chart of charts.values()) if (chart.place.isConnected) chart.find(target.value);
});
addEventListener("resize", () => {
  for (const chart of charts.values()) if (chart.place.isConnected) chart.show();
});
document.addEventListener("fullscreenchange", () => {
  for (const chart of charts.values()) {
    const button = chart.frame.querySelector("[data-map-do=full]");
    button?.setAttribute("aria-pressed", String(document.fullscreenElement === chart.frame));
    chart.show();
  }
});
document.addEventListener("htmx:afterSettle", () => begin(document));
begin(document);
