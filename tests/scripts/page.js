// What a page has around a module, as little as the modules under test ask for.

class Storage {
  get length() {
    return Object.keys(this).length;
  }
  key(index) {
    return Object.keys(this)[index] ?? null;
  }
  getItem(key) {
    return Object.hasOwn(this, key) ? this[key] : null;
  }
  setItem(key, value) {
    this[key] = String(value);
  }
  removeItem(key) {
    delete this[key];
  }
}

/** A new page in a browser with this storage; null for a browser that forbids it. */
export function open(storage = new Storage()) {
  globalThis.window = new EventTarget();
  globalThis.document = Object.assign(new EventTarget(), {
    hidden: false,
    body: { getAttribute: () => '{"X-CSRFToken": "a-token"}' },
  });
  Object.defineProperty(globalThis, "localStorage", {
    configurable: true,
    get() {
      if (storage === null) throw new DOMException("forbidden", "SecurityError");
      return storage;
    },
  });
  return storage;
}

/** Let everything run that waits for nothing but a promise. */
export async function settled() {
  for (let turn = 0; turn < 50; turn += 1) await Promise.resolve();
}
