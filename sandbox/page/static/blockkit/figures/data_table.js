/** Data tables: long ones, that the reader sorts and pages. */

import { icon, make } from "../dom.js";
import { drawCell, isNumber, scrolling, textOf } from "./table.js";

const PAGE = 5;

/** Draw a data table. */
export function drawDataTable(block, { context }) {
  return new DataTable(block, context).node;
}

/** A data table: in which order its rows stand, and which of them are shown. */
class DataTable {
  #page = 0;
  #column = null;
  #direction = 1;

  constructor(block, context) {
    Object.assign(this, { block, context, header: block.rows[0], rows: block.rows.slice(1), size: block.page_size ?? PAGE });
    this.heads = this.header.map((cell, column) => this.#drawHead(cell, column));
    this.body = make("tbody");
    this.range = make("span", { class: "bk-note", role: "status" });
    this.before = this.#step("left", "Rows before", -1);
    this.after = this.#step("right", "Rows after", 1);
    const caption = make("caption", { class: "bk-caption" }, block.caption);
    const table = make("table", { class: "bk-table bk-data-table" }, caption, make("thead", {}, make("tr", {}, this.heads)), this.body);
    const pager = make("div", { class: "bk-pager" }, this.range, this.before, this.after);
    this.node = make("div", { class: "bk-data" }, scrolling(table, block.caption), this.rows.length > this.size ? pager : null);
    this.#show();
  }

  #drawHead(cell, column) {
    const align = this.rows.every((row) => isNumber(row[column])) ? "right" : "left";
    const button = make("button", { type: "button", class: "bk-sort", on: { click: () => this.#sort(column) } }, cell.text, icon("sort"));
    return make("th", { scope: "col", "aria-sort": "none", class: `bk-align-${align}` }, button);
  }

  #step(picture, name, direction) {
    const click = () => {
      if (this.#mayMove(direction)) this.#page += direction;
      this.#show();
    };
    return make("button", { type: "button", class: "bk-icon-button", "aria-label": name, on: { click } }, icon(picture));
  }

  #mayMove(direction) {
    const first = (this.#page + direction) * this.size;
    return first >= 0 && first < this.rows.length;
  }

  #sort(column) {
    this.#direction = this.#column === column ? -this.#direction : 1;
    this.#column = column;
    this.#page = 0;
    this.rows.sort((one, other) => this.#direction * compare(one[column], other[column], this.context.locale));
    const words = this.#direction > 0 ? "ascending" : "descending";
    this.heads.forEach((head, index) => head.setAttribute("aria-sort", index === column ? words : "none"));
    this.#show();
  }

  #show() {
    const first = this.#page * this.size;
    const shown = this.rows.slice(first, first + this.size);
    const heading = this.block.row_header_column_index;
    const drawRow = (row) => row.map((cell, column) => drawCell(cell, this.context, { isHeader: column === heading, scope: "row" }));
    this.body.replaceChildren(...shown.map((row) => make("tr", {}, drawRow(row))));
    this.range.textContent = `${first + 1}–${first + shown.length} of ${this.rows.length}`;
    this.before.setAttribute("aria-disabled", String(!this.#mayMove(-1)));
    this.after.setAttribute("aria-disabled", String(!this.#mayMove(1)));
  }
}

function compare(one, other, locale) {
  if (isNumber(one) && isNumber(other)) return one.value - other.value;
  return textOf(one).localeCompare(textOf(other), locale, { numeric: true });
}
