/** Attachments, which are older than blocks: a coloured bar with a text, fields or blocks beside it. */

import { make } from "../dom.js";
import { drawDate, drawLink } from "../text/mentions.js";
import { drawMrkdwn } from "../text/mrkdwn.js";
import { drawBlocks } from "./index.js";

const COLORS = { good: "#2eb67d", warning: "#ecb22e", danger: "#e01e5a" };
const SAFE_COLOR = /^#?[0-9a-f]{6}$/i;

/** Draw the attachments of a message. */
export function drawAttachments(attachments, scope) {
  return attachments.map((attachment) => {
    const parts = attachment.blocks ? drawBlocks(attachment.blocks, scope) : drawParts(attachment, scope.context);
    const node = make("div", { class: "bk-attachment" }, parts);
    node.style.borderInlineStartColor = colorOf(attachment.color);
    return node;
  });
}

function drawParts(attachment, context) {
  const mrkdwn = (text) => (text ? make("div", { class: "bk-text" }, drawMrkdwn(text, context)) : null);
  const title = attachment.title_link ? drawLink(attachment.title_link, context, attachment.title) : attachment.title;
  const fields = attachment.fields?.map(({ title: name, value }) =>
    make("div", { class: "bk-text" }, make("b", {}, name), "\n", drawMrkdwn(value, context)),
  );
  return [
    mrkdwn(attachment.pretext),
    attachment.author_name ? make("div", { class: "bk-note" }, attachment.author_name) : null,
    attachment.title ? make("div", { class: "bk-attachment-title" }, title) : null,
    mrkdwn(attachment.text),
    fields ? make("div", { class: "bk-fields" }, fields) : null,
    drawFooter(attachment, context),
  ];
}

function drawFooter({ footer, ts }, context) {
  if (!footer && !ts) return null;
  const when = ts ? drawDate(Number(ts), "{date_short_pretty} {time}", context) : null;
  return make("div", { class: "bk-note" }, footer ?? "", footer && when ? " · " : "", when);
}

function colorOf(color = "") {
  if (color in COLORS) return COLORS[color];
  return SAFE_COLOR.test(color) ? `#${color.replace("#", "")}` : "";
}
