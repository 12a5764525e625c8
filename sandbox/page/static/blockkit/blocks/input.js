/** The input block: a label, a field, a hint, and what is wrong with what was filled in. */

import { make, uniqueId } from "../dom.js";
import { drawElement } from "../elements/index.js";
import { inputScope } from "../elements/scope.js";
import { drawTextObject } from "../text/text_object.js";

const GROUPS = new Set(["checkboxes", "radio_buttons", "rich_text_input"]);

/** Draw an input block. */
export function drawInput(block, scope) {
  const { context } = scope;
  const ids = { id: uniqueId("field"), label: uniqueId("label") };
  const [hint, error] = [uniqueId("hint"), uniqueId("error")];
  const description = block.hint ? `${error} ${hint}` : error;
  const optional = block.optional ? make("span", { class: "bk-optional" }, " (optional)") : null;
  const isGroup = GROUPS.has(block.element.type);
  const naming = { id: ids.label, for: isGroup ? null : ids.id, class: "bk-label" };
  const label = make(isGroup ? "div" : "label", naming, drawTextObject(block.label, context), optional);
  const field = drawElement(block.element, inputScope(scope, block, { ...ids, description }));
  if (isGroup) label.addEventListener("click", () => field.querySelector("input, [contenteditable]")?.focus());
  const small = block.hint ? make("div", { id: hint, class: "bk-hint" }, drawTextObject(block.hint, context)) : null;
  const wrong = make("div", { id: error, class: "bk-error", "aria-live": "polite" });
  return make("div", { class: "bk-input", "data-input-block": block.block_id }, label, field, wrong, small);
}
