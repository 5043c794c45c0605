// Keeps what someone types into <form data-draft="key"> on their device until the server has it: a refresh, a sleeping
// phone or a lost network loses nothing. [data-draft-state] inside the form is shown while there is something kept.
//
// Each open page has a draft of its own, so two tabs do not write over each other. A page that closes leaves its drafts
// to the next page. One that closed without saying so, such as on a phone that ended it, no longer answers.
const PREFIX = "headwaters:draft:";
const KEPT_FOR = 7 * 24 * 3600 * 1000;
const PAUSE = 300;
const ANSWER = 300; // milliseconds within which an open page answers

const me = Math.random().toString(36).slice(2);
const pages = "BroadcastChannel" in window ? new BroadcastChannel("headwaters:drafts") : null;
const waiting = new Map(); // form → the timer that will keep it

// A person who enters for several people on one device has a draft for each of them. A text begun under a name is no
// draft for an anonymous activity, nor the other way round.
const base = (form) =>
  PREFIX +
  form.dataset.draft +
  ("anonymous" in form.dataset ? "~anonymous" : "") +
  (document.body.dataset.for ? `@${document.body.dataset.for}` : "");
const slot = (form) => `${base(form)}#${me}`;

function fields(form) {
  return [...form.elements].filter(
    (field) => field.name && field.matches("textarea, select, input:not([type='hidden'], [type='file'])"),
  );
}

function isChoice(field) {
  return field.type === "checkbox" || field.type === "radio";
}

function keep(form) {
  clearTimeout(waiting.get(form));
  waiting.delete(form);
  const values = {};
  for (const field of fields(form)) {
    if (isChoice(field)) {
      if (field.checked) values[field.name] = [...(values[field.name] ?? []), field.value];
    } else if (field.value) {
      values[field.name] = [field.value];
    }
  }
  try {
    if (Object.keys(values).length === 0) localStorage.removeItem(slot(form));
    else localStorage.setItem(slot(form), JSON.stringify({ at: Date.now(), values }));
    say(form, Object.keys(values).length > 0);
  } catch {
    // Storage is full or forbidden: the page itself still holds the text.
  }
}

function say(form, kept) {
  for (const state of form.querySelectorAll("[data-draft-state]")) state.hidden = !kept;
}

/** The draft kept under a name: {at, values, isLeft}; null when it is too old, or not ours to read. */
function read(name) {
  try {
    const draft = JSON.parse(localStorage.getItem(name) ?? "null");
    return draft && Date.now() - draft.at < KEPT_FOR ? draft : null;
  } catch {
    return null;
  }
}

/** The drafts of the form in other pages, the newest first. */
function elsewhere(form) {
  const name = base(form);
  return Object.keys(localStorage)
    .filter((each) => each.split("#")[0] === name && each !== slot(form))
    .map((each) => ({ name: each, draft: read(each) }))
    .filter(({ draft }) => draft)
    .sort((one, other) => other.draft.at - one.draft.at);
}

function isOpen(page) {
  if (!pages) return Promise.resolve(false);
  return new Promise((resolve) => {
    const settle = (answer) => {
      pages.removeEventListener("message", hear);
      resolve(answer);
    };
    const hear = ({ data }) => data.here === page && settle(true);
    pages.addEventListener("message", hear);
    pages.postMessage({ asked: page });
    setTimeout(settle, ANSWER, false);
  });
}

/** Takes over the draft of another page: at once when that page said that it closed. */
async function inherit(form) {
  const drafts = elsewhere(form);
  let heir = drafts.find(({ draft }) => draft.isLeft);
  if (!heir) {
    const open = await Promise.all(drafts.map(({ name }) => isOpen(name.slice(name.lastIndexOf("#") + 1))));
    heir = drafts.find((_draft, place) => !open[place]);
  }
  if (heir && !read(slot(form)) && read(heir.name)) {
    localStorage.setItem(slot(form), JSON.stringify({ ...heir.draft, isLeft: false }));
    localStorage.removeItem(heir.name);
  }
  // Drawn anew while this waited, the form on the page is another one, which asked, too: it is filled by whichever call took over.
  const own = read(slot(form));
  if (own && form.isConnected) fill(form, own.values);
}

