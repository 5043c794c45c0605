// Requests that no one answers: a network that swallows them says nothing, and a browser waits for minutes.
const LONGEST = 15_000;
const SLOW = 3_000;

const waiting = new Map(); // AbortController → when its request began

/** What `request(signal)` resolves to. The request is given up after a while, and sooner when the connection is back:
    what was sent before, and is not answered soon, was swallowed, and is to be asked again. */
export function patiently(request) {
  const controller = new AbortController();
  waiting.set(controller, performance.now());
  // Not cleared by the answer, whose content may be swallowed too; what is complete does not mind.
  setTimeout(() => giveUp(controller), LONGEST);
  return request(controller.signal);
}

function giveUp(controller) {
  controller.abort();
  waiting.delete(controller);
}

document.addEventListener("headwaters:connection", ({ detail }) => {
  if (detail.state !== "live") return;
  for (const [controller, began] of waiting)
    setTimeout(() => giveUp(controller), began + SLOW - performance.now());
});
