/** Editing and deleting one's own messages, where they stand. */

import { make } from "../blockkit/dom.js";
import { openDialog } from "./dialog.js";
import { drawItem } from "./message.js";
import { trying } from "./notices.js";
import { doing } from "./store.js";

/** Turn a message's words into a field; Enter saves, Escape gives up. */
export function beginEdit(message, item) {
  const content = item.querySelector(".message-content");
  const field = make("textarea", { class: "edit-field", rows: "2", "aria-label": "Edit message" });
  field.value = plainText(message.text);
  const save = async () => {
    const ask = { channel: message.channel, ts: message.ts, text: field.value };
    if (field.value.trim() && field.value !== plainText(message.text)) await trying(() => doing("edit", ask));
    form.replaceWith(content);
  };
  const cancel = () => form.replaceWith(content);
  const form = make(
    "form",
    { class: "edit-form", on: { submit: (event) => (event.preventDefault(), save()) } },
    field,
    make("button", { type: "button", class: "button", on: { click: cancel } }, "Cancel"),
    make("button", { type: "submit", class: "button button-primary" }, "Save"),
  );
  field.addEventListener("keydown", (event) => {
    if (event.key === "Escape") (event.stopPropagation(), cancel(), item.focus());
    if (event.key === "Enter" && !event.shiftKey) (event.preventDefault(), form.requestSubmit());
  });
  content.replaceWith(form);
  field.focus();
}

/** Ask, then delete a message. */
export function confirmDelete(message) {
  const copy = make("ol", { class: "messages dialog-message" }, drawItem(message, { inThread: true }));
  copy.inert = true;
  const run = () => doing("delete", { channel: message.channel, ts: message.ts });
  openDialog("Delete message", [make("p", {}, "Are you sure? This cannot be undone."), copy], { words: "Delete", isDanger: true, run });
}

/** Return Slack's escaped text as it was typed. */
function plainText(text) {
  return text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
}
