// A classic script in <head>, so that the theme stands before the first paint. CSS has one table of tokens per theme; this
// chooses between them: what the viewer picked on this device, else what the system prefers.
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
