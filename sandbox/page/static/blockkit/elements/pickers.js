/** Pickers of a date, a time, or both; the browser's own, which people and screen readers know. */

import { make } from "../dom.js";
import { register } from "../state.js";
import { instantOf, wallTime } from "../text/dates.js";
import { perform } from "./acting.js";

const PAUSE = 600;

/** Draw a picker of a date; it holds `YYYY-MM-DD`. */
export function drawDatePicker(element, scope) {
  return drawPicker(element, scope, { type: "date", initial: element.initial_date, name: "Choose a date" });
}

/** Draw a picker of a time of day; it holds `HH:mm`. */
export function drawTimePicker(element, scope) {
  return drawPicker(element, scope, { type: "time", initial: element.initial_time, name: "Choose a time" });
}

/** Draw a picker of an instant, in the reader's zone; it holds Unix seconds. */
export function drawInstantPicker(element, scope) {
  const { zone } = scope.context;
  const show = (seconds) => wallTime(seconds, zone);
  const read = (wall) => instantOf(wall, zone);
  return drawPicker(element, scope, { type: "datetime-local", initial: element.initial_date_time, name: "Choose a date and time", show, read });
}

function drawPicker(element, scope, { type, initial, name, show = String, read = String }) {
  const kept = scope.kept(element.action_id);
  const start = (kept === undefined ? initial : kept) ?? null;
  const labels = scope.labels(element.placeholder?.text ?? name, element);
  const field = make("input", { type, class: "bk-field bk-picker", "data-validated": "", autofocus: element.focus_on_load, ...labels });
  field.value = start === null ? "" : show(start);
  const holds = () => (field.value === "" ? null : read(field.value));
  if (scope.isActing) actWhenPicked(field, scope, element, holds);
  return register(field, scope, element.action_id, holds);
}

/** Typing a date changes it several times: act when the person pauses, leaves or presses Enter, and once for one value. */
function actWhenPicked(field, scope, element, holds) {
  let sent = field.value;
  let pause;
  const act = async () => {
    clearTimeout(pause);
    if (field.value === sent) return;
    const before = sent;
    sent = field.value;
    if (!(await perform(field, scope, element, { choice: holds() }))) {
      field.value = before;
      sent = before;
    }
  };
  field.addEventListener("change", () => {
    clearTimeout(pause);
    pause = setTimeout(act, PAUSE);
  });
  field.addEventListener("blur", act);
  field.addEventListener("keydown", (event) => event.key === "Enter" && act());
}
