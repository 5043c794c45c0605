// Dialogs are native <dialog> elements.
//   <button data-dialog="id">                                   opens a dialog
//   <button data-dialog="dialog" data-dialog-title="Edit the goal" hx-get="…" hx-target="#dialog-body">   loads a form into the shared one
//   <button data-dialog-close>                                  closes the dialog that it stands in
//   HX-Trigger: {"dialog:open": {"title": "Confirm it’s you"}}  the server opens the shared one, for what it answers
//   HX-Trigger: {"dialog:title": {"title": "Confirm it’s you"}}  the server asks that first, in the one that is open
//   HX-Trigger: dialog:close                                    the server closes it, after a form was accepted
//   data-confirm="Delete the goal?" data-confirm-detail="Its 3 hypotheses go too." data-confirm-action="Delete"
//                                                               on a form, or on anything that htmx sends: asks first;
//                                                               with data-confirm-calm where nothing can be lost, and
//                                                               data-confirm-cancel="Wait" for the other button, and
//                                                               data-confirm-also="selector" of what is said before it
import { showToast, words } from "./toasts.js";

function ask(question, detail, action, { isCalm = false, cancel = "" } = {}) {
  const dialog = document.getElementById("confirm-dialog");
  dialog.querySelector("#confirm-question").textContent = question;
  dialog.querySelector("#confirm-detail").textContent = detail || "";
  dialog.querySelector(".dialog-body").hidden = !detail;
  const yes = dialog.querySelector('[value="yes"]');
  const no = dialog.querySelector('[value="no"]');
  for (const [button, label] of [
    [yes, action],
    [no, cancel],
  ]) {
    button.dataset.usual ||= button.textContent;
    button.textContent = label || button.dataset.usual;
  }
  yes.classList.toggle("danger", !isCalm);
  return new Promise((resolve) => {
    dialog.returnValue = "";
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), { once: true });
    dialog.showModal();
  });
}

async function leave(dialog) {
  if (dialog.dataset.dirty && !(await ask(words().discard, "", words().discardAction))) return;
  delete dialog.dataset.dirty;
  dialog.close();
}

// What the server asks first has a title of its own, until what was asked for takes its place.
function giveTitleBack(dialog) {
  const title = dialog.querySelector("h2[data-usual]");
  if (!title) return;
  title.textContent = title.dataset.usual;
  delete title.dataset.usual;
}

// What the shared dialog was opened by: what others asked for, and what comes when it is closed, is not shown in it.
let shownFor = null;

/** Opens a dialog empty, for what `opener` asked for; its data-dialog-title is the title. */
export function open(dialog, opener) {
  giveTitleBack(dialog);
  if (opener.dataset.dialogTitle) dialog.querySelector("h2").textContent = opener.dataset.dialogTitle;
  delete dialog.dataset.dirty;
  if (dialog.id === "dialog") {
    shownFor = opener;
    document.getElementById("dialog-body").replaceChildren();
  }
  dialog.showModal();
}

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-dialog]");
  if (opener) {
    const dialog = document.getElementById(opener.dataset.dialog);
    if (dialog && !dialog.open) open(dialog, opener);
    return;
  }
  const answer = event.target.closest("#confirm-dialog button[value]");
  if (answer) {
    answer.closest("dialog").close(answer.value);
    return;
  }
  const closer = event.target.closest("[data-dialog-close]");
  if (closer) leave(closer.closest("dialog"));
});

// Escape closes too, unless something was typed that would be lost.
document.addEventListener(
  "cancel",
  (event) => {
    if (!event.target.matches("[data-dirty-guard]") || !event.target.dataset.dirty) return;
    event.preventDefault();
    leave(event.target);
  },
  true,
);
document.addEventListener("input", (event) => {
  const dialog = event.target.closest("dialog[data-dirty-guard]");
  // What drafts.js keeps is not lost by closing, nor what was sent as it was chosen, nor what only asks.
  const isKept = event.target.closest("form[data-draft], form[hx-trigger='change'], form[method='get']");
  if (dialog && !isKept) dialog.dataset.dirty = "yes";
});
// The server has something to ask that no place of the page waits for.
document.addEventListener("dialog:open", ({ detail }) => {
  const dialog = document.getElementById("dialog");
  if (!dialog.open) open(dialog, { dataset: { dialogTitle: detail.title } });
});
document.addEventListener("dialog:title", ({ detail }) => {
  const title = document.querySelector("#dialog[open] h2");
  if (!title) return;
  title.dataset.usual ??= title.textContent;
  title.textContent = detail.title;
});
document.addEventListener("dialog:close", () => {
  for (const dialog of document.querySelectorAll("dialog[open]")) {
    delete dialog.dataset.dirty;
    dialog.close();
  }
});
document.addEventListener(
  "close",
  (event) => {
    // This is told a moment later, when the dialog may be open again, with something else.
    if (event.target.id !== "dialog" || event.target.open) return;
    shownFor = null;
    document.getElementById("dialog-body").replaceChildren();
  },
  true,
);

