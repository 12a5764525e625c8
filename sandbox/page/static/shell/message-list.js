/** A list of messages that changes in place: what did not change keeps its node, its focus and what was typed in it. */

import { make } from "../blockkit/dom.js";
import { authorOf } from "./faces.js";
import { drawItem } from "./message.js";
import { MessageToolbar } from "./message-toolbar.js";
import { dayKey, dayName } from "./times.js";

const GROUP_SECONDS = 300;
const NEAR_BOTTOM = 80;

export class MessageList {
  /**
   * @param {string} label for screen readers
   * @param {object} place what messages need to know: `inThread`, `openThread(root)`
   */
  constructor(label, place) {
    this.place = place;
    this.items = new Map();
    this.list = make("ol", { class: "messages", "aria-label": label });
    this.scroller = make("div", { class: "scroller", tabindex: "-1" }, this.list);
    this.toolbar = new MessageToolbar(this.list, place);
    this.messages = [];
    this.list.addEventListener("keydown", (event) => this.#move(event));
    this.scroller.addEventListener("scroll", () => (this.isFollowing = this.#isNearBottom()));
    new ResizeObserver(() => this.isFollowing && this.scrollToEnd()).observe(this.list);
    this.isFollowing = true;
  }

  /**
   * Show these messages, oldest first.
   * @param {object[]} messages
   * @param {object} [marks] `newAfter`: a ts after which they are new; `intro`: a node above the first
   */
  show(messages, { newAfter = null, intro = null } = {}) {
    this.messages = messages;
    const wanted = intro === null ? [] : [this.#keep("intro", "", () => make("li", { class: "intro" }, intro))];
    let previous = null;
    for (const message of messages) {
      if (!this.place.inThread) wanted.push(...this.#dividers(previous, message, newAfter));
      const isContinued = continues(previous, message) && wanted.at(-1)?.dataset.ts === previous.ts;
      const signature = JSON.stringify([message, isContinued]);
      wanted.push(this.#keep(message.ts, signature, () => drawItem(message, { ...this.place, isContinued })));
      previous = message;
    }
    this.#arrange(wanted);
    if (this.isFollowing) this.scrollToEnd();
  }

  /** Draw everything again: names, zones or the person changed. */
  forget() {
    this.items.clear();
  }

  /** Show the newest message. */
  scrollToEnd() {
    this.isFollowing = true;
    this.scroller.scrollTop = this.scroller.scrollHeight;
  }

  /** Show one message and mark it for a moment. */
  reveal(ts) {
    const item = this.items.get(ts)?.node;
    if (item === undefined) return;
    this.isFollowing = false;
    item.scrollIntoView({ block: "center" });
    item.classList.add("message-found");
    setTimeout(() => item.classList.remove("message-found"), 2500);
  }

  #dividers(previous, message, newAfter) {
    const dividers = [];
    if (previous === null || dayKey(previous.ts) !== dayKey(message.ts)) {
      const words = dayName(message.ts);
      dividers.push(this.#keep(`day ${dayKey(message.ts)}`, words, () => drawDivider("divider-day", words)));
    }
    const isFirstNew = newAfter !== null && message.ts > newAfter && (previous === null || previous.ts <= newAfter);
    if (isFirstNew && previous !== null) dividers.push(this.#keep("new", newAfter, () => drawDivider("divider-new", "New")));
    return dividers;
  }

  #keep(key, signature, draw) {
    const kept = this.items.get(key);
    if (kept !== undefined && kept.signature === signature) return kept.node;
    const hadFocus = kept?.node.contains(document.activeElement);
    const node = draw();
    this.items.set(key, { signature, node });
    if (kept !== undefined && kept.node.isConnected) kept.node.replaceWith(node);
    if (hadFocus && node.tabIndex !== undefined) node.focus();
    return node;
  }

  #arrange(wanted) {
    const keep = new Set(wanted);
    for (const node of [...this.list.children]) if (!keep.has(node)) node.remove();
    for (const [key, { node }] of this.items) if (!keep.has(node)) this.items.delete(key);
    wanted.forEach((node, place) => {
      if (this.list.children[place] !== node) this.list.insertBefore(node, this.list.children[place] ?? null);
    });
    const reachable = this.list.querySelector('.message[tabindex="0"]');
    if (reachable === null) this.list.querySelector(".message:last-of-type")?.setAttribute("tabindex", "0");
  }

  #move(event) {
    if (!event.target.matches(".message")) return;
    const steps = { ArrowUp: -1, ArrowDown: 1 };
    const items = [...this.list.querySelectorAll(".message")];
    const now = items.indexOf(event.target);
    const next = { Home: items[0], End: items.at(-1) }[event.key] ?? items[now + (steps[event.key] ?? NaN)];
    if (next === undefined) return;
    event.preventDefault();
    event.target.tabIndex = -1;
    next.tabIndex = 0;
    next.focus();
  }

  #isNearBottom() {
    const { scrollHeight, scrollTop, clientHeight } = this.scroller;
    return scrollHeight - scrollTop - clientHeight < NEAR_BOTTOM;
  }
}

function continues(previous, message) {
  if (previous === null || [previous, message].some(standsAlone)) return false;
  const isSame = authorOf(previous).id === authorOf(message).id;
  return isSame && !previous.reply_count && Number(message.ts) - Number(previous.ts) < GROUP_SECONDS;
}

function standsAlone({ is_ephemeral: isEphemeral, subtype, blocks = [] }) {
  const isCard = blocks.some(({ type }) => type !== "rich_text");
  return isEphemeral || isCard || (subtype !== undefined && subtype !== "file_share" && subtype !== "bot_message");
}

function drawDivider(kind, words) {
  return make("li", { class: `divider ${kind}` }, make("span", {}, words));
}
