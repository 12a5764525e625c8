/** Emoji by the names that Slack gives them. */

import { make } from "../dom.js";
import { EMOJI } from "./emoji_names.js";

const TONES = ["\u{1F3FB}", "\u{1F3FC}", "\u{1F3FD}", "\u{1F3FE}", "\u{1F3FF}"];
const PICTURE = "\uFE0F";

/**
 * Draw an emoji.
 * @param {string} name without colons
 * @param {number|string} [tone] 2 to 6, from light to dark
 * @param {string} [unicode] code points in hexadecimal, joined with hyphens, as rich text has them
 * @returns {HTMLElement|null} null for a name that is not known
 */
export function drawEmoji(name, tone, unicode) {
  const character = unicode ? fromCodePoints(unicode) : findEmoji(name);
  if (character === undefined) return null;
  const toned = tone ? character.replace(PICTURE, "") + TONES[Number(tone) - 2] : character;
  return make("span", { class: "bk-emoji", role: "img", "aria-label": name.replace(/_/g, " "), title: `:${name}:` }, toned);
}

/** Return the character that an emoji's name stands for, undefined for one not known. */
export function findEmoji(name) {
  return EMOJI.get(name);
}

/** Return the names that begin with `start`, then those that contain it, in the order of the list. */
export function listEmoji(start, most = 10) {
  const names = [...EMOJI.keys()];
  const first = names.filter((name) => name.startsWith(start));
  const later = names.filter((name) => !name.startsWith(start) && name.includes(start));
  return [...first, ...later].slice(0, most);
}

function fromCodePoints(unicode) {
  const points = unicode.split("-").map((point) => Number.parseInt(point, 16));
  return points.every((point) => point > 0 && point <= 0x10ffff) ? String.fromCodePoint(...points) : undefined;
}
