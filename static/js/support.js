// The question list on a phone: <… data-supported="UUID …"> in the personal part names what this person supports, and
// each <button data-support="UUID"> of the list, which everyone gets alike, shows it. Pressing sends the opposite
// (contribute.js); what was pressed is shown at once.
const pressed = new Map(); // question → whether it is to be supported, until the server's answer is on the page

const own = () => document.querySelector("[data-supported]");

function show() {
  const form = own();
  if (!form) return;
  const supported = new Set(form.dataset.supported.split(" "));
  for (const button of document.querySelectorAll("[data-support]")) {
    const question = button.dataset.support;
    const on = pressed.get(question) ?? supported.has(question);
    button.setAttribute("aria-pressed", String(on));
    button.value = on ? "0" : "1";
  }
}

document.addEventListener("submit", (event) => {
  const question = event.submitter?.dataset.support;
  if (!question) return;
  pressed.set(question, event.submitter.value === "1");
  // After the fields were read.
  setTimeout(show, 0);
});

document.addEventListener("headwaters:contributed", ({ detail }) => {
  const question = detail.fields.item;
  if (!question || pressed.get(question) !== (detail.fields.dots === "1")) return;
  pressed.delete(question);
  const form = own();
  if (!form) return;
  const supported = new Set(form.dataset.supported.split(" "));
  supported[detail.fields.dots === "1" ? "add" : "delete"](question);
  form.dataset.supported = [...supported].join(" ");
});

document.addEventListener("headwaters:region", show);
show();
