/** The left side: who one acts as, and the conversations that person has. */

import { make } from "../blockkit/dom.js";
import { drawScenesEntry } from "../scenes/scenes.js";
import { drawFilter, drawSome, narrowed } from "./channel-filter.js";
import { conversationName, drawPersonFace, isWithApp, roleOf } from "./faces.js";
import { openMenu } from "./floating.js";
import { drawIcon } from "./icons.js";
import { trying } from "./notices.js";
import { go, readRoute } from "./route.js";
import { listShortcuts, runGlobalShortcut } from "./shortcuts.js";
import { doing, known, me, refreshCompany } from "./store.js";

/** Draw the sidebar anew, the focus kept. */
export function drawSidebar(node) {
  const focused = document.activeElement?.closest("#sidebar [data-key]")?.dataset.key;
  const scrolled = node.querySelector(".sidebar-scroll")?.scrollTop ?? 0;
  node.replaceChildren(drawTop(() => drawSidebar(node)), drawLists());
  node.querySelector(".sidebar-scroll").scrollTop = scrolled;
  if (focused) node.querySelector(`[data-key="${CSS.escape(focused)}"]`)?.focus();
}

/** Return how many mentions a person of this browser has not seen, for the page's title. */
export function countMentions() {
  return Object.values(known.company.channels).reduce((sum, { mentions }) => sum + mentions, 0);
}

function drawTop(redraw) {
  const theme = make(
    "button",
    { type: "button", class: "icon-button", "data-key": "theme", "aria-label": "Switch between light and dark", title: "Light or dark", on: { click: () => globalThis.switchTheme() } },
    drawIcon("moon"),
  );
  return make(
    "header",
    { class: "sidebar-top" },
    make("div", { class: "team" }, make("p", { class: "team-name" }, known.company.team.name), make("span", { class: "tag" }, "Sandbox"), theme),
    drawSwitcher(),
    drawShortcutEntry(),
    drawScenesEntry(),
    drawFilter(Object.keys(known.company.channels).length, redraw),
  );
}

function drawSwitcher() {
  const person = me();
  const button = make(
    "button",
    { type: "button", class: "switcher", "data-key": "switcher", "aria-haspopup": "menu", "aria-expanded": "false", on: { click: () => openSwitcher(button) } },
    drawPersonFace(person.id),
    make("span", { class: "switcher-words" }, make("span", { class: "spoken" }, "Acting as "), make("b", {}, person.real_name), make("span", {}, roleOf(person))),
    drawIcon("chevron"),
  );
  return button;
}

function openSwitcher(button) {
  const people = Object.values(known.company.people).filter((each) => !each.is_bot && !each.is_gone);
  const here = readRoute();
  const entries = people.map((person) => ({
    words: person.real_name,
    hint: roleOf(person),
    face: drawPersonFace(person.id),
    isChosen: person.id === known.company.me,
    run: () => go({ as: person.name, channel: here.channel, isHome: here.isHome }),
  }));
  openMenu(button, "Act as", entries);
}

function drawShortcutEntry() {
  const shortcuts = listShortcuts("global");
  if (shortcuts.length === 0) return null;
  const entries = shortcuts.map((each) => ({ words: each.name, hint: each.description, icon: "bolt", run: () => runGlobalShortcut(each) }));
  const button = make(
    "button",
    { type: "button", class: "nav-item", "data-key": "shortcuts", "aria-haspopup": "menu", "aria-expanded": "false", on: { click: () => openMenu(button, "Shortcuts", entries) } },
    drawIcon("bolt"),
    "Shortcuts",
  );
  return button;
}

