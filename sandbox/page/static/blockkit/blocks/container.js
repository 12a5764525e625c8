/** The container: blocks under one title, which may be folded away. */

import { icon, make, uniqueId } from "../dom.js";
import { drawRichText } from "../text/rich_text.js";
import { drawParagraph } from "../text/text_object.js";
import { drawBlocks } from "./index.js";
import { drawPicture } from "./media.js";

/** Draw a container. */
export function drawContainer(block, scope) {
  const id = uniqueId("container");
  const children = make("div", { class: "bk-container-body" }, drawBlocks(block.child_blocks, scope));
  const heading = drawHeading(block, scope.context, id);
  const attributes = { class: `bk-container bk-width-${block.width ?? "standard"}`, "data-divided": block.has_header_divider };
  if (!block.is_collapsible) return make("div", { ...attributes, role: "group", "aria-labelledby": id }, heading, children);
  const summary = make("summary", { class: "bk-container-summary" }, icon("chevron"), heading);
  return make("details", { ...attributes, open: !block.default_collapsed }, summary, children);
}

function drawHeading(block, context, id) {
  const title = block.rich_text_title ? drawRichText(block.rich_text_title, context) : drawParagraph(block.title, context);
  const subtitle = block.subtitle ? drawParagraph(block.subtitle, context, { class: "bk-text bk-note" }) : null;
  const picture = block.icon ? drawPicture(block.icon, context) : null;
  const words = make("div", {}, make("div", { id, class: "bk-container-title" }, title), subtitle);
  return make("div", { class: "bk-container-heading" }, picture, words);
}
