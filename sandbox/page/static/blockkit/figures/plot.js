/** Bar, line and area charts: series of numbers over categories. */

import { draw } from "../dom.js";
import { colorClass } from "./chart.js";

const HEIGHT = 240;
const TOP = 12;
const RIGHT = 12;
const DIGIT = 7.5;
const LETTER = 6.5;
const LINES = 4;

/**
 * Draw the plot of a chart.
 * @param {object} chart `type`, `series`, `axis_config`
 * @param {number} width in pixels
 * @param {object} context the page: locale
 */
export function drawPlot(chart, width, { locale }) {
  const frame = frameOf(chart, width, new Intl.NumberFormat(locale, { maximumFractionDigits: 2 }));
  const marks = { bar: drawBars, line: drawLines, area: drawLines }[chart.type](chart, frame);
  return draw(
    "svg",
    { viewBox: `0 0 ${width} ${frame.height}`, width, height: frame.height, "aria-hidden": "true" },
    drawGrid(frame),
    marks,
    drawCategories(frame),
    drawLabels(chart.axis_config, frame),
  );
}

/** Where things stand: the scale of the values, the place of each category. */
function frameOf({ series, axis_config: axis }, width, format) {
  const values = series.flatMap(({ data }) => data.map(({ value }) => value));
  const ticks = ticksOf(Math.min(0, ...values), Math.max(0, ...values));
  const [low, high] = [ticks[0], ticks.at(-1)];
  const labels = ticks.map((tick) => format.format(tick));
  const left = Math.max(...labels.map((label) => label.length)) * DIGIT + (axis.y_label ? 30 : 12);
  const bottom = HEIGHT - (axis.x_label ? 44 : 26);
  const band = (width - left - RIGHT) / axis.categories.length;
  return {
    format, ticks, labels, left, bottom, band, width, height: HEIGHT,
    categories: axis.categories,
    y: (value) => bottom - ((value - low) / (high - low)) * (bottom - TOP),
    middle: (index) => left + band * (index + 0.5),
  };
}

/** Round steps from below the lowest to above the highest value. */
function ticksOf(low, high) {
  const rough = (high - low || 1) / LINES;
  const size = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].find((factor) => factor * size >= rough) * size;
  const first = Math.floor(low / step);
  const last = Math.max(Math.ceil(high / step), first + 1);
  return Array.from({ length: last - first + 1 }, (_, index) => (first + index) * step);
}

function drawGrid({ ticks, labels, left, width, y }) {
  return ticks.map((tick, index) => [
    draw("line", { class: tick === 0 ? "bk-grid bk-zero" : "bk-grid", x1: left, x2: width - RIGHT, y1: y(tick), y2: y(tick) }),
    draw("text", { class: "bk-tick", x: left - 6, y: y(tick) + 4, "text-anchor": "end" }, labels[index]),
  ]);
}

/** Name the categories; where they would touch, only every second, third … */
function drawCategories({ categories, band, bottom, middle }) {
  const longest = Math.max(...categories.map((name) => name.length)) * LETTER + 8;
  const every = Math.max(1, Math.ceil(longest / band));
  const shown = categories.map((name, index) => ({ name, index })).filter(({ index }) => index % every === 0);
  return shown.map(({ name, index }) => draw("text", { class: "bk-tick", x: middle(index), y: bottom + 18, "text-anchor": "middle" }, name));
}

function drawLabels({ x_label: across, y_label: upward }, { left, width, bottom }) {
  const [x, y] = [left + (width - left) / 2, TOP + (bottom - TOP) / 2];
  const acrossText = draw("text", { class: "bk-tick", x, y: bottom + 38, "text-anchor": "middle" }, across);
  const upwardText = draw("text", { class: "bk-tick", transform: `translate(14 ${y}) rotate(-90)`, "text-anchor": "middle" }, upward);
  return [across ? acrossText : null, upward ? upwardText : null];
}

function drawBars({ series }, frame) {
  const wide = Math.min((frame.band * 0.72) / series.length, 48);
  return series.map((each, index) => {
    const offset = (index - series.length / 2) * wide;
    return pointsOf(each, frame).map(({ x, y, words }) => {
      const zero = frame.y(0);
      const box = { x: x + offset + 1, y: Math.min(y, zero), width: Math.max(wide - 2, 1), height: Math.max(Math.abs(zero - y), 1), rx: 2 };
      return draw("rect", { class: `bk-bar-mark ${colorClass(index)}`, ...box }, draw("title", {}, words));
    });
  });
}

function drawLines({ type, series }, frame) {
  return series.map((each, index) => {
    const points = pointsOf(each, frame);
    const path = points.map(({ x, y }, place) => `${place ? "L" : "M"}${x.toFixed(1)} ${y.toFixed(1)}`).join("");
    const floor = `L${points.at(-1).x.toFixed(1)} ${frame.y(0)}L${points[0].x.toFixed(1)} ${frame.y(0)}Z`;
    const color = colorClass(index);
    return [
      type === "area" ? draw("path", { class: `bk-area ${color}`, d: path + floor }) : null,
      draw("path", { class: `bk-line bk-dash-${index % 4} ${color}`, d: path }),
      points.map(({ x, y, words }) => draw("circle", { class: `bk-dot ${color}`, cx: x, cy: y, r: 3.5 }, draw("title", {}, words))),
    ];
  });
}

function pointsOf({ name, data }, { categories, middle, y, format }) {
  return categories.map((category, index) => {
    const { value } = data.find(({ label }) => label === category) ?? { value: 0 };
    return { x: middle(index), y: y(value), words: `${name}, ${category}: ${format.format(value)}` };
  });
}
