/** Who is in a channel, and inviting and removing them. */

import { make } from "../blockkit/dom.js";
import { drawPersonFace, roleOf } from "./faces.js";
import { closePanel, openPanel } from "./floating.js";
import { drawIcon } from "./icons.js";
import { trying } from "./notices.js";
import { doing, known, me, refreshCompany } from "./store.js";

/** Open the list of a channel's members beside a button. */
export function openMembers(anchor, channel) {
  const inside = channel.members.map((id) => known.company.people[id]).filter(Boolean);
  const outside = Object.values(known.company.people).filter(({ id, is_gone: isGone }) => !isGone && !channel.members.includes(id) && id !== "USLACKBOT");
  const panel = make(
    "div",
    { class: "members", role: "dialog", "aria-label": `Members of #${channel.name}` },
    make("h3", {}, "In this channel"),
    make("ul", {}, ...inside.map((person) => drawMember(person, "close", `Remove ${person.real_name}`, () => change("kick", channel, person)))),
    outside.length ? make("h3", {}, "Invite") : null,
    make("ul", {}, ...byApp(outside).map((person) => drawMember(person, "plus", `Invite ${person.real_name}`, () => change("invite", channel, person)))),
    drawKind(channel),
  );
  panel.tabIndex = -1;
  openPanel(anchor, panel);
  panel.focus();
}

/** The app first: it is who is invited most. */
function byApp(people) {
  const { bot_user_id: bot } = known.company.app;
  return [...people.filter(({ id }) => id === bot), ...people.filter(({ id }) => id !== bot)];
}

/** Draw what an admin may do with the channel itself: make it private, or public. */
function drawKind(channel) {
  if (me().role !== "admin") return null;
  const isPrivate = channel.kind === "group";
  const run = async () => {
    closePanel();
    await trying(() => doing("set_private", { channel: channel.id, is_private: !isPrivate }));
    await trying(refreshCompany);
  };
  return make("button", { type: "button", class: "button members-kind", on: { click: run } }, drawIcon(isPrivate ? "hash" : "lock"), isPrivate ? "Make public" : "Make private");
}

function drawMember(person, icon, label, run) {
  const isMe = person.id === known.company.me;
  const words = make("span", { class: "menu-words" }, make("span", {}, person.real_name), make("span", { class: "menu-hint" }, roleOf(person)));
  const button = make("button", { type: "button", class: "icon-button", "aria-label": isMe ? "Leave" : label, title: isMe ? "Leave" : label, on: { click: run } }, drawIcon(icon));
  return make("li", { class: "member" }, drawPersonFace(person.id), words, button);
}

async function change(verb, channel, person) {
  closePanel();
  const isMe = person.id === known.company.me;
  await trying(async () => {
    await doing(isMe ? "leave" : verb, { channel: channel.id, who: person.id });
    await refreshCompany();
  });
}
