/** Cards, and rows of cards. */

import { icon, make } from "../dom.js";
import { drawElement } from "../elements/index.js";
import { blockScope } from "../elements/scope.js";
import { drawParagraph } from "../text/text_object.js";
import { drawPicture } from "./media.js";

/** Draw a card: a large picture, a heading with an icon, a text, up to three buttons. */
export function drawCard(block, scope) {
  const { context } = scope;
  const text = (name) => (block[name] ? drawParagraph(block[name], context, { class: `bk-text bk-card-${name}` }) : null);
  const picture = (name) => (block[name] ? make("div", { class: `bk-card-${name}` }, drawPicture(block[name], context)) : null);
  const buttons = block.actions?.map((button) => drawElement(button, scope));
  const heading = make("div", { class: "bk-card-heading" }, picture("icon"), make("div", {}, text("title"), text("subtitle")));
  return make(
    "div",
    { class: "bk-card" },
    picture("hero_image"),
    block.title || block.subtitle || block.icon ? heading : null,
    text("body"),
    buttons ? make("div", { class: "bk-actions" }, buttons) : null,
  );
}

/** Draw cards side by side, with buttons that bring the next ones into view. */
export function drawCarousel(block, scope) {
  const count = block.elements.length;
  const cards = block.elements.map((card, index) =>
    make("div", { class: "bk-slide", role: "group", "aria-label": `Card ${index + 1} of ${count}` }, drawCard(card, blockScope(scope, card))),
  );
  const track = make("div", { class: "bk-track", role: "group", tabindex: "0", "aria-label": "Cards" }, cards);
  const move = (direction) => () => track.scrollBy({ left: direction * track.clientWidth * 0.8, behavior: "smooth" });
  const step = (picture, name, direction) =>
    make("button", { type: "button", class: "bk-icon-button", "aria-label": name, on: { click: move(direction) } }, icon(picture));
  const steps = make("div", { class: "bk-steps" }, step("left", "Cards before", -1), step("right", "Cards after", 1));
  return make("div", { class: "bk-carousel" }, track, count > 1 ? steps : null);
}
