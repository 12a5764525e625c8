/** Text objects: `plain_text`, in which only emoji have a meaning, and `mrkdwn`. */

import { gather, make } from "../dom.js";
import { drawEmoji } from "./emoji.js";
import { drawMrkdwn } from "./mrkdwn.js";

const EMOJI = /:([a-z0-9_+'-]+):(?::skin-tone-([2-6]):)?/g;

/**
 * Draw a text object.
 * @param {{type: string, text: string, emoji?: boolean}} object
 * @param {object} context the page
 * @returns {DocumentFragment}
 */
export function drawTextObject(object, context) {
  return object.type === "mrkdwn" ? drawMrkdwn(object.text, context) : drawPlain(object);
}

/** Draw a text object as a block of text of its own. */
export function drawParagraph(object, context, attributes = {}) {
  return make("div", { class: "bk-text", ...attributes }, drawTextObject(object, context));
}

function drawPlain({ text, emoji = true }) {
  if (!emoji) return gather(text);
  const nodes = [];
  let position = 0;
  for (const match of text.matchAll(EMOJI)) {
    const node = drawEmoji(match[1], match[2]);
    if (node === null) continue;
    nodes.push(text.slice(position, match.index), node);
    position = match.index + match[0].length;
  }
  return gather(nodes, text.slice(position));
}
