/** Buttons of every kind. */

import { icon, make } from "../dom.js";
import { isSafe } from "../text/mentions.js";
import { drawTextObject } from "../text/text_object.js";
import { perform } from "./acting.js";

const STYLES = { primary: "bk-button bk-primary", danger: "bk-button bk-danger" };

/** Draw a button; one with a `url` is a link that acts as well. */
export function drawButton(element, scope) {
  const press = (event) => {
    if (element.url && scope.context.follow?.(element.url)) event.preventDefault();
    perform(event.currentTarget, scope, element, { value: element.value });
  };
  const attributes = { class: STYLES[element.style] ?? "bk-button", "aria-label": element.accessibility_label, on: { click: press } };
  const words = drawTextObject(element.text, scope.context);
  if (element.url && isSafe(element.url)) {
    return make("a", { ...attributes, href: element.url, target: "_blank", rel: "noopener noreferrer" }, words);
  }
  return make("button", { ...attributes, type: "button" }, words);
}

/** Draw the button that starts a workflow; there are none here, so that it only says so. */
export function drawWorkflowButton(element, scope) {
  const attributes = { type: "button", class: STYLES[element.style] ?? "bk-button", disabled: true, title: "Workflows do not run here" };
  return make("button", attributes, drawTextObject(element.text, scope.context));
}

/** Draw a small button that is an icon, whose words are its name. */
export function drawIconButton(element, scope) {
  if (element.visible_to_user_ids && !element.visible_to_user_ids.includes(scope.context.me)) return make("span", { hidden: true });
  const name = element.accessibility_label ?? element.text.text;
  return iconButton(element.icon === "trash" ? "trash" : "dots", name, (event) =>
    perform(event.currentTarget, scope, element, { value: element.value }),
  );
}

/** Draw thumbs up and thumbs down. */
export function drawFeedback(element, scope) {
  const buttons = [["thumbs_up", element.positive_button], ["thumbs_down", element.negative_button]];
  const drawn = buttons.map(([picture, { text, value, accessibility_label: label }]) =>
    iconButton(picture, label ?? text.text, (event) => perform(event.currentTarget, scope, element, { value })),
  );
  return make("span", { class: "bk-feedback", role: "group", "aria-label": "Feedback" }, drawn);
}

function iconButton(picture, name, click) {
  return make("button", { type: "button", class: "bk-icon-button", "aria-label": name, title: name, on: { click } }, icon(picture));
}
