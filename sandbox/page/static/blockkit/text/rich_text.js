/** Rich text: sections, lists in lists, quotes, preformatted text, and the words and mentions inside. */

import { gather, make } from "../dom.js";
import { drawEmoji } from "./emoji.js";
import { drawBroadcast, drawChannel, drawDate, drawGroup, drawLink, drawUser } from "./mentions.js";

const STYLES = { bold: "b", italic: "i", strike: "s", underline: "u", code: "code" };
const MOST_LARGE_EMOJI = 23;

/**
 * Draw a `rich_text` block.
 * @param {object} block the block
 * @param {object} context the page: people, channels, groups, zone, locale, me
 * @returns {HTMLElement}
 */
export function drawRichText(block, context) {
  const nodes = [];
  let lists = [];
  for (const part of block.elements) {
    if (part.type !== "rich_text_list") lists = [];
    if (part.type === "rich_text_list") lists = addList(part, lists, nodes, context);
    else nodes.push(PARTS[part.type]?.(part, context) ?? drawSection(part, context));
  }
  return make("div", { class: isOnlyEmoji(block) ? "bk-text bk-rich bk-large" : "bk-text bk-rich" }, nodes);
}

const PARTS = {
  rich_text_section: drawSection,
  rich_text_quote: (part, context) => make("blockquote", { class: "bk-quote" }, drawWords(part.elements, context)),
  rich_text_preformatted: (part, context) =>
    make("pre", { class: "bk-pre" }, make("code", {}, drawWords(part.elements, context))),
};

function drawSection(part, context) {
  return make("div", { class: "bk-section-line" }, drawWords(part.elements ?? [], context));
}

/**
 * Put a list where its indent says: Slack writes a list in a list as a later, deeper one.
 * @returns {Array} the lists that are open after it, the deepest last
 */
function addList(part, open, nodes, context) {
  const indent = part.indent ?? 0;
  const around = open.filter((each) => each.indent < indent || (each.indent === indent && each.style === part.style));
  const items = part.elements.map((item) => make("li", {}, drawWords(item.elements ?? [], context)));
  if (around.at(-1)?.indent === indent) {
    around.at(-1).node.append(...items);
    return around;
  }
  const node = drawList(part, indent, items);
  const parent = around.at(-1)?.node.lastElementChild;
  if (parent) parent.append(node);
  else nodes.push(node);
  return [...around, { indent, style: part.style, node }];
}

function drawList(part, indent, items) {
  const name = part.style === "ordered" ? "ol" : "ul";
  const attributes = { class: "bk-list", "data-depth": indent % 3, "data-border": part.border === 1 };
  return make(name, { ...attributes, start: part.offset ? part.offset + 1 : null }, items);
}

function drawWords(elements, context) {
  return gather(elements.map((element) => styled(drawWord(element, context), element.style)));
}

function styled(node, style = {}) {
  return Object.entries(STYLES)
    .filter(([name]) => style[name])
    .reduceRight((inner, [name, tag]) => make(tag, { class: name === "code" ? "bk-code" : null }, inner), node);
}

function drawWord(element, context) {
  return WORDS[element.type]?.(element, context) ?? document.createTextNode(element.text ?? "");
}

const WORDS = {
  text: (element) => document.createTextNode(element.text),
  link: (element, context) => drawLink(element.url, context, ...(element.text ? [element.text] : [])),
  user: (element, context) => drawUser(element.user_id, context),
  channel: (element, context) => drawChannel(element.channel_id, context),
  usergroup: (element, context) => drawGroup(element.usergroup_id, context),
  team: (element) => document.createTextNode(element.team_id),
  broadcast: (element) => drawBroadcast(element.range),
  emoji: (element) => drawEmoji(element.name, element.skin_tone, element.unicode) ?? document.createTextNode(`:${element.name}:`),
  date: ({ timestamp, format, fallback, url }, context) => drawDate(timestamp, format, context, { fallback, url }),
  color: (element) => gather(drawSwatch(element.value), element.value),
  tag: (element) => make("span", { class: "bk-tag" }, element.text ?? ""),
  citation: (element, context) => drawLink(element.url ?? "", context, element.text ?? element.title ?? "source"),
};

function drawSwatch(value) {
  const swatch = make("span", { class: "bk-swatch", "aria-hidden": "true" });
  swatch.style.backgroundColor = value;
  return swatch;
}

/** A message of a few emoji and nothing else is drawn large. */
function isOnlyEmoji({ elements }) {
  const words = elements.length === 1 && elements[0].type === "rich_text_section" ? elements[0].elements : [];
  const isEmoji = (word) => word.type === "emoji" || (word.type === "text" && !word.text.trim());
  return words.length > 0 && words.length <= MOST_LARGE_EMOJI && words[0].type === "emoji" && words.every(isEmoji);
}
