// The drawing on the stage, as the console shows it: a click or Enter on a part of it moves the camera to that part.
//
//   <div data-camera-picture><svg>…</svg></div>   the drawing in the spotlight; else that of the activity is taken
//   <button data-stop data-view="left top width height …">   a stop of the camera, in units of the drawing
//   <g class="camera-parts"><rect class="camera-part" role="button">   is put over the drawing, and presses the button
const drawings = "[data-camera-picture] > svg, .console-main .map-scroll > svg";
const pressed = new WeakMap(); // part → the button of its stop

function show() {
  const svg = document.querySelector(drawings);
  const focused = document.activeElement?.closest(".camera-part")?.ariaLabel;
  for (const old of document.querySelectorAll(".camera-parts")) old.remove();
  if (!svg) return;
  const over = document.createElementNS(svg.namespaceURI, "g");
  over.setAttribute("class", "camera-parts");
  const stops = [...document.querySelectorAll("[data-stop][data-view]")];
  const size = ({ dataset }) =>
    dataset.view
      .split(" ")
      .slice(2, 4)
      .reduce((area, each) => area * each, 1);
  // The smaller one lies on top.
  for (const stop of stops.sort((one, other) => size(other) - size(one))) {
    const [x, y, width, height] = stop.dataset.view.split(" ");
    const part = document.createElementNS(svg.namespaceURI, "rect");
    const about = { x, y, width, height, class: "camera-part", role: "button", tabindex: 0 };
    for (const [name, value] of Object.entries(about)) part.setAttribute(name, value);
    part.ariaLabel = stop.textContent.trim();
    part.ariaPressed = stop.ariaPressed;
    pressed.set(part, stop);
    over.append(part);
    if (part.ariaLabel === focused) requestAnimationFrame(() => part.focus());
  }
  svg.append(over);
}

show();
document.addEventListener("headwaters:region", show);
document.addEventListener("click", ({ target }) => pressed.get(target)?.click());
document.addEventListener("keydown", (event) => {
  const button = pressed.get(event.target);
  if (!button || !(event.key === "Enter" || event.key === " ")) return;
  event.preventDefault();
  button.click();
});
