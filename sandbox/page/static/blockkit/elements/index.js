/** Which element is drawn by whom. */

import { make } from "../dom.js";
import { drawButton, drawFeedback, drawIconButton, drawWorkflowButton } from "./button.js";
import { drawCheckboxes, drawRadioButtons } from "./choices.js";
import { drawFileInput } from "./file_input.js";
import { drawOverflow } from "./overflow.js";
import { drawDatePicker, drawInstantPicker, drawTimePicker } from "./pickers.js";
import { drawRichTextInput } from "./rich_text_input.js";
import { drawSelect } from "./selects.js";
import { drawTyped } from "./typed.js";

const DRAWERS = {
  button: drawButton,
  checkboxes: drawCheckboxes,
  datepicker: drawDatePicker,
  datetimepicker: drawInstantPicker,
  email_text_input: drawTyped,
  feedback_buttons: drawFeedback,
  file_input: drawFileInput,
  icon_button: drawIconButton,
  number_input: drawTyped,
  overflow: drawOverflow,
  plain_text_input: drawTyped,
  radio_buttons: drawRadioButtons,
  rich_text_input: drawRichTextInput,
  timepicker: drawTimePicker,
  url_text_input: drawTyped,
  workflow_button: drawWorkflowButton,
};

/**
 * Draw an interactive element in a frame of its own, in which its failure is shown too.
 * @param {object} element as the app sent it
 * @param {import("./scope.js").Scope} scope where it stands
 * @returns {HTMLElement}
 */
export function drawElement(element, scope) {
  const drawer = element.type.endsWith("_select") ? drawSelect : (DRAWERS[element.type] ?? drawUnknown);
  return make("div", { class: "bk-element", "data-element": element.type, "data-action-id": element.action_id }, drawer(element, scope));
}

function drawUnknown(element) {
  return make("span", { class: "bk-unknown" }, `An element of type ${element.type}`);
}
