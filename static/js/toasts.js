// Short messages over the page. The server sends them with the page, or with an answer to htmx as
//   HX-Trigger: {"toast": {"message": "Moved to the trash", "level": "good", "undo": "/path/that/takes/a/post"}}
const box = () => document.getElementById("toasts");
// While a dialog is open nothing outside of it can be read or pressed.
const place = () => [...document.querySelectorAll(".dialog:modal")].at(-1) ?? document.body;
const READING_MS = 6000;
const DECIDING_MS = 12000;

/** Phrases that the server translated, for what a script has to say. */
export function words() {
  return document.getElementById("words")?.dataset || {};
}

let silence;

/** Says it to screen readers. Who reads the page later does not come upon it. */
export function announce(text) {
  const announcer = document.getElementById("announcer");
  if (!announcer) return;
  announcer.textContent = text;
  clearTimeout(silence);
  silence = setTimeout(() => announcer.replaceChildren(), DECIDING_MS);
}

export function showToast({ message, level = "", undo = "" }) {
  const template = document.getElementById("toast-template");
  if (!template || !message) return;
  const toast = template.content.firstElementChild.cloneNode(true);
  if (level) toast.classList.add(level);
  if (level === "bad") {
    toast.setAttribute("role", "alert");
    announce(""); // what was said to be done was not
  }
  toast.querySelector("p").textContent = message;
  if (undo.startsWith("/") && !undo.startsWith("//")) {
    const button = document.createElement("button");
    button.type = "button";
    button.dataset.undo = undo;
    button.textContent = words().undo;
    toast.querySelector("p").after(button);
  }
  // What is said again, and good news that ask for nothing, give way: a pile of them covers the page.
  for (const earlier of box().querySelectorAll("[data-toast]:not(:has([data-undo]))")) {
    if (!earlier.matches(".bad, .warn") || spoken(earlier) === message) earlier.remove();
  }
  if (box().parentElement !== place()) place().append(box());
  box().append(toast);
  shownIn.set(toast, { activity: activityShown(), at: Date.now() });
  leaveInTime(toast);
}

// What a message is about ends with its activity: once the room shows another one, it goes as soon as it could be read.
const shownIn = new WeakMap(); // message → the activity on the screen, and since when it is shown

/** The activity that the page of a room shows; "" on any other page, in a pause and after the end. */
function activityShown() {
  const shown = document.querySelector(".room-head[data-activity], .console-steps[data-activity]");
  return shown?.dataset.activity.split(" ")[0] ?? "";
}

document.addEventListener("headwaters:region", () => {
  for (const toast of box()?.querySelectorAll("[data-toast]") ?? []) {
    const shown = shownIn.get(toast);
    if (!shown || shown.activity === activityShown()) continue;
    shownIn.delete(toast);
    setTimeout(() => toast.remove(), Math.max(0, shown.at + READING_MS - Date.now()));
  }
});

const spoken = (toast) => toast.querySelector("p")?.textContent;

function leaveInTime(toast) {
  // Bad news stays until it is read; what can be undone stays longer.
  if (toast.matches(".bad, .warn")) return;
  const wait = toast.querySelector("[data-undo]") ? DECIDING_MS : READING_MS;
  let timer = setTimeout(() => toast.remove(), wait);
  const hold = () => clearTimeout(timer);
  const release = () => {
    clearTimeout(timer);
    timer = setTimeout(() => toast.remove(), wait);
  };
  toast.addEventListener("pointerenter", hold);
  toast.addEventListener("focusin", hold);
  toast.addEventListener("pointerleave", release);
  toast.addEventListener("focusout", release);
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-dismiss], [data-undo]");
  const toast = button?.closest("[data-toast]");
  if (!toast) return;
  if (button.dataset.undo) {
    window.htmx.ajax("POST", button.dataset.undo, { source: box(), target: box(), swap: "none" });
  }
  toast.remove();
});

document.addEventListener(
  "close",
  (event) => {
    if (event.target.contains(box())) place().append(box());
  },
  true,
);

document.addEventListener("toast", (event) => {
  const detail = event.detail.value || event.detail;
  // htmx wraps a bare string as {value: …}.
  showToast(typeof detail === "string" ? { message: detail } : detail);
});

// An answer that htmx does not swap in must still be heard. 4xx: the server said no; 5xx and no answer: try again.
document.addEventListener("htmx:responseError", (event) => {
  const { xhr } = event.detail;
  // The server's own words have been shown already.
  if ((xhr.getResponseHeader("HX-Trigger") || "").includes('"toast"')) return;
  showToast({ message: xhr.status < 500 ? words().refused : words().failed, level: "bad" });
});
for (const name of ["htmx:sendError", "htmx:timeout"]) {
  document.addEventListener(name, (event) => {
    // A surface that keeps what was typed and sends it again by itself says so in its own place.
    if (event.detail.elt?.closest("[data-draft], [data-queued]")) return;
    showToast({ message: words().failed, level: "bad" });
  });
}

document.querySelectorAll("#toasts [data-toast]").forEach(leaveInTime);
