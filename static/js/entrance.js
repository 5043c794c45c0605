// The form to join: a plain one, which works without a script. What shows what this device kept from before, and
// copies it, is fetched only where something was kept.
const KEPT = /^(outbox:|headwaters:(draft|returned):)/;

function names() {
  try {
    return Object.keys(localStorage);
  } catch {
    return []; // Storage is forbidden: nothing was kept.
  }
}

if (names().some((name) => KEPT.test(name))) {
  import("./app.js");
  import("./kept.js");
}
