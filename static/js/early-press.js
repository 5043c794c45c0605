// A classic script in <head>. What htmx sends does nothing before htmx has taken up the page: a button that is pressed
// earlier, or a form that is sent, is pressed or sent again then, the last of several. If its part of the page was drawn
// anew meanwhile, the same one in the new drawing is.
(() => {
  const SENT = ["hx-get", "hx-post"];
  const BUTTON = "button:is([hx-get], [hx-post])";
  const FORM = "form[hx-post]:not([method])"; // with a method, the browser sends it
  let element;
  let again;

  const press = ({ target }) => {
    const button = target.closest(BUTTON);
    if (button) [element, again] = [button, (now) => now.click()];
  };
  const send = (event) => {
    if (!event.target.matches(FORM)) return;
    event.preventDefault();
    const { target, submitter } = event;
    [element, again] = [target, (now) => now.requestSubmit(now === target ? submitter : null)];
  };
  /** What the element sends, and where to. */
  const meaning = (each) =>
    JSON.stringify([...SENT, "hx-vals"].map((name) => each.getAttribute(name)).concat(each.id));
  const current = () =>
    element.isConnected
      ? element
      : [...document.querySelectorAll(element.localName)].find((each) => meaning(each) === meaning(element));

  document.addEventListener("click", press, true);
  document.addEventListener("submit", send, true);
  document.addEventListener("DOMContentLoaded", () =>
    // htmx waits for this as well.
    setTimeout(() => {
      document.removeEventListener("click", press, true);
      document.removeEventListener("submit", send, true);
      const now = element && current();
      if (now) again(now);
    }),
  );
})();
