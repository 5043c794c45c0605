// Two people who edit one artifact see each other: <div data-editing="UUID" data-editing-url data-editing-token hidden>
// inside an open form (templatetags/editing.py) reports every few seconds that the form is open, and shows what the
// server says about others; tabs of one browser ask each other, for the server knows one person. It never stands in the way: saving is guarded by the revision, and what fails here is silent.
const EVERY = 8_000;
const LOOK = 1_000;

const open = new Map(); // element → when it reported last
const told = new WeakMap(); // element → what the server said last
const tabs = "BroadcastChannel" in window ? new BroadcastChannel("headwaters:editing") : null;
const answered = new Map(); // uuid → when another tab said last that it has it open

const csrf = (element) =>
  element.closest("form")?.elements.csrfmiddlewaretoken?.value ??
  document.querySelector("[name=csrfmiddlewaretoken]")?.value ??
  "";

function body(element, more = {}) {
  const sent = new FormData();
  const fields = { token: element.dataset.editingToken, csrfmiddlewaretoken: element.dataset.csrf, ...more };
  for (const [name, value] of Object.entries(fields)) sent.append(name, value);
  return sent;
}

function show(element) {
  const isInTab = Date.now() - (answered.get(element.dataset.editing) ?? 0) < EVERY + 2 * LOOK;
  const message = [told.get(element), isInTab && element.dataset.editingInTab].filter(Boolean).join(" ");
  const words = element.querySelector("p");
  if (words.textContent !== message) words.textContent = message;
  element.hidden = !message;
}

tabs?.addEventListener("message", ({ data }) => {
  for (const element of open.keys()) {
    if (element.dataset.editing !== data.uuid || !element.isConnected) continue;
    answered.set(data.uuid, data.isOpen ? Date.now() : 0);
    if (data.asks) tabs.postMessage({ uuid: data.uuid, isOpen: true });
    show(element);
  }
});

async function report(element) {
  open.set(element, Date.now());
  show(element);
  tabs?.postMessage({ uuid: element.dataset.editing, isOpen: true, asks: true });
  try {
    const answer = await fetch(element.dataset.editingUrl, {
      method: "POST",
      body: body(element),
      headers: { Accept: "application/json" },
    });
    if (answer.status === 404 || answer.status === 403) open.set(element, Infinity); // it will not be let in later either
    if (!answer.ok || !element.isConnected) return;
    const { message } = await answer.json();
    told.set(element, message);
    show(element);
  } catch {
    // The network is away: the form works without this.
  }
}

function close(element) {
  open.delete(element);
  tabs?.postMessage({ uuid: element.dataset.editing, isOpen: false });
  navigator.sendBeacon?.(element.dataset.editingUrl, body(element, { closed: "yes" }));
}

function prepare(root) {
  for (const element of root.querySelectorAll("[data-editing]")) {
    if (open.has(element)) continue;
    element.dataset.csrf = csrf(element);
    report(element);
  }
}

setInterval(() => {
  for (const [element, reported] of open) {
    // The form may be drawn anew, such as with errors: from then on the new form reports.
    const again = document.querySelector(`[data-editing="${element.dataset.editing}"]`);
    if (!element.isConnected) {
      if (again) open.delete(element);
      else close(element);
    } else if (Date.now() - reported > EVERY) report(element);
  }
}, LOOK);

window.addEventListener("pagehide", () => {
  for (const element of [...open.keys()]) close(element);
});
window.addEventListener("pageshow", (event) => {
  if (event.persisted) prepare(document);
});
document.addEventListener("htmx:load", (event) => prepare(event.detail.elt.parentElement ?? document));
document.addEventListener("headwaters:region", (event) => prepare(event.target));
prepare(document);
