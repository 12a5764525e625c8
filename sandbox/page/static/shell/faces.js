/** Faces and names of people: initials on a colour of their own, so that nothing is fetched from anywhere. */

import { make } from "../blockkit/dom.js";
import { known } from "./store.js";

const HUES = 8;
const ROLES = { admin: "Admin", agent: "Agent", app: "App", guest: "Guest", member: "Member", outsider: "Other company" };

/** Draw the face of somebody with this id and name. */
export function drawFace(id, name, { isApp = false } = {}) {
  const kind = isApp ? "face face-app" : "face";
  return make("span", { class: kind, "data-hue": hueOf(id), "aria-hidden": "true" }, initials(name));
}

/** Draw a person's face. */
export function drawPersonFace(id) {
  const person = known.company.people[id];
  return drawFace(id, person?.real_name ?? "?", { isApp: person?.is_bot });
}

/** Return who wrote a message: `{id, name, isApp}`. */
export function authorOf(message) {
  const person = known.company.people[message.user];
  const isApp = Boolean(message.bot_id) || Boolean(person?.is_bot);
  return { id: message.username ?? message.user ?? message.bot_id, name: message.username ?? person?.real_name ?? known.company.app.name, isApp };
}

/** Return what a person is in the company, in a word or two. */
export function roleOf(person) {
  return person.title && person.role === "member" ? person.title : ROLES[person.role];
}

/** Return the name of a conversation as its header shows it. */
export function conversationName(channel) {
  if (channel.kind === "im" || channel.kind === "mpim") {
    const others = channel.members.filter((id) => id !== known.company.me);
    return others.map((id) => known.company.people[id]?.real_name ?? id).join(", ") || "You";
  }
  return channel.name;
}

/** Whether a conversation is the one with the app. */
export function isWithApp(channel) {
  return channel.kind === "im" && channel.members.includes(known.company.app.bot_user_id);
}

function initials(name) {
  const words = name.replace(/[^\p{L}\p{N} ]/gu, "").split(" ").filter(Boolean);
  return [words[0], words.length > 1 ? words.at(-1) : ""].map((word) => (word ?? "").slice(0, 1)).join("").toUpperCase();
}

function hueOf(id) {
  let sum = 0;
  for (const letter of String(id)) sum = (sum * 31 + letter.codePointAt(0)) % 9973;
  return sum % HUES;
}
