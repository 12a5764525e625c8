/** Long lists of channels: a field that narrows them, and only so many at once. */

import { make } from "../blockkit/dom.js";

const MANY = 25;
const MOST_AT_ONCE = 100;
const shown = new Map();
let words = "";
let redraw = () => {};
let field = null;

/**
 * Return the field that narrows the lists, the same one each time; null where there are few channels.
 * @param {number} count how many channels there are
 * @param {function} changed draws the lists anew
 */
export function drawFilter(count, changed) {
  redraw = changed;
  if (count <= MANY) {
    words = "";
    return null;
  }
  field ??= make("input", {
    type: "search", class: "channel-filter", "data-key": "filter", placeholder: "Find a channel", "aria-label": "Find a channel", autocomplete: "off",
    on: { input: () => narrow(field.value), keydown: leaveOnEscape },
  });
  return field;
}

/** Return the channels whose names have the words that were typed. */
export function narrowed(channels, nameOf) {
  return words === "" ? channels : channels.filter((channel) => nameOf(channel).toLowerCase().includes(words));
}

/**
 * Draw the first channels of a list, the one that is open among them, and a button for more of them.
 * @param {string} list its heading
 * @param {object[]} channels
 * @param {function(object): HTMLElement} draw
 * @param {function(object): boolean} isOpen
 */
export function drawSome(list, channels, draw, isOpen) {
  const most = shown.get(list) ?? MOST_AT_ONCE;
  const some = channels.filter((channel, place) => place < most || isOpen(channel));
  const items = some.map(draw);
  if (some.length === channels.length) return items;
  const more = () => (shown.set(list, most + MOST_AT_ONCE), redraw());
  const rest = channels.length - some.length;
  const label = `Show more of ${list}: ${rest} left`;
  const button = make("button", { type: "button", class: "nav-item nav-more", "data-key": `more-${list}`, "aria-label": label, on: { click: more } }, `${rest} more…`);
  return [...items, make("li", {}, button)];
}

function narrow(typed) {
  words = typed.trim().toLowerCase().replace(/^#/, "");
  redraw();
}

function leaveOnEscape(event) {
  if (event.key !== "Escape" || field.value === "") return;
  event.preventDefault();
  field.value = "";
  narrow("");
}
