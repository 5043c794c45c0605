// Texts that the server refused, such as a note that came after the room had moved on, and that no form of the page can
// take back. They stay on this device with the reason, through refreshes, until their author confirms that they have them.
//   <section data-returned="name of the list" hidden> … <ul data-returned-list></ul>
//     <button data-copy> <button data-returned-done> </section>
// So do texts that a person had not sent when they followed the room (<button data-apply-stale data-left-words="why"
// data-moved-words="why, for a person who was moved to another room">).
// Such a text is also a draft: if its form comes back, the form has the text again, and the list does not.
import { unsaved } from "./doing.js";

const PREFIX = "headwaters:returned:";
// What is chosen, not written.
const CHOSEN = new Set(["kind", "choices", "stream", "likelihood", "impact", "tier", "activity", "part"]);
// What fits into three lines of a phone.
const LINES = 3;
const SHORT = 110;
const IDENTIFIER = /^[0-9a-f]{8}-[0-9a-f]{4}-/;

const section = () => document.querySelector("[data-returned]");
let memory = []; // where storage is forbidden

function stored(name) {
  try {
    return JSON.parse(localStorage.getItem(PREFIX + name)) ?? memory;
  } catch {
    return memory;
  }
}

function store(name, returned) {
  memory = returned;
  try {
    if (returned.length) localStorage.setItem(PREFIX + name, JSON.stringify(returned));
    else localStorage.removeItem(PREFIX + name);
  } catch {
    // Storage is full or forbidden: it stays as long as the page.
  }
}

/** What someone wrote, of the fields of a form. */
export function textsOf(fields) {
  return Object.entries(fields)
    .filter(([name]) => !CHOSEN.has(name))
    .flatMap(([, value]) => [value].flat())
    .filter((value) => typeof value === "string" && /\p{L}{2}/u.test(value) && !IDENTIFIER.test(value));
}

const typed = (form) => textsOf(Object.fromEntries(new FormData(form))).join("\n");

document.addEventListener(
  "click", // before the page is drawn anew
  (event) => {
    const button = event.target.closest?.("[data-apply-stale]");
    if (!button) return;
    const { leftWords, movedWords } = button.dataset;
    const reason = "moved" in document.body.dataset ? movedWords : leftWords;
    for (const form of document.querySelectorAll("[data-left] form[data-contribute]")) {
      if ([...form.elements].some(unsaved) && typed(form)) giveBack(typed(form), reason, true);
    }
  },
  true,
);
document.addEventListener("headwaters:region", () => {
  setTimeout(() => {
    const name = section()?.dataset.returned;
    const again = [...document.querySelectorAll("form[data-contribute]")].map(typed);
    if (!stored(name).some(({ text, isDraft }) => isDraft && again.includes(text))) return;
    store(
      name,
      stored(name).filter(({ text, isDraft }) => !isDraft || !again.includes(text)),
    );
    show();
  }, 0); // when its draft is in the form (drafts.js)
});

/** Every text that came back to this device in a workshop. */
export function allReturned(storage, code) {
  return Object.keys(storage)
    .filter((name) => name.startsWith(`${PREFIX}${code}.`))
    .flatMap((name) => JSON.parse(storage.getItem(name)).map(({ text }) => text));
}

/** Keeps a text and shows it with the reason; false where the page has no place for it. */
export function giveBack(text, reason, isDraft = false) {
  const name = section()?.dataset.returned;
  if (!name) return false;
  store(name, [...stored(name), { text, reason, isDraft }]);
  show();
  return true;
}

/** The text; of a long one three lines, and the word that opens it. */
function shortened(text, word) {
  const paragraph = Object.assign(document.createElement("p"), { textContent: text, dir: "auto" });
  paragraph.className = "said";
  if (text.length <= SHORT && text.split("\n").length <= LINES) return paragraph;
  const whole = document.createElement("details");
  whole.className = "in-short";
  const summary = document.createElement("summary");
  const words = Object.assign(document.createElement("span"), { textContent: text, dir: "auto" });
  words.className = "said";
  const opens = Object.assign(document.createElement("b"), { textContent: word });
  opens.className = "in-short-opens";
  summary.append(words, opens);
  whole.append(summary);
  return whole;
}

function show() {
  const place = section();
  if (!place) return;
  const returned = stored(place.dataset.returned);
  place.querySelector("[data-returned-list]").replaceChildren(
    ...returned.map(({ text, reason }, place) => {
      const item = document.createElement("li");
      const paragraph = shortened(text, section().dataset.show);
      const why = Object.assign(document.createElement("p"), { textContent: reason });
      why.className = "small muted";
      item.append(paragraph);
      if (returned[place + 1]?.reason !== reason) item.append(why); // said once of all that it is the reason for
      return item;
    }),
  );
  place.querySelector("[data-copy]").dataset.copy = returned.map(({ text }) => text).join("\n\n");
  place.hidden = returned.length === 0;
}

document.addEventListener("click", (event) => {
  if (!event.target.closest("[data-returned-done]")) return;
  store(section().dataset.returned, []);
  show();
});
show();
