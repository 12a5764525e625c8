/** Making nodes. Words of people and apps only ever enter the document as text nodes and checked attributes. */

const SVG = "http://www.w3.org/2000/svg";
let made = 0;

/**
 * Make an HTML element.
 * @param {string} name its tag
 * @param {object} attributes `on` holds listeners; null, undefined and false are left out, true is an empty attribute
 * @param {...(Node|string|null|Array)} children nodes and words; null and undefined are left out
 * @returns {HTMLElement}
 */
export function make(name, attributes = {}, ...children) {
  return fill(document.createElement(name), attributes, children);
}

/** Make an SVG element; else as `make`. */
export function draw(name, attributes = {}, ...children) {
  return fill(document.createElementNS(SVG, name), attributes, children);
}

/** Gather nodes and words in a fragment. */
export function gather(...children) {
  const fragment = document.createDocumentFragment();
  fragment.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined));
  return fragment;
}

/** Return an id that no other node of the page has. */
export function uniqueId(prefix) {
  made += 1;
  return `bk-${prefix}-${made}`;
}

/** Draw one of the few icons, which are lines in the colour of the text around them. */
export function icon(name) {
  const path = draw("path", { d: ICONS[name] });
  return draw("svg", { class: "bk-icon", viewBox: "0 0 20 20", "aria-hidden": "true" }, path);
}

/** Words that only screen readers get. */
export function spoken(words) {
  return make("span", { class: "bk-spoken" }, words);
}

function fill(node, { on = {}, ...attributes }, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === true) node.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) node.setAttribute(name, String(value));
  }
  for (const [event, listener] of Object.entries(on)) node.addEventListener(event, listener);
  node.append(gather(children));
  return node;
}

const ICONS = {
  check: "M4 10.5l4 4 8-9",
  chevron: "M5.5 8l4.5 4.5L14.5 8",
  close: "M5.5 5.5l9 9m0-9l-9 9",
  dots: "M4.5 10h.01M10 10h.01M15.5 10h.01",
  file: "M5 2.75h6.5L15.25 6.5v10.75H5zM11.25 3v3.75h3.75",
  image: "M3 4h14v12H3zM3.5 14l4-4 3 3 2.5-2.5 3.5 3.5M12.5 7.5h.01",
  info: "M10 2.75a7.25 7.25 0 100 14.5 7.25 7.25 0 000-14.5zM10 9.25v4.25M10 6.5h.01",
  left: "M12 5.5L7.5 10l4.5 4.5",
  play: "M7.5 5.5v9l7-4.5z",
  right: "M8 5.5l4.5 4.5L8 14.5",
  sort: "M7 8l3-3.5L13 8M7 12l3 3.5 3-3.5",
  success: "M10 2.75a7.25 7.25 0 100 14.5 7.25 7.25 0 000-14.5zM6.75 10.25l2.25 2.25 4.25-4.75",
  thumbs_down: "M6 3.5h7.5l2.5 6v2h-5l.75 4-1.75 1L6 11zM6 3.5v7.5H3.5V3.5z",
  thumbs_up: "M6 16.5h7.5l2.5-6v-2h-5l.75-4-1.75-1L6 9zM6 16.5V9H3.5v7.5z",
  trash: "M4 5.5h12M8 5.5V3.75h4V5.5M5.5 5.5l.75 11h7.5l.75-11M8.5 8.5v5M11.5 8.5v5",
  warning: "M10 3.25l7.25 13H2.75zM10 8.25v3.75M10 14h.01",
};