function restore(form) {
  const own = read(slot(form));
  if (own) fill(form, own.values);
  else inherit(form).catch(() => {}); // storage is forbidden
}

/** Puts the draft into fields that hold what the server sent; what someone types at this moment is newer, and so is
    what someone else saved meanwhile, where a form has a revision. */
function fill(form, values) {
  const isShared = Boolean(form.elements.namedItem("revision"));
  for (const field of fields(form)) {
    const saved = values[field.name];
    if (!saved) continue;
    if (isChoice(field)) field.checked = saved.includes(field.value);
    else if (field.matches("select")) {
      if ([...field.options].some(({ value }) => value === saved[0])) field.value = saved[0];
    } else if (!field.value) field.value = saved[0];
    else if (!isShared && field.value === field.defaultValue) field.value = saved[0];
    if (field.value) field.closest("details")?.setAttribute("open", "");
  }
  say(form, true);
  form.dispatchEvent(new Event("headwaters:restored", { bubbles: true }));
}

function prepare(root) {
  // What was typed a moment before the page was drawn anew.
  for (const form of [...waiting.keys()]) if (!form.isConnected) keep(form);
  const forms = root.matches?.("form[data-draft]") ? [root] : root.querySelectorAll("form[data-draft]");
  for (const form of forms) restore(form);
}

function forget(form) {
  clearTimeout(waiting.get(form));
  waiting.delete(form);
  try {
    localStorage.removeItem(slot(form));
  } catch {
    // Nothing was kept.
  }
  say(form, false);
}

function forgetOld() {
  for (const key of Object.keys(localStorage).filter((name) => name.startsWith(PREFIX))) {
    try {
      if (Date.now() - JSON.parse(localStorage.getItem(key)).at < KEPT_FOR) continue;
    } catch {
      // Not ours to read: gone too.
    }
    localStorage.removeItem(key);
  }
}

document.addEventListener("input", (event) => {
  const form = event.target.closest("form[data-draft]");
  if (!form) return;
  clearTimeout(waiting.get(form));
  waiting.set(
    form,
    setTimeout(() => keep(form), PAUSE),
  );
});
for (const name of ["pagehide", "visibilitychange"]) {
  window.addEventListener(name, () => {
    for (const form of [...waiting.keys()]) keep(form);
  });
}
for (const name of ["pagehide", "pageshow"]) {
  window.addEventListener(name, () => {
    try {
      for (const each of Object.keys(localStorage).filter((key) => key.endsWith(`#${me}`))) {
        const draft = read(each);
        if (draft) localStorage.setItem(each, JSON.stringify({ ...draft, isLeft: name === "pagehide" }));
      }
    } catch {
      // Storage is full or forbidden: the next tab that asks gets no answer, and takes over the draft.
    }
  });
}
pages?.addEventListener("message", ({ data }) => {
  if (data.asked === me) pages.postMessage({ here: me });
});
// Before the answer is swapped in, or leads elsewhere: the form that comes next must not find the old draft.
document.addEventListener("htmx:beforeOnLoad", (event) => {
  const form = event.detail.requestConfig?.elt?.closest?.("form[data-draft]");
  const status = event.detail.xhr?.status ?? 0;
  if (form && status >= 200 && status < 300) forget(form);
});
// A form that stays as it is says by itself when the server has what is in it (contribute.js).
document.addEventListener("headwaters:saved", (event) => {
  if (event.target.matches("form[data-draft]")) forget(event.target);
});
document.addEventListener("htmx:load", (event) => prepare(event.detail.elt));
document.addEventListener("headwaters:region", (event) => prepare(event.target));

try {
  forgetOld();
} catch {
  // Storage is forbidden here: pages work, drafts live as long as the page.
}
prepare(document);
