// Enter goes on to the next: people who saved a form by keyboard find the keyboard on what opened it, on the page that comes
// then. That is what asked for the dialog, or a link to the page of the form.
const NAME = "headwaters:opened-by";
let typed = false; // whether a key was pressed last

for (const kind of ["keydown", "pointerdown"]) {
  document.addEventListener(kind, () => (typed = kind === "keydown"), true);
}

function remember(address) {
  try {
    if (typed) sessionStorage.setItem(NAME, new URL(address, location.href).pathname);
  } catch {
    // Storage is forbidden: the page begins at its top.
  }
}

document.addEventListener("submit", ({ target, defaultPrevented }) => {
  if (!defaultPrevented && target.method === "post") remember(target.action);
});
document.addEventListener("htmx:beforeOnLoad", ({ detail }) => {
  const leaves = ["HX-Redirect", "HX-Refresh"].some((name) => detail.xhr.getResponseHeader(name));
  if (leaves && detail.elt.closest("dialog")) remember(detail.requestConfig.path);
});

try {
  const address = sessionStorage.getItem(NAME);
  sessionStorage.removeItem(NAME);
  const leads = (way) => ["hx-get", "href"].some((name) => way.getAttribute(name) === address);
  const ways = address ? document.querySelectorAll("main [hx-get], main a[href]") : [];
  const way = [...ways].find((each) => leads(each) && each.checkVisibility());
  if (way && document.activeElement === document.body) way.focus();
} catch {
  // As above.
}
