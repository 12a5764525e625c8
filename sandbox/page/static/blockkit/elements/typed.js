/** Fields for words, numbers, addresses. */

import { make } from "../dom.js";
import { register } from "../state.js";
import { perform } from "./acting.js";

const PAUSE = 300;
const KINDS = {
  plain_text_input: { type: "text" },
  email_text_input: { type: "email", autocomplete: "off", inputmode: "email" },
  url_text_input: { type: "url", inputmode: "url" },
  number_input: { type: "text", inputmode: "decimal" },
};

/** Draw a field to type into. It holds the words, or null when it is empty. */
export function drawTyped(element, scope) {
  const field = makeField(element, scope);
  const read = () => (field.value === "" ? null : field.value);
  if (scope.isActing) actWhenTyped(field, scope, element, read);
  const counter = drawCounter(field, element);
  return make("span", { class: "bk-typed" }, register(field, scope, element.action_id, read), counter);
}

function makeField(element, scope) {
  const attributes = {
    class: "bk-field",
    placeholder: element.placeholder?.text,
    autofocus: element.focus_on_load,
    "data-validated": "",
    ...scope.labels(element.placeholder?.text ?? "Text", element),
  };
  const field = element.multiline
    ? make("textarea", { ...attributes, rows: 4 })
    : make("input", { ...KINDS[element.type], ...attributes });
  field.value = scope.kept(element.action_id) ?? element.initial_value ?? "";
  return field;
}

/** Near the limit say how many characters are left. */
function drawCounter(field, element) {
  const most = element.max_length;
  if (!most) return null;
  const counter = make("span", { class: "bk-counter" });
  const count = () => {
    const left = most - field.value.length;
    counter.textContent = left <= Math.max(20, most / 10) ? String(left) : "";
    counter.classList.toggle("bk-over", left < 0);
  };
  field.addEventListener("input", count);
  count();
  return counter;
}

/** Act on Enter, or while one types, as the element's `dispatch_action_config` has it. */
function actWhenTyped(field, scope, element, read) {
  const when = element.dispatch_action_config?.trigger_actions_on ?? ["on_enter_pressed"];
  const act = () => perform(field, scope, element, { choice: read() });
  let pause;
  if (when.includes("on_character_entered")) {
    field.addEventListener("input", () => {
      clearTimeout(pause);
      pause = setTimeout(act, PAUSE);
    });
  }
  if (when.includes("on_enter_pressed")) {
    field.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      act();
    });
  }
}
