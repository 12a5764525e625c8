/** Slack's own markup, mrkdwn: *bold*, _italic_, ~strike~, `code`, fences, > quotes, and what stands in <angles>. */

import { gather, make } from "../dom.js";
import { drawEmoji } from "./emoji.js";
import { drawBroadcast, drawChannel, drawDate, drawGroup, drawLink, drawUser } from "./mentions.js";

const FENCE = /```\n?([\s\S]*?)\n?```/;
const QUOTED = /^(?:>|&gt;) ?/;
const INLINE = new RegExp(
  [
    "`(?<code>[^`\\n]+)`",
    "<(?<angle>[^<>]+)>",
    "(?<bare>https?://[^\\s<>|*`]+[^\\s<>|*`.,;:!?)_~])",
    ":(?<emoji>[a-z0-9_+'-]+):(?::skin-tone-(?<tone>[2-6]):)?",
    "(?<![\\p{L}\\p{N}])(?<mark>[*_~])(?=\\S)(?<inner>(?:<[^<>]*>|`[^`\\n]*`|`(?![^`\\n]*`)|[^\\n<`]){1,1000}?)(?<=\\S)\\k<mark>(?![\\p{L}\\p{N}])",
  ].join("|"),
  "gu",
);
const STYLES = { "*": "b", _: "i", "~": "s" };

/**
 * Draw mrkdwn.
 * @param {string} text with `&`, `<` and `>` escaped as Slack escapes them
 * @param {object} context the page: people, channels, zone, locale, me
 * @returns {DocumentFragment}
 */
export function drawMrkdwn(text, context) {
  const pieces = text.split(FENCE);
  return gather(pieces.map((piece, index) => (index % 2 ? drawFence(piece) : drawLines(piece, context))));
}

/** Return text with the three characters that Slack escapes as they were typed. */
export function unescape(text) {
  return text.replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&amp;/g, "&");
}

function drawFence(words) {
  return make("pre", { class: "bk-pre" }, make("code", {}, unescape(words)));
}

/** Lines are drawn as they are, runs of quoted lines in a quotation; blank lines beside a fence are its margin. */
function drawLines(text, context) {
  const runs = [];
  for (const line of text.split("\n")) {
    const isQuoted = QUOTED.test(line);
    const last = runs.at(-1);
    if (last?.isQuoted === isQuoted) last.lines.push(line.replace(isQuoted ? QUOTED : "", ""));
    else runs.push({ isQuoted, lines: [line.replace(isQuoted ? QUOTED : "", "")] });
  }
  return runs.map(({ isQuoted, lines }, index) => drawRun(isQuoted, lines.join("\n"), context, runs[index - 1]));
}

function drawRun(isQuoted, text, context, before) {
  if (isQuoted) return make("blockquote", { class: "bk-quote" }, drawInline(text, context));
  const words = before ? text.replace(/^\n/, "") : text;
  return drawInline(words, context);
}

/** Draw a run of text without quotes and fences. */
function drawInline(text, context) {
  const nodes = [];
  let position = 0;
  for (const match of text.matchAll(INLINE)) {
    const node = drawMatch(match, context);
    if (node === null || match.index < position) continue;
    nodes.push(unescape(text.slice(position, match.index)), node);
    position = match.index + match[0].length;
  }
  return gather(nodes, unescape(text.slice(position)));
}

function drawMatch({ groups: { code, angle, bare, emoji, tone, mark, inner } }, context) {
  if (code !== undefined) return make("code", { class: "bk-code" }, unescape(code));
  if (angle !== undefined) return drawAngle(angle, context);
  if (bare !== undefined) return drawLink(unescape(bare), context);
  if (emoji !== undefined) return drawEmoji(emoji, tone);
  return inner ? make(STYLES[mark], {}, drawInline(inner, context)) : null;
}

/** Draw what stands in angles: a mention, a date, a link. */
function drawAngle(angle, context) {
  const bar = angle.indexOf("|");
  const [target, label] = bar < 0 ? [angle, ""] : [angle.slice(0, bar), unescape(angle.slice(bar + 1))];
  if (target.startsWith("@")) return drawUser(target.slice(1), context);
  if (target.startsWith("#")) return drawChannel(target.slice(1), context);
  if (target.startsWith("!")) return drawSpecial(target.slice(1), label, context);
  return drawLink(unescape(target), context, ...(label ? [label] : []));
}

function drawSpecial(special, label, context) {
  const [kind, ...rest] = special.split("^");
  if (kind === "date") {
    const [seconds, format, url] = rest;
    return drawDate(Number(seconds), unescape(format ?? ""), context, { fallback: label, url: url && unescape(url) });
  }
  if (kind === "subteam") return drawGroup(rest[0], context, label);
  return drawBroadcast(kind);
}
