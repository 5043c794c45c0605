// A classic script in <head>. What htmx sends does nothing before htmx has taken up the page: a button that is pressed
// earlier, or a form that is sent, is pressed or sent again then, the last of several. If its part of the page was drawn
// anew meanwhile, the same one in the new drawing is.
(() => {
  const BUTTON = "button:is([hx-get], [hx-post])";
  const FORM = "form[hx-post]:not([method])"; // with a method, the browser sends it
  let element;
  let again;

  const press = ({ target }) => {
    const button = target.closest(BUTTON);
    if (button) [element, again] = [button, (now) => now.click()];
  };
  const send = (event) => {
    const { target, submitter } = event;
    if (!target.matches(FORM)) return;
    event.preventDefault();
    [element, again] = [target, (now) => now.requestSubmit(now === target ? submitter : null)];
  };
  // What came by the stream may be htmx's already: it takes the press by itself.
  const taken = ({ target }) => {
    if (target === element) element = undefined;
  };
  const current = () =>
    element.isConnected
      ? element
      : [...document.querySelectorAll(element.localName)].find((each) => each.isEqualNode(element));

  const listeners = { click: press, submit: send, "htmx:confirm": taken };
  for (const [name, listener] of Object.entries(listeners)) document.addEventListener(name, listener, true);
  document.addEventListener("DOMContentLoaded", () =>
    // htmx waits for this as well.
    setTimeout(() => {
      for (const [name, listener] of Object.entries(listeners))
        document.removeEventListener(name, listener, true);
      const now = element && current();
      if (now) again(now);
    }),
  );
})();
