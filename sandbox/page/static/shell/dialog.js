/** Dialogs of the page itself, which are small forms. */

import { make, uniqueId } from "../blockkit/dom.js";

/**
 * Open a small form over the page.
 * @param {string} title
 * @param {(Node|string)[]} content
 * @param {object} act `words` of the button, `isDanger`, and `run()`, whose failure is shown and keeps the dialog open
 */
export function openDialog(title, content, { words, isDanger = false, run }) {
  const id = uniqueId("dialog");
  const failure = make("p", { class: "form-failure", role: "alert", hidden: true });
  const send = make("button", { type: "submit", class: isDanger ? "button button-danger" : "button button-primary" }, words);
  const cancel = make("button", { type: "button", class: "button", on: { click: () => dialog.close() } }, "Cancel");
  const submit = async (event) => {
    event.preventDefault();
    send.disabled = true;
    try {
      await run();
      dialog.close();
    } catch (error) {
      failure.textContent = error.message;
      failure.hidden = false;
    } finally {
      send.disabled = false;
    }
  };
  const buttons = make("div", { class: "dialog-buttons" }, cancel, send);
  const form = make("form", { method: "dialog", on: { submit } }, make("h2", { id }, title), ...content, failure, buttons);
  const dialog = make("dialog", { class: "dialog", "aria-labelledby": id, on: { close: () => dialog.remove() } }, form);
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}
