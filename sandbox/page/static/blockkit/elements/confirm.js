/** The dialog that asks before an element acts. */

import { make, uniqueId } from "../dom.js";
import { drawParagraph, drawTextObject } from "../text/text_object.js";

/**
 * Ask. Escape and the second button are a no.
 * @param {object} confirm the confirmation object: title, text, confirm, deny, style
 * @param {object} context the page
 * @returns {Promise<boolean>} whether the person said yes
 */
export function confirmed(confirm, context) {
  const [title, text] = [uniqueId("title"), uniqueId("text")];
  const style = confirm.style === "danger" ? "bk-button bk-danger-fill" : "bk-button bk-primary";
  const dialog = make(
    "dialog",
    { class: "bk-dialog", "aria-labelledby": title, "aria-describedby": text },
    make("form", { method: "dialog" },
      make("h2", { id: title, class: "bk-dialog-title" }, drawTextObject(confirm.title, context)),
      drawParagraph(confirm.text, context, { id: text }),
      make("div", { class: "bk-dialog-buttons" },
        make("button", { class: "bk-button", value: "no" }, drawTextObject(confirm.deny, context)),
        make("button", { class: style, value: "yes", autofocus: true }, drawTextObject(confirm.confirm, context)),
      ),
    ),
  );
  return ask(dialog);
}

function ask(dialog) {
  const before = document.activeElement;
  document.body.append(dialog);
  return new Promise((resolve) => {
    dialog.addEventListener("keydown", (event) => event.stopPropagation());
    dialog.addEventListener("close", () => {
      dialog.remove();
      before?.focus?.();
      resolve(dialog.returnValue === "yes");
    });
    dialog.showModal();
  });
}
