// The server's clock, as the page and then the event stream tell it: a phone whose clock is ten minutes wrong shows the
// right timer. <body data-live-now> is the time at which the page was drawn, in seconds since 1970.
let offset = 0;
let known = false;

/** The server's time in milliseconds since 1970, as well as this page knows it. */
export function serverNow() {
  return Date.now() + offset;
}

/** Takes note of the server's time, which has just arrived. */
export function heardServerTime(milliseconds) {
  if (!Number.isFinite(milliseconds)) return;
  const seen = milliseconds - Date.now();
  // The way takes time, so the largest difference is the truest. A jump means that this device's clock was set.
  if (!known || seen > offset || offset - seen > 2000) offset = seen;
  known = true;
}

heardServerTime(Number(document.body.dataset.liveNow || Number.NaN) * 1000);