// htmx asks before each request; the question may stand on the element or on a form around it.
document.addEventListener("htmx:confirm", async (event) => {
  const { elt, question, issueRequest } = event.detail;
  const text = elt.dataset.confirm || question;
  const agreed = elt.dataset.agreed;
  delete elt.dataset.agreed;
  if (!text || agreed) return;
  event.preventDefault();
  const { confirmAction, confirmCalm, confirmCancel } = elt.dataset;
  // How many are not done follows who is here, also where the button was drawn before.
  const notDone =
    "notDone" in elt.dataset && document.querySelector("[data-not-done-now]")?.dataset.notDoneNow;
  // What many buttons of a list would say alike, the list says.
  const detail = notDone || elt.closest("[data-confirm-detail]")?.dataset.confirmDetail;
  const also = elt.dataset.confirmAlso && document.querySelector(elt.dataset.confirmAlso)?.textContent;
  const confirmDetail = also ? `${also} ${detail}` : detail;
  const how = { isCalm: confirmCalm !== undefined, cancel: confirmCancel };
  if (await ask(text, confirmDetail, confirmAction, how)) {
    if (elt.isConnected) issueRequest(true);
    else press(sameAs(elt));
  }
});

// A live region may have been drawn again while the question was open, and may not ask it any more: htmx sends nothing for what
// has left the page.
function sameAs(button) {
  const [url, values] = ["hx-post", "hx-vals"].map((name) => button.getAttribute(name));
  return [...document.querySelectorAll("button[hx-post]")].find(
    (each) => each.getAttribute("hx-post") === url && each.getAttribute("hx-vals") === values,
  );
}

function press(button) {
  if (!button) {
    // Someone else took the step meanwhile, as from the remote: no fault, and nothing to try again.
    showToast({ message: words().passed });
    return;
  }
  button.dataset.agreed = "yes";
  button.click();
}

document.addEventListener("submit", async (event) => {
  const form = event.target;
  const sends = ["hx-post", "hx-put", "hx-patch", "hx-delete"].some((name) => form.hasAttribute(name));
  if (!form.dataset.confirm || sends || form.dataset.confirmed) return;
  event.preventDefault();
  const { submitter } = event;
  const { confirm, confirmDetail, confirmAction, confirmCalm } = form.dataset;
  if (!(await ask(confirm, confirmDetail, confirmAction, { isCalm: confirmCalm !== undefined }))) return;
  form.dataset.confirmed = "yes";
  form.requestSubmit(submitter);
});
// A form that comes back with two versions or with errors shows them, however far down its button is.
document.addEventListener("htmx:load", ({ detail }) => {
  if (!detail.elt.closest("dialog")) return;
  if (detail.elt.closest("#dialog-body") && !detail.elt.closest(".again"))
    giveTitleBack(detail.elt.closest("dialog"));
  detail.elt.querySelector("#versions-title, .has-error")?.scrollIntoView({ block: "center" });
  // Where letters steer the room, what is typed next lands in the dialog: its first field, else its first button, takes the focus
  // from the cross.
  const { activeElement } = document;
  if (
    detail.elt.closest("#dialog-body") &&
    activeElement.matches("[data-dialog-close]") &&
    document.querySelector("[data-key]")
  ) {
    const can = (names) => document.querySelector(`#dialog-body :is(${names}):not(:disabled, [hidden])`);
    (can("input:not([type=hidden]), textarea, select") ?? can("summary, button, a"))?.focus();
  }
});

// What a dialog takes in fills its body. A link to it that stands in a live region would inherit that the region is
// replaced as a whole, and the body, with its frame, would go.
document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  if (detail.target.id !== "dialog-body") return;
  detail.swapOverride = "innerHTML";
  const opener = detail.requestConfig.elt.closest("[data-dialog='dialog']");
  if (opener && opener !== shownFor) detail.shouldSwap = false;
});
