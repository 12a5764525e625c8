/** One message: who, when, what, and what became of it. */

import { drawMessage } from "../blockkit/index.js";
import { findEmoji } from "../blockkit/text/emoji.js";
import { make } from "../blockkit/dom.js";
import { blockContext } from "./context.js";
import { authorOf, drawFace, drawPersonFace } from "./faces.js";
import { drawFiles } from "./files.js";
import { drawIcon } from "./icons.js";
import { trying } from "./notices.js";
import { doing, known } from "./store.js";
import { ago, fullTime, instantOf, timeOfDay } from "./times.js";

const NOTICES = new Set([
  "channel_archive", "channel_convert_to_private", "channel_convert_to_public", "channel_join", "channel_leave",
  "channel_name", "channel_unarchive", "group_join", "group_leave", "tombstone",
]);
const MOST_FACES = 4;

/**
 * Draw a message as an item of a list.
 * @param {object} message as the sandbox draws it
 * @param {object} place `isContinued`: under one of the same author; `inThread`; `openThread(root)`
 */
export function drawItem(message, place) {
  const kinds = ["message"];
  if (place.isContinued) kinds.push("message-continued");
  if (message.is_ephemeral) kinds.push("message-ephemeral");
  if (NOTICES.has(message.subtype)) kinds.push("message-notice");
  return make(
    "li",
    { class: kinds.join(" "), "data-ts": message.ts, tabindex: "-1", "aria-label": describe(message) },
    make("div", { class: "message-gutter" }, place.isContinued ? drawTime(message) : drawAuthorFace(message)),
    make("div", { class: "message-body" }, ...drawBody(message, place)),
  );
}

/** Return a message in one line, for screen readers. */
export function describe(message) {
  return `${authorOf(message).name}, ${timeOfDay(message.ts)}: ${message.text.slice(0, 200) || "a message with files"}`;
}

function drawBody(message, place) {
  return [
    message.is_ephemeral && make("p", { class: "message-mark" }, drawIcon("lock"), "Only visible to you"),
    place.isContinued ? null : drawHead(message),
    make("div", { class: "message-content" }, drawContent(message)),
    drawFiles(message.files ?? []),
    drawReactions(message),
    place.inThread ? null : drawThreadSummary(message, place),
  ].filter(Boolean);
}

function drawContent(message) {
  const content = drawMessage(message, blockContext({ on: "message", channel: message.channel, ts: message.ts }));
  return message.edited ? [content, make("span", { class: "message-edited" }, "(edited)")] : [content];
}

function drawHead(message) {
  const author = authorOf(message);
  return make(
    "div",
    { class: "message-head" },
    make("span", { class: "message-author" }, author.name),
    author.isApp ? make("span", { class: "tag" }, "App") : null,
    drawTime(message),
  );
}

function drawTime(message) {
  const attributes = { class: "message-time", datetime: instantOf(message.ts).toISOString(), title: fullTime(message.ts) };
  return make("time", attributes, timeOfDay(message.ts));
}

function drawAuthorFace(message) {
  const author = authorOf(message);
  return drawFace(author.id, author.name, { isApp: author.isApp });
}

function drawReactions(message) {
  if (!message.reactions?.length) return null;
  return make("div", { class: "reactions" }, ...message.reactions.map((each) => drawReaction(message, each)));
}

function drawReaction(message, { name, users, count }) {
  const isMine = users.includes(known.company.me);
  const names = users.map((id) => known.company.people[id]?.real_name ?? id).join(", ");
  const ask = { channel: message.channel, ts: message.ts, name };
  const toggle = () => trying(() => doing(isMine ? "unreact" : "react", ask));
  const words = `${name.replaceAll("_", " ")}: ${names}`;
  const attributes = { class: "reaction", type: "button", "aria-pressed": String(isMine), "aria-label": words, title: words };
  return make("button", { ...attributes, on: { click: toggle } }, make("span", {}, findEmoji(name) ?? `:${name}:`), String(count));
}

function drawThreadSummary(message, { openThread }) {
  const count = message.reply_count;
  if (!count) return null;
  const fresh = message.new_replies ? make("span", { class: "badge" }, `${message.new_replies} new`) : null;
  return make(
    "button",
    { class: "thread-summary", type: "button", on: { click: () => openThread(message.ts) } },
    make("span", { class: "thread-faces" }, ...message.reply_users.slice(0, MOST_FACES).map(drawReplierFace)),
    make("span", { class: "thread-count" }, count === 1 ? "1 reply" : `${count} replies`),
    fresh,
    make("span", { class: "thread-age" }, `Last reply ${ago(message.latest_reply)}`),
  );
}

function drawReplierFace(id) {
  return known.company.people[id] ? drawPersonFace(id) : drawFace(id, known.company.app.name, { isApp: true });
}
