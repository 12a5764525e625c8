/** Charts: a picture for the eye, and the same numbers as a table for everybody else. */

import { make, uniqueId } from "../dom.js";
import { drawPie, sharesOf } from "./pie.js";
import { drawPlot } from "./plot.js";
import { scrolling } from "./table.js";

const WIDTH = 480;

/** Draw a `data_visualization` block. */
export function drawChart(block, { context }) {
  const { title, chart } = block;
  const id = uniqueId("chart");
  const picture = chart.type === "pie" ? drawPie : drawPlot;
  const stage = make("div", { class: "bk-stage", role: "img", "aria-labelledby": id });
  drawToWidth(stage, (width) => picture(chart, width, context));
  const numbers = make("details", { class: "bk-numbers" }, make("summary", {}, "Show the numbers"), drawNumbers(title, chart, context));
  const caption = make("figcaption", { id, class: "bk-chart-title" }, title);
  return make("figure", { class: "bk-chart" }, caption, stage, drawLegend(chart, context), numbers);
}

/** Return the class that gives a series or segment its colour. */
export function colorClass(index) {
  return `bk-series-${(index % 12) + 1}`;
}

/** Draw again whenever the width changes, so that words keep their size on a phone. */
function drawToWidth(stage, picture) {
  let drawn = WIDTH;
  stage.append(picture(WIDTH));
  new ResizeObserver(([entry]) => {
    const width = Math.round(entry.contentRect.width);
    if (width < 1 || width === drawn) return;
    drawn = width;
    requestAnimationFrame(() => stage.replaceChildren(picture(width)));
  }).observe(stage);
}

/** Name the colours; one series alone needs no name, but a slice is named with its share. */
function drawLegend(chart, context) {
  const isPie = chart.type === "pie";
  if (!isPie && chart.series.length < 2) return null;
  const names = isPie ? sharesOf(chart, context) : chart.series.map(({ name }) => name);
  const keys = names.map((name, index) => make("li", {}, make("span", { class: `bk-key ${colorClass(index)}`, "aria-hidden": "true" }), name));
  return make("ul", { class: "bk-legend", "aria-hidden": "true" }, keys);
}

function drawNumbers(title, chart, context) {
  const { heads, rows } = numbersOf(chart, new Intl.NumberFormat(context.locale));
  const head = make("tr", {}, heads.map((name) => (name ? make("th", { scope: "col" }, name) : make("td"))));
  const cells = (values) => values.map((value) => make("td", { class: "bk-align-right" }, value));
  const body = rows.map(([name, ...values]) => make("tr", {}, make("th", { scope: "row" }, name), cells(values)));
  const table = make("table", { class: "bk-table" }, make("thead", {}, head), make("tbody", {}, body));
  return scrolling(table, `Numbers of: ${title}`);
}

function numbersOf(chart, format) {
  if (chart.type === "pie") {
    return { heads: ["", "Value"], rows: chart.segments.map(({ label, value }) => [label, format.format(value)]) };
  }
  const valueOf = (series, category) => format.format(series.data.find(({ label }) => label === category)?.value ?? 0);
  const rows = chart.axis_config.categories.map((category) => [category, ...chart.series.map((series) => valueOf(series, category))]);
  return { heads: [chart.axis_config.x_label ?? "", ...chart.series.map(({ name }) => name)], rows };
}
