// Asks the server again and again what has changed, for where a proxy holds event streams back. The server tells only
// what this page was not told yet; its patches are those of the stream.
import { heardServerTime } from "./clock.js";

const EVERY = 2_000;
const HIDDEN = 8_000; // still often enough to count as being there
const SLOWEST = 4_000; // also when no one answers: the network may swallow what is asked, and be back
const PATIENCE = 8_000;
const TOGETHER = 2_500; // who asks so soon after another waits for the same answer

export class Poll {
  #url;
  #take;
  #place = "";
  #cursors = new Map(); // serving process → what it told this page last
  #asking = null;
  #asked = 0;
  #timer = 0;
  #failures = 0;
  #running = false;
  #after;

  /**
   * `url`: of the event stream, whose query names the screen. `take(answer)` applies an answer and returns nothing;
   * `after(outcome)` hears of each turn how it went: "answered", "denied", "silent", or "late" when it may still be.
   */
  constructor({ url, take, after }) {
    this.#url = new URL("../poll/", url);
    this.#url.search = url.search;
    this.#take = take;
    this.#after = after;
  }

  get running() {
    return this.#running;
  }

  start() {
    this.#running = true;
    this.#schedule(EVERY);
  }

  stop() {
    this.#running = false;
    clearTimeout(this.#timer);
  }

  /** Asks at once, as when someone comes back to the page. */
  hurry() {
    if (this.#running) this.#schedule(0);
  }

  /** Asks once; `revision` is what the page shows. Who asks meanwhile hears the same, unless it takes too long. */
  ask(revision) {
    if (this.#asking && Date.now() - this.#asked < TOGETHER) return this.#asking;
    this.#asked = Date.now();
    const asking = this.#ask(revision).finally(() => {
      if (this.#asking === asking) this.#asking = null;
    });
    this.#asking = asking;
    return asking;
  }

  async #ask(revision) {
    const address = new URL(this.#url);
    if (revision !== null) address.searchParams.set("rev", revision);
    if (this.#place) address.searchParams.set("place", this.#place);
    if (this.#cursors.size) address.searchParams.set("since", [...this.#cursors.values()].join(" "));
    try {
      const answer = await fetch(address, { cache: "no-store", signal: AbortSignal.timeout(PATIENCE) });
      if (answer.redirected || [401, 403, 404, 410].includes(answer.status)) return "denied";
      if (answer.status !== 200 && answer.status !== 204) return "silent";
      heardServerTime(Number(answer.headers.get("Headwaters-Now") ?? Number.NaN));
      this.again = Number(answer.headers.get("Headwaters-Again") ?? 0);
      if (answer.status === 200) {
        const message = await answer.json();
        this.#take(message);
        // Only now: what is asked for next is what came after that which is shown.
        this.#place = message.place;
        this.#cursors.set(message.cursor.slice(0, message.cursor.lastIndexOf(".")), message.cursor);
      }
      return "answered";
    } catch {
      return "silent"; // no network, no server, or an answer that broke off
    }
  }

  #schedule(pause) {
    clearTimeout(this.#timer);
    // Jittered, so that two hundred phones do not ask in the same instant.
    this.#timer = setTimeout(() => this.#turn(), pause * (0.8 + 0.4 * Math.random()));
  }

  async #turn() {
    const late = new Promise((resolve) => setTimeout(resolve, SLOWEST, "late"));
    const outcome = await Promise.race([this.ask(this.revision()), late]);
    if (!this.#running) return;
    this.#failures = outcome === "answered" ? 0 : this.#failures + 1;
    const pause = document.hidden ? HIDDEN : EVERY;
    const slower = Math.min(SLOWEST, pause * 2 ** Math.min(this.#failures, 4));
    const next = this.#failures ? Math.max(pause, slower) : this.again || pause;
    this.#schedule(outcome === "late" ? 0 : next);
    this.#after(outcome);
  }

  /** Set by the page: the revision that it shows. */
  revision = () => null;
  again = 0;
}
