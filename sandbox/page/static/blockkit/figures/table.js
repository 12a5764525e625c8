/** Tables, and the cells that tables of both kinds are made of. */

import { make } from "../dom.js";
import { drawRichText } from "../text/rich_text.js";

/** Draw a table; its first row is its header. */
export function drawTable(block, { context }) {
  const settings = block.column_settings ?? [];
  const [first, ...rest] = block.rows;
  const cells = (row, isHeader) => row.map((cell, column) => drawCell(cell, context, { isHeader, ...settings[column] }));
  const head = make("thead", {}, make("tr", {}, cells(first, true)));
  const body = make("tbody", {}, rest.map((row) => make("tr", {}, cells(row, false))));
  return scrolling(make("table", { class: "bk-table" }, head, body), "Table");
}

/** Let a wide table scroll in a frame that the keyboard reaches too. */
export function scrolling(table, name) {
  return make("div", { class: "bk-scroll", role: "group", tabindex: "0", "aria-label": name }, table);
}

/**
 * Draw a cell.
 * @param {object} cell raw text, a number with the text that shows it, or rich text
 * @param {object} context the page
 * @param {object} settings `isHeader` of a column or row (`scope`), `align`, `is_wrapped`
 */
export function drawCell(cell, context, { isHeader = false, scope = "col", align, is_wrapped: isWrapped } = {}) {
  const words = cell.type === "rich_text" ? drawRichText(cell, context) : cell.text;
  const isHeading = isHeader && textOf(cell).trim() !== "";
  const attributes = { class: `bk-align-${align ?? (isNumber(cell) ? "right" : "left")}`, "data-wrapped": isWrapped };
  return make(isHeading ? "th" : "td", { ...attributes, scope: isHeading ? scope : null }, words);
}

/** Whether a cell holds a number. */
export function isNumber(cell) {
  return cell.type === "raw_number";
}

/** Return the words of a cell, by which its column is sorted. */
export function textOf(cell) {
  if (cell.type !== "rich_text") return cell.text;
  return cell.elements.flatMap((part) => part.elements ?? []).map((word) => word.text ?? word.name ?? "").join("");
}
