/** A field for formatted text, with a small bar of styles; it holds a `rich_text` block. */

import { make } from "../dom.js";
import { register } from "../state.js";
import { drawRichText } from "../text/rich_text.js";
import { perform } from "./acting.js";
import { readRichText } from "./rich_text_reading.js";

const TOOLS = [
  ["bold", "B", "Bold", "Control+B"],
  ["italic", "I", "Italic", "Control+I"],
  ["strikeThrough", "S", "Strikethrough"],
  ["insertUnorderedList", "•", "Bulleted list"],
  ["insertOrderedList", "1.", "Numbered list"],
];

/** Draw a field for formatted text. */
export function drawRichTextInput(element, scope) {
  const labels = scope.labels(element.placeholder?.text ?? "Formatted text", element);
  const area = make("div", {
    class: "bk-field bk-rich-field bk-text", contenteditable: "true", role: "textbox", "aria-multiline": "true", "data-validated": "",
    "data-placeholder": element.placeholder?.text ?? "", ...labels, "aria-placeholder": element.placeholder?.text,
  });
  area.style.minHeight = `${(element.min_lines ?? 3) * 1.5 + 1}em`;
  const start = scope.kept(element.action_id) ?? element.initial_value;
  if (start) area.append(...drawRichText(start, scope.context).childNodes);
  area.addEventListener("paste", pastePlain);
  area.addEventListener("keydown", (event) => keepShortcuts(event));
  const read = () => readRichText(area);
  if (scope.isActing) area.addEventListener("blur", () => perform(area, scope, element, { choice: read() }));
  return make("div", { class: "bk-rich-input" }, drawBar(area), register(area, scope, element.action_id, read));
}

function drawBar(area) {
  const tools = TOOLS.map(([command, sign, name, keys]) => {
    const click = () => {
      area.focus();
      document.execCommand(command);
    };
    const on = { click, pointerdown: (event) => event.preventDefault() };
    const attributes = { type: "button", class: `bk-tool bk-tool-${command}`, title: name, "aria-label": name, "aria-keyshortcuts": keys, on };
    return make("button", attributes, sign);
  });
  return make("div", { class: "bk-bar", role: "group", "aria-label": "Formatting" }, tools);
}

/** Enter is a new line here, never the sending of a form. */
function keepShortcuts(event) {
  if (event.key === "Enter" && !event.ctrlKey && !event.metaKey) event.stopPropagation();
}

function pastePlain(event) {
  event.preventDefault();
  document.execCommand("insertText", false, event.clipboardData.getData("text/plain"));
}