function drawLists() {
  const all = Object.values(known.company.channels).filter((each) => !each.is_archived);
  const channels = narrowed(all, (each) => (isWithApp(each) ? "" : conversationName(each)));
  const joined = channels.filter((each) => each.is_member);
  const rooms = joined.filter(({ kind }) => kind === "channel" || kind === "group");
  const directs = joined.filter((each) => (each.kind === "im" || each.kind === "mpim") && !isWithApp(each));
  const others = channels.filter((each) => !each.is_member);
  return make(
    "div",
    { class: "sidebar-scroll" },
    drawList("Channels", drawSome("channels", rooms, drawChannel, isOpen), drawNewChannel()),
    others.length ? drawList("Channels to join", drawSome("channels to join", others, drawJoinable, isOpen)) : null,
    directs.length ? drawList("Direct messages", drawSome("direct messages", directs, drawChannel, isOpen)) : null,
    drawList("Apps", [drawApp(all.find((each) => each.is_member && isWithApp(each)))]),
  );
}

function drawList(words, items, extra = null) {
  const id = `list-${words.replaceAll(" ", "-").toLowerCase()}`;
  return make("section", { "aria-labelledby": id }, make("div", { class: "list-head" }, make("h2", { id }, words), extra), make("ul", {}, ...items));
}

function drawChannel(channel) {
  const sign = channel.kind === "channel" || channel.kind === "group" ? drawIcon(channel.kind === "group" ? "lock" : "hash") : drawPersonFace(other(channel));
  return drawEntry(channel, sign, conversationName(channel), { channel: nameInAddress(channel) });
}

function drawApp(channel) {
  const { bot_user_id: bot, has_home_tab: hasHome, name } = known.company.app;
  const where = hasHome ? { isHome: true } : { channel: channel?.id };
  return drawEntry(channel ?? { id: "app", unread: 0, mentions: 0 }, drawPersonFace(bot), name, where);
}

function drawEntry({ id, unread, mentions }, sign, words, where) {
  const route = readRoute();
  const isHere = where.isHome ? route.isHome || route.channel === id : route.channel === where.channel || route.channel === id;
  const kinds = ["nav-item", isHere && "nav-here", unread > 0 && "nav-unread"].filter(Boolean).join(" ");
  const badge = mentions > 0 ? make("span", { class: "badge" }, String(mentions), make("span", { class: "spoken" }, " for you")) : null;
  const mark = unread > 0 && mentions === 0 ? make("span", { class: "spoken" }, `${unread} unread`) : null;
  return make(
    "li",
    {},
    make(
      "button",
      { type: "button", class: kinds, "data-key": id, "aria-current": isHere ? "page" : null, on: { click: () => enter({ as: me().name, ...where }) } },
      sign,
      make("span", { class: "nav-words" }, words),
      mark,
      badge,
    ),
  );
}

function enter(route) {
  document.getElementById("shell").dataset.pane = "conversation";
  go(route);
}

function drawJoinable(channel) {
  const join = async () => {
    if ((await trying(() => doing("join", { channel: channel.id }))) === undefined) return;
    await trying(refreshCompany);
    enter({ as: me().name, channel: channel.name });
  };
  const label = `Join #${channel.name}`;
  return make("li", {}, make("button", { type: "button", class: "nav-item nav-join", "data-key": channel.id, "aria-label": label, on: { click: join } }, drawIcon("plus"), make("span", { class: "nav-words" }, channel.name)));
}

function drawNewChannel() {
  const { role } = me();
  if (role === "guest" || role === "outsider") return null;
  const open = () => import("./new-channel.js").then(({ askForChannel }) => askForChannel());
  return make("button", { type: "button", class: "icon-button", "data-key": "new-channel", "aria-label": "Make a channel", title: "Make a channel", on: { click: open } }, drawIcon("plus"));
}

function isOpen(channel) {
  const route = readRoute();
  return route.channel === channel.id || route.channel === channel.name;
}

const other = (channel) => channel.members.find((id) => id !== known.company.me) ?? known.company.me;
const nameInAddress = (channel) => (channel.kind === "channel" || channel.kind === "group" ? channel.name : channel.id);
