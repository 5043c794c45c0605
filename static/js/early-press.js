// A classic script in <head>. A button that htmx sends does nothing before htmx has taken up the page: what is pressed
// earlier is pressed again then, the last of several.
(() => {
  let pressed;
  const wait = ({ target }) => {
    pressed = target.closest("button[hx-post]") ?? pressed;
  };
  document.addEventListener("click", wait, true);
  document.addEventListener("DOMContentLoaded", () =>
    // htmx waits for this as well.
    setTimeout(() => {
      document.removeEventListener("click", wait, true);
      pressed?.click();
    }),
  );
})();
