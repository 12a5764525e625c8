/** Checkboxes and radio buttons. */

import { make, uniqueId } from "../dom.js";
import { register } from "../state.js";
import { drawTextObject } from "../text/text_object.js";
import { perform } from "./acting.js";

/** Draw a group of checkboxes. */
export function drawCheckboxes(element, scope) {
  const start = scope.kept(element.action_id) ?? (element.initial_options ?? []).map(({ value }) => value);
  return drawGroup(element, scope, { type: "checkbox", role: "group", fallback: "Choose any", start, read: (values) => values });
}

/** Draw a group of radio buttons. */
export function drawRadioButtons(element, scope) {
  const kept = scope.kept(element.action_id);
  const start = [kept === undefined ? element.initial_option?.value : kept];
  return drawGroup(element, scope, { type: "radio", role: "radiogroup", fallback: "Choose one", start, read: ([value]) => value ?? null });
}

function drawGroup(element, scope, { type, role, fallback, start, read }) {
  const name = uniqueId("choice");
  const boxes = element.options.map(({ value }) => make("input", { type, name, value, id: uniqueId("option"), checked: start.includes(value) }));
  const holds = () => read(boxes.filter((box) => box.checked).map((box) => box.value));
  let before = [...start];
  const change = async () => {
    if (scope.isActing && !(await perform(group, scope, element, { choice: holds() }))) {
      for (const box of boxes) box.checked = before.includes(box.value);
    }
    before = boxes.filter((box) => box.checked).map((box) => box.value);
  };
  const drawn = element.options.map((option, index) => drawOption(option, boxes[index], scope.context));
  const labels = scope.labels(fallback, element);
  if (role === "group") delete labels["aria-required"];
  const group = make("div", { class: "bk-choices", role, ...labels, "data-validated": role === "radiogroup", on: { change } }, drawn);
  return register(group, scope, element.action_id, holds);
}

function drawOption(option, box, context) {
  const note = option.description ? make("span", { class: "bk-note" }, drawTextObject(option.description, context)) : null;
  const words = make("span", { class: "bk-text" }, drawTextObject(option.text, context), note);
  return make("label", { class: "bk-choice", for: box.id }, box, words);
}
