/** The bar of buttons on the message under the pointer or the focus, and the menu behind its last one. */

import { make } from "../blockkit/dom.js";
import { findEmoji } from "../blockkit/text/emoji.js";
import { openEmojiPicker } from "./emoji-picker.js";
import { openMenu } from "./floating.js";
import { drawIcon } from "./icons.js";
import { beginEdit, confirmDelete } from "./message-changes.js";
import { toast, trying } from "./notices.js";
import { readRoute, writeRoute } from "./route.js";
import { runMessageShortcut } from "./shortcuts.js";
import { doing, known, me } from "./store.js";

const QUICK = ["white_check_mark", "eyes"];

export class MessageToolbar {
  /** Put a bar on the messages of a list; `place` as for `drawItem`. */
  constructor(list, place) {
    this.place = place;
    this.bar = null;
    list.addEventListener("pointerover", (event) => this.#follow(list, event));
    list.addEventListener("focusin", (event) => this.#follow(list, event));
    list.addEventListener("pointerleave", () => this.#leave());
    this.list = list;
  }

  #follow(list, event) {
    const item = event.target.closest(".message");
    if (item === null || this.bar?.parentElement === item) return;
    if (this.bar?.querySelector('[aria-expanded="true"]')) return;
    this.#leave();
    const message = find(item.dataset.ts, list);
    if (message === undefined || message.is_ephemeral || message.subtype === "tombstone") return;
    this.bar = make("div", { class: "toolbar", role: "group", "aria-label": "Message actions" }, ...this.#buttons(message, item));
    item.append(this.bar);
  }

  #leave() {
    if (this.bar?.querySelector('[aria-expanded="true"]') || this.bar?.contains(document.activeElement)) return;
    this.bar?.remove();
    this.bar = null;
  }

  #buttons(message, item) {
    const react = (name) => trying(() => doing("react", { channel: message.channel, ts: message.ts, name }));
    const quick = QUICK.map((name) => button(`React with ${name.replaceAll("_", " ")}`, findEmoji(name), () => react(name)));
    const pick = button("Add a reaction", drawIcon("smile"), () => openEmojiPicker(pick, react));
    const reply = button("Reply in thread", drawIcon("reply"), () => this.place.openThread(message.thread_ts ?? message.ts));
    const more = button("More actions", drawIcon("more"), () => openMenu(more, "Message", entriesFor(message, item)));
    for (const each of [pick, more]) each.setAttribute("aria-expanded", "false");
    more.setAttribute("aria-haspopup", "menu");
    return this.place.inThread ? [...quick, pick, more] : [...quick, pick, reply, more];
  }
}

function entriesFor(message, item) {
  const isOwn = message.user === known.company.me;
  const shortcuts = known.company.app.shortcuts?.filter(({ type }) => type === "message") ?? [];
  const entries = [{ words: "Copy link", icon: "copy", run: () => copyLink(message) }];
  entries.push(...shortcuts.map((each) => ({ words: each.name, hint: known.company.app.name, icon: "bolt", run: () => runMessageShortcut(each, message) })));
  if (isOwn) entries.push(null, { words: "Edit message", icon: "edit", run: () => beginEdit(message, item) });
  if (isOwn || me().role === "admin") entries.push({ words: "Delete message", icon: "trash", isDanger: true, run: () => confirmDelete(message) });
  return entries;
}

async function copyLink(message) {
  const { as } = readRoute();
  const thread = message.thread_ts && message.thread_ts !== message.ts ? message.thread_ts : null;
  const channel = known.company.channels[message.channel];
  const route = writeRoute({ as, channel: channel.kind === "im" ? channel.id : channel.name, thread, message: message.ts });
  await trying(() => navigator.clipboard.writeText(`${location.origin}/${route}`));
  toast("The link is copied.");
}

function find(ts, list) {
  const stores = [...known.conversations.values(), ...known.threads.values()];
  return list.isConnected ? stores.map((each) => each.get(ts)).find(Boolean) : undefined;
}

function button(label, content, run) {
  return make("button", { type: "button", class: "icon-button", "aria-label": label, title: label, on: { click: run } }, content);
}
