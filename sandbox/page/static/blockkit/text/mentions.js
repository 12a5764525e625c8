/** What text points at: links, people, channels, groups, everybody, instants. Shared by mrkdwn and rich text. */

import { make } from "../dom.js";
import { writeFully, writeInstant } from "./dates.js";

const SAFE = /^(https?|mailto|tel|slack):/i;

/** Whether an address may be followed; `javascript:` and its like may not. */
export function isSafe(url) {
  return SAFE.test(url);
}

/**
 * Draw a link. `context.follow(url)`, where given, is asked first and returns true if the page went there itself.
 * @param {string} url an address that is not safe is drawn as words
 * @param {object} context the page
 * @param {...(Node|string)} label what it shows; the address itself when there is none
 */
export function drawLink(url, context, ...label) {
  const words = label.length ? label : [url];
  if (!isSafe(url)) return make("span", {}, ...words);
  const click = (event) => {
    if (context.follow?.(url)) event.preventDefault();
  };
  const attributes = { class: "bk-link", href: url, target: "_blank", rel: "noopener noreferrer nofollow", on: { click } };
  return make("a", attributes, ...words);
}

/** Draw the mention of a person; one's own stands out. */
export function drawUser(id, context) {
  return mention(`@${personName(id, context)}`, id === context.me);
}

/** Draw the mention of a channel; a press opens it where the page offers `context.openChannel(id)`. */
export function drawChannel(id, context) {
  const channel = context.channels?.[id];
  if (channel === undefined) return mention("#private-channel", false);
  if (!context.openChannel) return mention(`#${channel.name}`, false);
  const on = { click: () => context.openChannel(id) };
  return make("button", { type: "button", class: "bk-mention bk-mention-link", on }, `#${channel.name}`);
}

/** Draw the mention of a user group; `context.groups` knows its handle. */
export function drawGroup(id, context, fallback) {
  const group = context.groups?.[id];
  const isMine = group?.members?.includes(context.me) ?? false;
  return mention(group ? `@${group.handle}` : fallback || "@group", isMine);
}

/** Draw @here, @channel or @everyone. */
export function drawBroadcast(range) {
  return mention(`@${range}`, true);
}

/** Draw an instant in the reader's zone; `fallback` is drawn where the format cannot be. */
export function drawDate(seconds, format, context, { fallback, url } = {}) {
  if (!Number.isFinite(seconds)) return make("span", {}, fallback ?? "");
  const instant = new Date(seconds * 1000).toISOString();
  const words = make("time", { datetime: instant, title: writeFully(seconds, context) }, writeInstant(seconds, format, context));
  return url ? drawLink(url, context, words) : words;
}

/** Return the name a person goes by. */
export function personName(id, context) {
  const person = context.people?.[id];
  return person?.display_name || person?.real_name || person?.name || "someone";
}

function mention(words, isMine) {
  return make("span", { class: isMine ? "bk-mention bk-mention-mine" : "bk-mention" }, words);
}
