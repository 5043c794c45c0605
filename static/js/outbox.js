// Sends small changes one after another and never loses one: each waits in localStorage until the server has
// acknowledged it, through refreshes, dead spots and restarts. Sending twice must do no harm (the server upserts), and
// with `device` and `tap` the server knows which of two values is the newer one, in whatever order they arrive.
//
//   const outbox = new Outbox({ name: "scores.K7M2QX.…", url: "/w/K7M2QX/score/" });
//   outbox.addEventListener("sent", ({ detail }) => …)      detail: key, fields, answer, newer (another value waits)
//   outbox.addEventListener("waiting", …)                   detail: key, fields; tried, and will be tried again
//   outbox.addEventListener("refused", …)                   detail: key, fields, status, message, errors (by field);
//                                                           given up
//   outbox.addEventListener("blocked", …)                   detail: message; this device may not send, all is kept
//   outbox.addEventListener("elsewhere", …)                 detail: key, fields; another tab put them, or, without
//                                                           fields, is done with them
//   Outbox.left("scores", person)                           [{ name, url }] of those of this sort and person that hold
//                                                           something; names are "sort.room.person…"
//   outbox.put(key, fields, url)                            a newer value for a key replaces the one that waits
//
// `how`, when given, is an async function that returns what fetch gets besides (headers, credentials); the sender is
// anonymous then, so nothing sent tells the device or the time: `tap` only counts. Keys may hold anything, names no ":".
import { patiently } from "./patience.js";

const FIRST = 1_000;
const LONGEST = 15_000;
const STORED = "outbox:";
const DEVICE = device();

/** What this device is called: the same for all its tabs and visits, where storage is allowed. */
function device() {
  const fresh = crypto
    .getRandomValues(new Uint32Array(4))
    .reduce((name, part) => name + part.toString(16), "");
  try {
    const known = localStorage.getItem("headwaters:device") ?? fresh;
    localStorage.setItem("headwaters:device", known);
    return known;
  } catch {
    return fresh;
  }
}

function body(fields) {
  const sent = new URLSearchParams();
  for (const [name, value] of Object.entries(fields)) {
    for (const each of [value].flat()) sent.append(name, each);
  }
  return sent;
}

export class Outbox extends EventTarget {
  #name;
  #url;
  #how;
  #memory = new Map(); // what a browser without storage gets: all but the survival of a refresh
  #sending = false;
  failures = 0; // how often in a row it was sent in vain, since the connection was there last
  #timer = 0;
  #blocked; // the sentence that came with the refusal
  #last = 0;

