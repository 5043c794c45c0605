// A classic script in <head>, there before the first paint and the first tap.

// What is pressed before the module that takes it is there waits: early("submit form[data-contribute]") gives what was
// pressed so far, as pairs of the element and the button that submitted it, and from then on nothing waits any more.
window.early = (() => {
  const kinds = ["submit form[data-contribute]", "change form[data-contribute-now]", "change [data-scoring]"];
  const waiting = new Map();
  for (const kind of kinds) {
    const [type, selector] = kind.split(" ");
    const pressed = [];
    const wait = (event) => {
      if (!event.target.closest?.(selector)) return;
      if (type === "submit") event.preventDefault(); // it would leave the page
      pressed.push([event.target, event.submitter]);
    };
    document.addEventListener(type, wait, true);
    waiting.set(kind, () => {
      document.removeEventListener(type, wait, true);
      return pressed.splice(0);
    });
  }
  return (kind) => waiting.get(kind)();
})();

// The theme. CSS has one table of tokens per theme; this chooses between them: what the viewer picked on this device, else
// what the system prefers.
(() => {
  const key = "headwaters.theme";
  const system = window.matchMedia("(prefers-color-scheme: dark)");
  const root = document.documentElement;
  // The stage asks for dark in its own markup and keeps it.
  const fixed = root.dataset.theme;

  function choice() {
    try {
      return localStorage.getItem(key) || "system";
    } catch {
      return "system"; // storage may be forbidden; the system's preference still works
    }
  }

  function apply() {
    const chosen = choice();
    const preferred = system.matches ? "dark" : "light";
    root.dataset.theme = fixed || (chosen === "system" ? preferred : chosen);
    for (const button of document.querySelectorAll("[data-theme-choice]")) {
      button.setAttribute("aria-pressed", String(button.dataset.themeChoice === chosen));
    }
  }

  apply();
  system.addEventListener("change", apply);
  window.addEventListener("storage", (event) => event.key === key && apply());
  document.addEventListener("DOMContentLoaded", apply);
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-theme-choice]");
    if (!button) return;
    try {
      localStorage.setItem(key, button.dataset.themeChoice);
    } catch {
      root.dataset.theme = button.dataset.themeChoice;
      return;
    }
    apply();
  });
})();
