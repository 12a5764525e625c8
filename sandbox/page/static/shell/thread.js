/** The pane of one thread. */

import { make } from "../blockkit/dom.js";
import { markRead } from "./api.js";
import { Composer } from "./composer.js";
import { findChannel } from "./conversation.js";
import { conversationName } from "./faces.js";
import { drawIcon } from "./icons.js";
import { MessageList } from "./message-list.js";
import { toast } from "./notices.js";
import { go, readRoute } from "./route.js";
import { inBackground, known, openThread, threadKey } from "./store.js";

export class ThreadPane {
  /** @param {HTMLElement} node the page's side pane for threads */
  constructor(node) {
    this.node = node;
    this.list = new MessageList("Messages of the thread", { inThread: true, openThread: () => {} });
    this.composer = new Composer("thread-composer");
    this.where = make("p", { class: "pane-topic" });
    const close = make("button", { type: "button", class: "icon-button", "aria-label": "Close the thread", on: { click: () => this.close() } }, drawIcon("close"));
    const head = make("header", { class: "pane-head" }, make("h2", { class: "pane-title" }, "Thread"), this.where, make("span", { class: "grow" }), close);
    node.replaceChildren(head, this.list.scroller, this.composer.node);
    node.addEventListener("keydown", (event) => event.key === "Escape" && !event.defaultPrevented && this.close());
    this.list.scroller.addEventListener("scroll", () => this.markRead());
  }

  /** The key of the thread that is shown, or null. */
  get key() {
    return this.root ? threadKey(this.channel, this.root) : null;
  }

  /** Show the thread the address names, or hide. */
  async show({ channel: reference, thread, message }) {
    const channel = thread ? findChannel(reference) : undefined;
    this.node.hidden = !channel?.is_member;
    if (!channel?.is_member) {
      this.root = null;
      return;
    }
    const isOther = this.key !== threadKey(channel.id, thread) || this.person !== known.company.me;
    Object.assign(this, { channel: channel.id, root: thread, person: known.company.me });
    const name = conversationName(channel);
    this.where.textContent = channel.kind === "im" ? name : `#${name}`;
    this.composer.aim({ channel: channel.id, thread, label: "Reply…", name, isDirect: channel.kind === "im" });
    if (isOther) this.#enter();
    try {
      await openThread(channel.id, thread);
    } catch (error) {
      toast(error.message, { isFailure: true });
      return this.close();
    }
    this.draw();
    if (isOther && !message) this.composer.field.focus({ preventScroll: true });
    if (message) this.list.reveal(message);
  }

  /** Draw the thread's messages. */
  draw() {
    const messages = known.threads.get(this.key);
    if (!this.root || messages === undefined) return;
    const sorted = [...messages.values()].sort((one, other) => (one.ts < other.ts ? -1 : 1));
    this.list.show(sorted);
    this.markRead();
  }

  /** Go back to the conversation alone. */
  close() {
    const { root } = this;
    const { as, channel, isHome } = readRoute();
    go({ as, channel, isHome });
    document.querySelector(`#conversation [data-ts="${CSS.escape(root ?? "")}"]`)?.focus();
  }

  /** Tell the sandbox that the newest reply was seen, if it was. */
  markRead() {
    const newest = [...(known.threads.get(this.key)?.keys() ?? [])].sort().at(-1);
    if (!this.root || document.hidden || newest === undefined || newest === this.root || newest === this.marked) return;
    this.marked = newest;
    inBackground(markRead(known.company.me, this.channel, newest, this.root));
  }

  #enter() {
    this.marked = null;
    this.list.forget();
    this.list.show([]);
    this.list.isFollowing = true;
  }
}
