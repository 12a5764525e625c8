/** The middle of the page: a conversation, or the app's Home. */

import { make } from "../blockkit/dom.js";
import { markRead } from "./api.js";
import { Composer } from "./composer.js";
import { conversationName, isWithApp } from "./faces.js";
import { HomePane } from "./home.js";
import { drawIcon } from "./icons.js";
import { drawIntro } from "./intro.js";
import { MessageList } from "./message-list.js";
import { openMembers } from "./members.js";
import { trying } from "./notices.js";
import { go, readRoute } from "./route.js";
import { inBackground, known, me, openConversation } from "./store.js";

export class Conversation {
  /** @param {HTMLElement} node the page's main part */
  constructor(node) {
    this.node = node;
    this.header = make("header", { class: "pane-head" });
    this.list = new MessageList("Messages", { inThread: false, openThread: (root) => go({ ...here(), thread: root }) });
    this.composer = new Composer("composer");
    this.home = new HomePane();
    this.empty = make("div", { class: "empty", hidden: true });
    node.replaceChildren(this.header, this.list.scroller, this.empty, this.home.node, this.composer.node);
    this.list.scroller.addEventListener("scroll", () => this.markRead());
  }

  /** The conversation that is shown, or null. */
  get channel() {
    return this.id === undefined ? null : (known.company.channels[this.id] ?? null);
  }

  /** Show what the address says. */
  async show({ channel: reference, isHome, message }) {
    const channel = isHome ? directWithApp() : findChannel(reference);
    const isOther = this.id !== channel?.id || this.person !== known.company.me || this.isHome !== isHome;
    Object.assign(this, { id: channel?.id, person: known.company.me, isHome });
    this.drawHeader();
    this.#toggle();
    if (isOther) this.#enter();
    if (isHome) return this.home.open();
    if (!channel?.is_member) return undefined;
    this.list.scroller.ariaBusy = "true";
    try {
      await openConversation(channel.id);
    } finally {
      this.list.scroller.ariaBusy = null;
    }
    this.draw();
    if (message) this.list.reveal(message);
    return undefined;
  }

  /** Draw the messages. */
  draw() {
    const { channel } = this;
    const messages = known.conversations.get(this.id);
    if (channel === null || messages === undefined || this.isHome) return;
    if (this.newAfter === undefined) this.newAfter = channel.unread > 0 ? channel.last_read : null;
    const sorted = [...messages.values()].sort((one, other) => (one.ts < other.ts ? -1 : 1));
    const intro = drawIntro(channel, (words) => this.composer.suggest(words));
    this.list.show(sorted, { newAfter: this.newAfter, intro });
    this.markRead();
  }

  /** Draw the header: name, topic, members, tabs. */
  drawHeader() {
    const { channel } = this;
    this.header.replaceChildren(backButton("sidebar", "Show the channels"), ...this.#title(channel), make("span", { class: "grow" }), ...tools(channel));
  }

  /** Tell the sandbox that the newest message was seen, if it was. */
  markRead() {
    const { channel } = this;
    if (!channel?.is_member || this.isHome || !this.list.isFollowing || document.hidden) return;
    const newest = [...(known.conversations.get(this.id)?.keys() ?? [])].sort().at(-1);
    if (newest !== undefined && newest > channel.last_read && channel.unread > 0) inBackground(markRead(known.company.me, channel.id, newest));
  }

  #enter() {
    this.newAfter = undefined;
    this.list.forget();
    this.list.show([]);
    this.list.isFollowing = true;
    const { channel } = this;
    if (channel === null) return;
    const name = conversationName(channel);
    const sign = channel.kind === "channel" || channel.kind === "group" ? `#${name}` : name;
    this.composer.aim({ channel: channel.id, label: `Message ${sign}`, name, isDirect: channel.kind === "im" });
  }

  #toggle() {
    const { channel, isHome } = this;
    const isOpen = Boolean(channel?.is_member) && !isHome;
    this.list.scroller.hidden = !isOpen;
    this.composer.node.hidden = !isOpen || channel.is_archived;
    this.home.node.hidden = !isHome;
    this.empty.hidden = isOpen || isHome;
    this.empty.replaceChildren(make("h2", {}, "Nothing to see here"), make("p", {}, `${me().real_name} is not in this channel. Choose another at the left, or act as somebody who is.`));
  }

  #title(channel) {
    if (channel === null) return [make("h2", { class: "pane-title" }, "No such channel")];
    const isRoom = channel.kind === "channel" || channel.kind === "group";
    const sign = isRoom ? drawIcon(channel.kind === "group" ? "lock" : "hash") : null;
    const title = make("h2", { class: "pane-title" }, sign, this.isHome ? known.company.app.name : conversationName(channel));
    const shared = channel.is_shared ? make("span", { class: "tag" }, "Shared") : null;
    const topic = channel.topic ? make("p", { class: "pane-topic" }, channel.topic) : null;
    return [title, shared, topic, isWithApp(channel) && known.company.app.has_home_tab ? drawTabs(this.isHome, channel) : null].filter(Boolean);
  }
}

/** Return a button that on a phone shows another pane. */
export function backButton(pane, label) {
  const show = () => (document.getElementById("shell").dataset.pane = pane);
  return make("button", { type: "button", class: "icon-button only-narrow", "aria-label": label, on: { click: show } }, drawIcon("back"));
}

/** Return the conversation that a name or an id in the address means, or undefined. */
export function findChannel(reference) {
  const channels = Object.values(known.company.channels);
  return known.company.channels[reference] ?? channels.find(({ name, kind }) => name === reference && (kind === "channel" || kind === "group"));
}

function directWithApp() {
  return Object.values(known.company.channels).find(isWithApp);
}

function here() {
  const { as, channel, isHome } = readRoute();
  return { as, channel, isHome };
}

function drawTabs(isHome, channel) {
  const tab = (words, isOpen, where) =>
    make("button", { type: "button", class: "tab", "aria-current": isOpen ? "page" : null, on: { click: () => go({ as: me().name, ...where }) } }, words);
  return make("nav", { class: "tabs", "aria-label": "The app" }, tab("Home", isHome, { isHome: true }), tab("Messages", !isHome, { channel: channel.id }));
}

function tools(channel) {
  const bench = make(
    "button",
    { type: "button", class: "pill", id: "bench-toggle", "aria-label": "Wire and test bench", "aria-pressed": String(!document.getElementById("bench").hidden), on: { click: () => trying(toggleBench) } },
    drawIcon("wire"),
    make("span", {}, "Wire"),
  );
  if (channel === null || channel.kind === "im") return [bench];
  const count = channel.members.length;
  const label = `${count} members of #${channel.name}`;
  const people = make("button", { type: "button", class: "pill", "aria-label": label, "aria-expanded": "false", on: { click: () => openMembers(people, channel) } }, drawIcon("people"), String(count));
  return [people, bench];
}

async function toggleBench() {
  const { bench } = await import("./bench.js");
  bench.toggle();
}
