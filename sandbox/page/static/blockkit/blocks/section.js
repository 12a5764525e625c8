/** The section: a text, up to ten fields in two columns, and one element beside them. */

import { make } from "../dom.js";
import { drawElement } from "../elements/index.js";
import { drawParagraph } from "../text/text_object.js";
import { drawPicture } from "./media.js";

const LONG = 900;

/** Draw a section. */
export function drawSection(block, scope) {
  const { context } = scope;
  const text = block.text ? drawBody(block, context) : null;
  const fields = block.fields?.map((field) => drawParagraph(field, context));
  const body = make("div", { class: "bk-section-body" }, text, fields ? make("div", { class: "bk-fields" }, fields) : null);
  return make("div", { class: "bk-section" }, body, block.accessory ? drawAccessory(block.accessory, scope) : null);
}

/** A long text is cut short until one asks for the rest, unless the app wants all of it to be seen. */
function drawBody({ text, expand }, context) {
  const words = drawParagraph(text, context);
  if (expand || text.text.length < LONG) return words;
  words.classList.add("bk-clipped");
  const click = () => button.setAttribute("aria-expanded", String(!words.classList.toggle("bk-clipped")));
  const button = make("button", { type: "button", class: "bk-more", "aria-expanded": "false", on: { click } });
  return make("div", {}, words, button);
}

function drawAccessory(accessory, scope) {
  if (accessory.type === "image") return make("div", { class: "bk-accessory bk-thumbnail" }, drawPicture(accessory, scope.context));
  return make("div", { class: "bk-accessory" }, drawElement(accessory, scope));
}
