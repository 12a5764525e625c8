/** Pie charts. */

import { draw } from "../dom.js";
import { colorClass } from "./chart.js";

const HEIGHT = 200;
const RADIUS = 88;

/**
 * Draw a pie.
 * @param {{segments: {label: string, value: number}[]}} chart
 * @param {number} width in pixels
 * @param {object} context the page: locale
 */
export function drawPie(chart, width, context) {
  const total = totalOf(chart);
  const shares = sharesOf(chart, context);
  let turned = 0;
  const slices = chart.segments.map(({ value }, index) => {
    const start = turned;
    turned += value / total;
    return drawSlice(start, turned, colorClass(index), shares[index]);
  });
  const middle = draw("g", { transform: `translate(${width / 2} ${HEIGHT / 2})` }, slices);
  return draw("svg", { viewBox: `0 0 ${width} ${HEIGHT}`, width, height: HEIGHT, "aria-hidden": "true" }, middle);
}

/** Return each slice's name with its share of the whole. */
export function sharesOf(chart, { locale }) {
  const percent = new Intl.NumberFormat(locale, { style: "percent" });
  return chart.segments.map(({ label, value }) => `${label} · ${percent.format(value / totalOf(chart))}`);
}

function totalOf({ segments }) {
  return segments.reduce((sum, { value }) => sum + value, 0) || 1;
}

function drawSlice(start, end, color, words) {
  const title = draw("title", {}, words);
  if (end - start >= 0.9999) return draw("circle", { class: `bk-slice ${color}`, r: RADIUS }, title);
  const [from, to] = [point(start), point(end)];
  const large = end - start > 0.5 ? 1 : 0;
  return draw("path", { class: `bk-slice ${color}`, d: `M0 0L${from}A${RADIUS} ${RADIUS} 0 ${large} 1 ${to}Z` }, title);
}

/** The point of the rim at a part of the turn, which begins at the top. */
function point(turn) {
  const angle = 2 * Math.PI * turn - Math.PI / 2;
  return `${(RADIUS * Math.cos(angle)).toFixed(2)} ${(RADIUS * Math.sin(angle)).toFixed(2)}`;
}
