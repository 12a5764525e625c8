/**
 * Block Kit, drawn: messages, modals and the Home tab as nodes of the document. Link `style/blockkit.css` beside it.
 *
 * @typedef {object} Context what the page knows and does for it
 * @property {object} people by user id: `{name, real_name?, display_name?, title?, deleted?}`
 * @property {object} channels by channel id: `{name, kind?}`, kind as `channel`, `group`, `im`, `mpim`
 * @property {object} [groups] by user group id: `{handle, members?}`
 * @property {string} me the reader's user id
 * @property {string} zone the reader's time zone, as `Europe/London`
 * @property {string} locale the reader's language, as `en-GB`
 * @property {function(): number} [now] the time in milliseconds; the browser's if it is left out
 * @property {number} [headingLevel] the level of a header block, 3 if it is left out
 * @property {function(object): Promise} act sends `{action_id, block_id, value|choice, element, state}`; its rejection is shown
 * @property {function(object): Promise<{options?, option_groups?}>} [suggest] asks the app for options: `{action_id, block_id, value}`
 * @property {function(File): Promise} [upload] takes a file of a form and returns what the form holds for it, as its id
 * @property {function(string): boolean} [follow] goes to an address within the page and returns true, if it is one
 * @property {function(string): void} [openChannel] opens a channel that is mentioned
 * @property {function(string): string} [fileUrl] the address of a file, by id, for pictures that the app uploaded
 */

import { drawBlocks } from "./blocks/index.js";
import { gather, make } from "./dom.js";
import { surfaceScope } from "./elements/scope.js";
import { drawAttachments } from "./blocks/attachments.js";
import { drawMrkdwn } from "./text/mrkdwn.js";

export { heldIn, readState, showErrors } from "./state.js";
export { drawEmoji, findEmoji, listEmoji } from "./text/emoji.js";

/**
 * Draw what a message says: its blocks, or its text if it has none, and its attachments.
 * @param {object} message as Slack's API has it
 * @param {Context} context
 * @returns {HTMLElement}
 */
export function drawMessage(message, context) {
  const scope = surfaceScope(context, "message", {});
  const words = message.blocks?.length ? drawBlocks(message.blocks, scope) : drawText(message.text ?? "", context);
  const attachments = drawAttachments(message.attachments ?? [], scope);
  return make("div", { class: "bk-surface bk-message" }, gather(words, attachments));
}

/**
 * Draw the blocks of a modal or of the Home tab; its title and its buttons are the page's.
 * @param {object} view as Slack's API has it
 * @param {Context} context
 * @param {object} [kept] what `readState` read from an older drawing, kept where block and action ids are the same
 * @returns {HTMLElement}
 */
export function drawView(view, context, kept = {}) {
  const scope = surfaceScope(context, "view", kept);
  return make("div", { class: `bk-surface bk-${view.type}` }, drawBlocks(view.blocks, scope));
}

/**
 * Draw mrkdwn that stands outside of blocks.
 * @param {string} mrkdwn
 * @param {Context} context
 * @returns {HTMLElement}
 */
export function drawText(mrkdwn, context) {
  return make("div", { class: "bk-text" }, drawMrkdwn(mrkdwn, context));
}
