/** Reading an edited piece of the document back as a `rich_text` block. */

const STYLES = { B: "bold", STRONG: "bold", I: "italic", EM: "italic", S: "strike", STRIKE: "strike", DEL: "strike", CODE: "code", U: "underline" };
const LINES = new Set(["DIV", "P", "H1", "H2", "H3"]);
const QUOTES = { BLOCKQUOTE: "rich_text_quote", PRE: "rich_text_preformatted" };

/**
 * Read formatted text.
 * @param {HTMLElement} area what was edited
 * @returns {object|null} a `rich_text` block, null if there are no words
 */
export function readRichText(area) {
  if (!area.textContent.trim()) return null;
  const parts = [];
  let line = [];
  const flush = () => {
    const words = merged(line);
    if (words.length) parts.push({ type: "rich_text_section", elements: words });
    line = [];
  };
  for (const node of unfolded(area)) {
    if (node.tagName === "UL" || node.tagName === "OL") {
      flush();
      parts.push(...readList(node, 0));
    } else if (node.tagName in QUOTES) {
      flush();
      parts.push({ type: QUOTES[node.tagName], elements: merged(readWords(node, {})) });
    } else if (LINES.has(node.tagName)) {
      if (line.length) line.push(text("\n", {}));
      line.push(...readWords(node, {}), text("\n", {}));
    } else line.push(...readWords(node, {}));
  }
  flush();
  return { type: "rich_text", elements: parts };
}

/** A list or a quote inside of a line's element counts as if it stood beside it. */
function unfolded(area) {
  return [...area.childNodes].flatMap((node) =>
    LINES.has(node.tagName) && node.querySelector("ul, ol, blockquote, pre") ? unfolded(node) : [node],
  );
}

function readList(list, indent) {
  const style = list.tagName === "OL" ? "ordered" : "bullet";
  const parts = [];
  let items = [];
  const flush = () => {
    if (items.length) parts.push({ type: "rich_text_list", style, indent, elements: items });
    items = [];
  };
  for (const item of list.children) {
    const inner = item.tagName === "LI" ? [...item.children].filter(isList) : [item].filter(isList);
    const words = merged([...item.childNodes].filter((node) => !isList(node)).flatMap((node) => readWords(node, {})));
    if (item.tagName === "LI" && words.length) items.push({ type: "rich_text_section", elements: words });
    if (inner.length) {
      flush();
      parts.push(...inner.flatMap((each) => readList(each, Math.min(indent + 1, 8))));
    }
  }
  flush();
  return parts;
}

function isList(node) {
  return node.tagName === "UL" || node.tagName === "OL";
}

function readWords(node, style) {
  if (node.nodeType === Node.TEXT_NODE) return [text(node.data.replace(/\u00A0/g, " "), style)];
  if (node.tagName === "BR") return [text("\n", {})];
  if (node.tagName === "A") return [withStyle({ type: "link", url: node.getAttribute("href"), text: node.textContent }, style)];
  const inner = node.tagName in STYLES ? { ...style, [STYLES[node.tagName]]: true } : style;
  return [...node.childNodes].flatMap((child) => readWords(child, inner));
}

function text(words, style) {
  return withStyle({ type: "text", text: words }, style);
}

function withStyle(element, style) {
  return Object.keys(style).length ? { ...element, style } : element;
}

/** Join neighbours of one style, and leave out empty words and the line breaks at both ends. */
function merged(words) {
  const joined = [];
  for (const word of words) {
    const last = joined.at(-1);
    const isAlike = last?.type === "text" && word.type === "text" && JSON.stringify(last.style) === JSON.stringify(word.style);
    if (isAlike) last.text += word.text;
    else joined.push({ ...word });
  }
  if (joined[0]?.type === "text") joined[0].text = joined[0].text.replace(/^\n+/, "");
  if (joined.at(-1)?.type === "text") joined.at(-1).text = joined.at(-1).text.replace(/\n+$/, "");
  return joined.filter((word) => word.type !== "text" || word.text !== "");
}
