/** A small, safe part of Markdown: what apps write in a `markdown` block. Anything else stays as it was written. */

import { gather, make } from "../dom.js";
import { drawEmoji } from "./emoji.js";
import { drawLink } from "./mentions.js";

const INLINE = new RegExp(
  [
    "`(?<code>[^`\\n]+)`",
    "!?\\[(?<label>[^\\]\\n]*)\\]\\((?<url>[^()\\s]+)\\)",
    "\\*\\*(?<bold>(?=\\S).+?)\\*\\*",
    "~~(?<strike>(?=\\S).+?)~~",
    "(?<![\\p{L}\\p{N}])(?<mark>[*_])(?<italic>(?=\\S)[^*_\\n]+?)(?<=\\S)\\k<mark>(?![\\p{L}\\p{N}])",
    ":(?<emoji>[a-z0-9_+'-]+):",
    "(?<bare>https?://[^\\s<>]+[^\\s<>.,;:!?)])",
    "\\\\(?<escaped>[\\\\`*_{}\\[\\]()#+.!|~>-])",
  ].join("|"),
  "gu",
);
const ITEM = /^(?<indent>\s*)(?:(?<bullet>[-*+])|(?<number>\d+)[.)])\s+(?<words>.*)$/;
const HEADING = /^(#{1,6})\s+(.*?)\s*#*$/;
const RULE = /^\s*([-*_])(\s*\1){2,}\s*$/;
const TABLE_RULE = /^\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?$/;

/**
 * Draw Markdown: headings, lists, quotes, code, rules, tables, and styles, links and emoji in the lines.
 * @param {string} text
 * @param {object} context the page
 * @returns {HTMLElement}
 */
export function drawMarkdown(text, context) {
  return make("div", { class: "bk-markdown" }, drawLines(text.replace(/\r\n?/g, "\n").split("\n"), context));
}

function drawLines(lines, context) {
  const nodes = [];
  let rest = lines;
  while (rest.length) {
    const { node, taken } = takeBlock(rest, context);
    if (node) nodes.push(node);
    rest = rest.slice(taken);
  }
  return nodes;
}

/** Draw the block that the lines begin with, and say how many of them it took. */
function takeBlock(lines, context) {
  const [line] = lines;
  const heading = HEADING.exec(line);
  if (!line.trim()) return { node: null, taken: 1 };
  if (line.startsWith("```")) return takeFence(lines);
  if (heading) return { node: drawHeading(heading, context), taken: 1 };
  if (RULE.test(line)) return { node: make("hr", { class: "bk-divider" }), taken: 1 };
  if (line.startsWith(">")) return takeQuote(lines, context);
  if (ITEM.test(line)) return takeList(lines, context);
  if (line.includes("|") && TABLE_RULE.test(lines[1] ?? "")) return takeTable(lines, context);
  const taken = count(lines, (each) => each.trim() && !startsBlock(each));
  return { node: make("p", { class: "bk-text" }, drawInline(lines.slice(0, taken || 1).join("\n"), context)), taken: taken || 1 };
}

function startsBlock(line) {
  return line.startsWith("```") || line.startsWith(">") || HEADING.test(line) || ITEM.test(line) || RULE.test(line);
}

function count(lines, isPart) {
  const end = lines.findIndex((line) => !isPart(line));
  return end < 0 ? lines.length : end;
}

function drawHeading([, signs, words], context) {
  const level = Math.min((context.headingLevel ?? 3) + signs.length - 1, 6);
  return make("div", { class: "bk-header", role: "heading", "aria-level": level, "data-level": signs.length }, drawInline(words, context));
}

function takeFence(lines) {
  const inside = count(lines.slice(1), (line) => !line.startsWith("```"));
  const code = lines.slice(1, 1 + inside).join("\n");
  return { node: make("pre", { class: "bk-pre" }, make("code", {}, code)), taken: inside + 2 };
}

function takeQuote(lines, context) {
  const taken = count(lines, (line) => line.startsWith(">"));
  const inside = lines.slice(0, taken).map((line) => line.replace(/^> ?/, ""));
  return { node: make("blockquote", { class: "bk-quote" }, drawLines(inside, context)), taken };
}

/** A list takes the items that follow, and the lines indented under them. */
function takeList(lines, context) {
  const taken = count(lines, (line) => ITEM.test(line) || /^\s+\S/.test(line));
  return { node: drawList(lines.slice(0, taken), context), taken };
}

function drawList(lines, context) {
  const first = ITEM.exec(lines[0]).groups;
  const depth = first.indent.length;
  const items = [];
  for (const line of lines) {
    const item = ITEM.exec(line)?.groups;
    if (item && item.indent.length <= depth) items.push({ words: [item.words], inner: [] });
    else if (item || items.at(-1).inner.length) items.at(-1).inner.push(line);
    else items.at(-1).words.push(line.trim());
  }
  const drawn = items.map(({ words, inner }) =>
    make("li", {}, drawInline(words.join(" "), context), inner.length ? drawList(inner, context) : null),
  );
  return make(first.bullet ? "ul" : "ol", { class: "bk-list", start: first.number > 1 ? first.number : null }, drawn);
}

function takeTable(lines, context) {
  const taken = count(lines, (line) => line.includes("|"));
  const [head, , ...rows] = lines.slice(0, taken).map((line) => line.trim().replace(/^\||\|$/g, "").split("|"));
  const cells = (row, name) => row.map((cell) => make(name, name === "th" ? { scope: "col" } : {}, drawInline(cell.trim(), context)));
  const body = rows.map((row) => make("tr", {}, cells(row, "td")));
  const table = make("table", { class: "bk-table" }, make("thead", {}, make("tr", {}, cells(head, "th"))), make("tbody", {}, body));
  return { node: make("div", { class: "bk-scroll", role: "group", tabindex: "0", "aria-label": "Table" }, table), taken };
}

function drawInline(text, context) {
  const nodes = [];
  let position = 0;
  for (const match of text.matchAll(INLINE)) {
    const node = drawMatch(match.groups, context);
    if (node === null) continue;
    nodes.push(text.slice(position, match.index), node);
    position = match.index + match[0].length;
  }
  return gather(nodes, text.slice(position));
}

function drawMatch({ code, label, url, bold, strike, italic, emoji, bare, escaped }, context) {
  if (code !== undefined) return make("code", { class: "bk-code" }, code);
  if (url !== undefined) return drawLink(url, context, label || url);
  if (bare !== undefined) return drawLink(bare, context);
  if (emoji !== undefined) return drawEmoji(emoji);
  if (escaped !== undefined) return escaped;
  const [tag, inner] = bold !== undefined ? ["b", bold] : strike !== undefined ? ["s", strike] : ["i", italic];
  return make(tag, {}, drawInline(inner, context));
}
