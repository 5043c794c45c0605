// Anonymous keys: this device makes a key for an anonymous activity, has the server sign it once, and shows it instead
// of its cookie from then on. The key never leaves this device but in the requests of that activity.
import { patiently } from "./patience.js";

const PREFIX = "headwaters:key:";
const asked = new Map(); // activity → the promise of its key

function slot(activity) {
  return PREFIX + activity;
}

function stored(activity) {
  try {
    return JSON.parse(localStorage.getItem(slot(activity))) ?? {};
  } catch {
    return {};
  }
}

function store(activity, entry) {
  try {
    localStorage.setItem(slot(activity), JSON.stringify(entry));
  } catch {
    // Storage is forbidden: the key lives as long as the page.
  }
}

/** "<key>.<signature>" for the activity, asked for at `url` if this device has none yet; throws what the server says. */
function keyFor(activity, url) {
  // A key is of the person whose device it is on, never of someone for whom they enter.
  if (document.body.dataset.for) return Promise.reject(Object.assign(new Error(""), { refused: true }));
  if (!asked.has(activity)) {
    const asking = ask(activity, url);
    // What was refused for good is not asked for again by this page.
    asking.catch((error) => error.refused || asked.delete(activity));
    asked.set(activity, asking);
  }
  return asked.get(activity);
}

async function ask(activity, url) {
  const entry = stored(activity);
  if (entry.signature) return `${entry.key}.${entry.signature}`;
  // Kept before it is sent: when the answer gets lost, the same key is asked for again.
  entry.key ??= [...crypto.getRandomValues(new Uint8Array(32))]
    .map((byte) => byte.toString(16).padStart(2, "0"))
    .join("");
  store(activity, entry);
  const request = {
    method: "POST",
    headers: { Accept: "application/json", ...JSON.parse(document.body.getAttribute("hx-headers") || "{}") },
    body: new URLSearchParams({ key: entry.key }),
    redirect: "error",
  };
  const answer = await patiently((signal) => fetch(url, { ...request, signal }));
  const response = await answer.json().catch(() => ({}));
  if (!answer.ok) {
    // What the server refuses for good is not asked for again; everything else may work later.
    const refused = answer.status < 500 && ![408, 425, 429].includes(answer.status);
    throw Object.assign(new Error(response.error || ""), { refused });
  }
  entry.signature = response.signature;
  store(activity, entry);
  return `${entry.key}.${entry.signature}`;
}

/** How to ask for something of the activity without saying who asks. The language is that of the page: the cookie that
    keeps it stays away with the others. */
export async function anonymously(activity, url) {
  const key = await keyFor(activity, url);
  return {
    credentials: "omit",
    headers: { "Headwaters-Key": key, "Accept-Language": document.documentElement.lang },
  };
}