  constructor({ name, url, how }) {
    super();
    this.#how = how;
    this.#name = `${STORED}${name}:`;
    this.#url = url;
    window.addEventListener("storage", ({ key, newValue }) => {
      if (!key?.startsWith(this.#name)) return;
      const fields = newValue ? JSON.parse(newValue).fields : undefined;
      this.#tell("elsewhere", { key: key.slice(this.#name.length), fields });
    });
    for (const wake of ["online", "pageshow"]) window.addEventListener(wake, () => this.#wake());
    document.addEventListener("visibilitychange", () => document.hidden || this.#wake());
    document.addEventListener("headwaters:connection", ({ detail }) => {
      if (detail.state === "live") this.#wake();
    });
  }

  // Of one sort: two outboxes with one name would both send what waits, and one of them without its key.
  static left(sort, person) {
    const urls = new Map();
    try {
      for (const full of Object.keys(localStorage)) {
        if (!full.startsWith(STORED)) continue;
        const name = full.slice(STORED.length, full.indexOf(":", STORED.length));
        const [itsSort, , itsPerson] = name.split(".");
        if (itsSort === sort && itsPerson === person)
          urls.set(name, JSON.parse(localStorage.getItem(full)).url);
      }
    } catch {
      // Storage is forbidden: nothing survived there.
    }
    return [...urls].map(([name, url]) => ({ name, url }));
  }

  /** Takes a change and starts sending. */
  put(key, fields, url = this.#url) {
    const id = crypto.getRandomValues(new Uint32Array(2)).join(".");
    this.#write(key, { fields, at: this.#now(), id, url });
    this.flush();
  }

  /** Later than anything before it on this device, also when the clock stands still or was set back. An anonymous
      sender's are counted instead, from 1. */
  #now() {
    const slot = this.#how ? `headwaters:tap:${this.#name}` : "headwaters:tap";
    try {
      this.#last = Math.max(this.#last, Number(localStorage.getItem(slot)));
    } catch {
      // Then it is only later than anything before it on this page.
    }
    this.#last = Math.max(this.#how ? 0 : Date.now(), this.#last + 1);
    try {
      localStorage.setItem(slot, this.#last);
    } catch {
      // As above.
    }
    return this.#last;
  }

  /** The fields that wait for a key, undefined when there are none. */
  waiting(key) {
    return this.#read(key)?.fields;
  }

  /** Everything that waits, oldest first: [key, { fields }]. */
  all() {
    return this.#entries();
  }

  /** Whether the server takes nothing from this device. */
  get isBlocked() {
    return this.#blocked !== undefined;
  }

  /** Sends whatever waits, oldest first; returns at once. */
  async flush() {
    if (this.#blocked !== undefined) this.#tell("blocked", { message: this.#blocked });
    if (this.#sending || this.#timer || this.#blocked !== undefined) return;
    this.#sending = true;
    try {
      for (let next = this.#oldest(); next; next = this.#oldest()) {
        if (!(await this.#send(...next))) break;
      }
    } finally {
      this.#sending = false;
    }
  }

  async #send(key, entry) {
    const headers = {
      Accept: "application/json",
      ...(this.#how ? {} : JSON.parse(document.body.getAttribute("hx-headers") || "{}")),
    };
    let answer = null;
    try {
      const more = (await this.#how?.()) ?? {};
      const options = {
        method: "POST",
        ...more,
        headers: { ...headers, ...more.headers },
        body: body({ ...entry.fields, device: this.#how ? "" : DEVICE, tap: entry.at }),
        redirect: "error",
      };
      answer = await patiently((signal) => fetch(entry.url ?? this.#url, { ...options, signal }));
    } catch (error) {
      if (error.refused) return this.#block(error.message);
      // No answer: the network is away, or the server is starting again.
    }
    if (answer?.ok) {
      const response = await answer.json().catch(() => null);
      if (response) {
        this.failures = 0;
        const newer = !this.#remove(key, entry);
        this.#tell("sent", { key, fields: entry.fields, answer: response, newer });
        return true;
      }
      answer = null;
    }
    const status = answer?.status ?? 0;
    const response = (await answer?.json().catch(() => null)) ?? {};
    const message = response.error || "";
    if (status === 0 || status >= 500 || [408, 425, 429].includes(status)) {
      this.#later(Number(answer?.headers.get("Retry-After")) * 1000 || 0);
      for (const [waitingKey, waiting] of this.#entries()) {
        this.#tell("waiting", { key: waitingKey, fields: waiting.fields });
      }
      return false;
    }
    if (status === 401 || status === 403) {
      // Not this value is wrong, but this device (removed, cookie lost, page too old): keep everything.
      return this.#block(message);
    }
    if (this.#remove(key, entry))
      this.#tell("refused", { key, fields: entry.fields, status, message, errors: response.errors ?? {} });
    return true;
  }

  #block(message) {
    this.#blocked = message;
    this.#tell("blocked", { message });
    return false;
  }

  #later(atLeast) {
    const longest = Math.min(LONGEST, FIRST * 2 ** this.failures);
    this.failures += 1;
    // Jittered, so that two hundred phones do not come back in the same instant.
    const wait = Math.max(atLeast, longest * 0.5) + Math.random() * longest * 0.5;
    this.#timer = setTimeout(() => {
      this.#timer = 0;
      this.flush();
    }, wait);
  }

  #wake() {
    clearTimeout(this.#timer);
    this.#timer = 0;
    this.failures = 0;
    this.flush();
  }

  #tell(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }

  // --- What waits: a record per key, so that two tabs of one person do not overwrite each other's ------------------

  #entries() {
    const waiting = new Map(this.#memory);
    try {
      for (let index = 0; index < localStorage.length; index += 1) {
        const full = localStorage.key(index);
        if (!full.startsWith(this.#name)) continue;
        const key = full.slice(this.#name.length);
        const entry = this.#read(key);
        if (entry) waiting.set(key, entry);
      }
    } catch {
      // Storage is forbidden: memory has it.
    }
    return [...waiting].sort(([, one], [, other]) => one.at - other.at);
  }

  #oldest() {
    return this.#entries()[0];
  }

  #read(key) {
    if (this.#memory.has(key)) return this.#memory.get(key);
    try {
      return JSON.parse(localStorage.getItem(this.#name + key)) ?? undefined;
    } catch {
      return undefined;
    }
  }

  #write(key, entry) {
    try {
      localStorage.setItem(this.#name + key, JSON.stringify(entry));
      this.#memory.delete(key);
    } catch {
      this.#memory.set(key, entry);
    }
  }

  /** Forgets what was sent; false when a newer value has taken its place meanwhile. */
  #remove(key, entry) {
    if (this.#read(key)?.id !== entry.id) return false;
    this.#memory.delete(key);
    try {
      localStorage.removeItem(this.#name + key);
    } catch {
      // It was in memory only.
    }
    return true;
  }
}
