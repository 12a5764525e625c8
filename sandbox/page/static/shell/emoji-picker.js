/** A small panel to choose an emoji from, by name or by eye. */

import { make } from "../blockkit/dom.js";
import { findEmoji, listEmoji } from "../blockkit/text/emoji.js";
import { closePanel, openPanel } from "./floating.js";

const MOST = 120;

/** Open the picker beside a button and call `choose(name)` once. */
export function openEmojiPicker(anchor, choose) {
  const grid = make("div", { class: "emoji-grid", role: "group", "aria-label": "Emoji" });
  const pick = (name) => {
    closePanel();
    anchor.focus();
    choose(name);
  };
  const show = (words) => {
    const names = withoutTwins(listEmoji(words.trim().toLowerCase().replaceAll(" ", "_"), MOST));
    grid.replaceChildren(...names.map((name) => drawChoice(name, pick)));
    if (names.length === 0) grid.append(make("p", { class: "hint" }, "No emoji of that name."));
  };
  const field = make("input", { type: "search", class: "field", placeholder: "Search emoji", "aria-label": "Search emoji" });
  field.addEventListener("input", () => show(field.value));
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter") (event.preventDefault(), grid.querySelector("button")?.click());
  });
  const panel = make("div", { class: "emoji-panel", role: "dialog", "aria-label": "Choose an emoji" }, field, grid);
  show("");
  openPanel(anchor, panel);
  field.focus();
}

/** Keep one name of each emoji: several have two. */
function withoutTwins(names) {
  return [...new Map(names.toReversed().map((name) => [findEmoji(name), name])).values()].toReversed();
}

function drawChoice(name, pick) {
  const words = name.replaceAll("_", " ");
  return make("button", { type: "button", "aria-label": words, title: `:${name}:`, on: { click: () => pick(name) } }, findEmoji(name));
}
