/** The words at the start of each conversation, which say what to try there. */

import { make } from "../blockkit/dom.js";
import { conversationName, isWithApp } from "./faces.js";
import { drawIcon } from "./icons.js";
import { known, me } from "./store.js";

const EXAMPLE = "My laptop does not wake up since this morning. Is it the battery?";

/**
 * Draw the start of a conversation.
 * @param {object} channel
 * @param {function(string): void} suggest puts words into the composer
 */
export function drawIntro(channel, suggest) {
  const [title, words, example] = wordsFor(channel);
  const offer = example ? make("button", { type: "button", class: "button", on: { click: () => suggest(example) } }, drawIcon("edit"), "Write an example") : null;
  return make("div", { class: "intro-box" }, make("h3", {}, title), make("p", {}, ...words), offer);
}

function wordsFor(channel) {
  const { app } = known.company;
  if (isWithApp(channel)) return [`You and ${app.name}`, [`${app.name} writes here what is for ${me().real_name} alone. `, commandHint()], null];
  if (channel.kind === "im" || channel.kind === "mpim") return [conversationName(channel), ["This is the beginning of your conversation."], null];
  const name = `#${channel.name}`;
  if (!channel.has_app) return [`Welcome to ${name}`, [`${app.name} is not in this channel and hears nothing of it. Invite it with the list of members above.`], null];
  if (channel.kind === "group") {
    return [`Welcome to ${name}`, [`A private channel with ${app.name} in it: where a team works. When somebody asks in a public channel, look here as one of its members.`], null];
  }
  return [`Welcome to ${name}`, [`Post a question here as ${me().real_name}, then act as an agent (top left) to see what ${app.name} made of it. `, commandHint()], EXAMPLE];
}

function commandHint() {
  const [first] = known.company.app.commands;
  return first ? `Type ${first.command} to see what else there is.` : "";
}
