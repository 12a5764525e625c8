/** The blocks of one line: header, divider, context, actions, alert. */

import { icon, make } from "../dom.js";
import { drawElement } from "../elements/index.js";
import { drawParagraph, drawTextObject } from "../text/text_object.js";
import { drawPicture } from "./media.js";

const ALERT_ICONS = { default: "info", info: "info", warning: "warning", error: "warning", success: "success" };

/** Draw a header, which is a heading. */
export function drawHeader(block, { context }) {
  return make(`h${context.headingLevel ?? 3}`, { class: "bk-header" }, drawTextObject(block.text, context));
}

/** Draw a line between blocks. */
export function drawDivider() {
  return make("hr", { class: "bk-divider" });
}

/** Draw small print: texts and small pictures in a row. */
export function drawContext(block, { context }) {
  const drawn = block.elements.map((element) =>
    element.type === "image" ? drawPicture(element, context) : drawParagraph(element, context),
  );
  return make("div", { class: "bk-context" }, drawn);
}

/** Draw a row of interactive elements. */
export function drawActions(block, scope) {
  return make("div", { class: "bk-actions" }, block.elements.map((element) => drawElement(element, scope)));
}

/** Draw the row of small buttons under an answer. */
export function drawContextActions(block, scope) {
  return make("div", { class: "bk-actions bk-context-actions" }, block.elements.map((element) => drawElement(element, scope)));
}

/** Draw an alert; what went wrong is spoken at once. */
export function drawAlert(block, { context }) {
  const level = block.level ?? "default";
  const role = level === "error" || level === "warning" ? "alert" : "status";
  return make("div", { class: `bk-alert bk-alert-${level}`, role }, icon(ALERT_ICONS[level]), drawParagraph(block.text, context));
}
