/** The message field: Enter sends, Shift+Enter is a new line; commands, mentions, emoji and files. */

import { make } from "../blockkit/dom.js";
import { packFile } from "./api.js";
import { Completion } from "./completion.js";
import { openEmojiPicker } from "./emoji-picker.js";
import { writeSize } from "./files.js";
import { drawIcon } from "./icons.js";
import { LinkPreviews } from "./link-previews.js";
import { doing, known } from "./store.js";

const drafts = new Map();

export class Composer {
  /**
   * @param {string} id of the field
   * @param {object} [place] `thread`: the root's ts, for a composer of a thread
   */
  constructor(id) {
    this.files = [];
    this.target = null;
    this.field = make("textarea", { id, rows: "1", class: "composer-field" });
    this.failure = make("p", { class: "composer-failure", role: "alert" });
    this.hint = make("p", { class: "composer-hint" });
    this.chips = make("ul", { class: "composer-files", "aria-label": "Files to send" });
    this.send = make("button", { type: "submit", class: "icon-button composer-send", "aria-label": "Send" }, drawIcon("send"));
    this.broadcast = make("input", { type: "checkbox" });
    this.previews = new LinkPreviews();
    this.form = make("form", { class: "composer" }, this.failure, this.previews.node, this.hint, this.#box());
    this.completion = new Completion(this.field, this.form);
    this.#listen();
  }

  /** The node to put into the page. */
  get node() {
    return this.form;
  }

  /**
   * Write to a conversation or thread from now on; what was typed for another is kept for when one returns.
   * @param {object} target `{channel, thread, label}`
   */
  aim(target) {
    const key = `${known.company.me}/${target.channel}/${target.thread ?? ""}`;
    this.field.placeholder = target.label;
    this.field.setAttribute("aria-label", target.label);
    this.broadcastRow.hidden = !target.thread || target.isDirect;
    this.broadcastName.textContent = `Also send to #${target.name}`;
    if (this.key === key) return;
    if (this.key !== undefined) drafts.set(this.key, this.field.value);
    Object.assign(this, { key, target, files: [] });
    this.field.value = drafts.get(key) ?? "";
    this.broadcast.checked = false;
    this.#fail("");
    this.#change();
  }

  /** Put words into the field and move there. */
  suggest(words) {
    this.field.value = words;
    this.#change();
    this.field.focus();
  }

  #box() {
    const picker = make("input", { type: "file", multiple: true, hidden: true, on: { change: () => this.#attach(picker) } });
    const clip = tool("Attach files", "clip", () => picker.click());
    const smile = tool("Emoji", "smile", () => openEmojiPicker(smile, (name) => this.#insert(`:${name}: `)));
    smile.setAttribute("aria-expanded", "false");
    const mention = tool("Mention somebody", null, () => this.#insert("@"));
    mention.append("@");
    const slash = tool("Commands", "bolt", () => this.suggest("/"));
    this.broadcastName = make("span");
    this.broadcastRow = make("label", { class: "composer-broadcast", hidden: true }, this.broadcast, this.broadcastName);
    const bar = make("div", { class: "composer-bar" }, clip, smile, mention, slash, picker, make("span", { class: "grow" }), this.send);
    return make("div", { class: "composer-box" }, this.chips, this.field, this.broadcastRow, bar);
  }

  #listen() {
    this.form.addEventListener("submit", (event) => (event.preventDefault(), this.#submit()));
    this.field.addEventListener("input", () => this.#change());
    this.field.addEventListener("keydown", (event) => {
      if (this.completion.takes(event) || event.isComposing) return;
      if (event.key === "Enter" && !event.shiftKey) (event.preventDefault(), this.#submit());
    });
    this.field.addEventListener("paste", (event) => {
      if (event.clipboardData.files.length) (event.preventDefault(), this.#take(event.clipboardData.files));
    });
    this.form.addEventListener("dragover", (event) => event.preventDefault());
    this.form.addEventListener("drop", (event) => (event.preventDefault(), this.#take(event.dataTransfer.files)));
  }

  #insert(words) {
    this.field.setRangeText(words, this.field.selectionStart, this.field.selectionEnd, "end");
    this.field.focus();
    this.field.dispatchEvent(new Event("input"));
  }

  #attach(picker) {
    this.#take(picker.files);
    picker.value = "";
    this.field.focus();
  }

  #take(files) {
    this.files = [...this.files, ...files];
    this.#change();
  }

  #change() {
    this.field.style.height = "auto";
    this.field.style.height = `${Math.min(this.field.scrollHeight, innerHeight / 3)}px`;
    this.send.disabled = !(this.field.value.trim() || this.files.length);
    this.chips.hidden = this.files.length === 0;
    this.chips.replaceChildren(...this.files.map((file) => this.#drawChip(file)));
    const usage = usageOf(this.field.value);
    this.hint.hidden = usage === null;
    this.hint.textContent = usage ?? "";
    this.previews.watch(this.target.channel, this.field.value);
  }

  #drawChip(file) {
    const drop = () => {
      this.files = this.files.filter((each) => each !== file);
      this.#change();
    };
    const remove = make("button", { type: "button", class: "icon-button", "aria-label": `Remove ${file.name}`, on: { click: drop } }, drawIcon("close"));
    return make("li", { class: "chip" }, drawIcon("file"), `${file.name} · ${writeSize(file.size)}`, remove);
  }

  #fail(words) {
    this.failure.textContent = words;
    this.failure.hidden = words === "";
  }

  async #submit() {
    const [text, files] = [this.field.value, this.files];
    if (!(text.trim() || files.length) || this.isSending) return;
    this.isSending = true;
    this.form.setAttribute("aria-busy", "true");
    Object.assign(this, { files: [] });
    this.field.value = "";
    this.#fail("");
    this.#change();
    try {
      await (text.startsWith("/") ? this.#command(text.trim()) : this.#post(text, files));
    } catch (error) {
      this.#fail(error.message);
      if (this.field.value === "") Object.assign(this.field, { value: text });
      this.files = files;
      this.#change();
    } finally {
      this.isSending = false;
      this.form.removeAttribute("aria-busy");
    }
  }

  async #post(text, files) {
    const { channel, thread } = this.target;
    const packed = await Promise.all(files.map(packFile));
    await doing("post", { channel, text: text.trim(), thread: thread ?? null, files: packed, broadcast: this.broadcast.checked });
    this.broadcast.checked = false;
  }

  async #command(typed) {
    const [command] = typed.split(/\s/, 1);
    if (this.target.thread) throw new Error(`${command} does not work in threads: Slack takes commands in channels only.`);
    const text = typed.slice(command.length).trim();
    const { status } = await doing("command", { channel: this.target.channel, command, text });
    if (status === null) throw new Error(`${command} failed: the app did not answer within three seconds.`);
    if (status !== 200) throw new Error(`${command} failed: the app answered ${status}.`);
  }
}

function usageOf(typed) {
  const found = known.company?.app.commands.find(({ command }) => typed.startsWith(`${command} `));
  return found?.usage_hint ? `${found.command} ${found.usage_hint}` : null;
}

function tool(label, icon, run) {
  return make("button", { type: "button", class: "icon-button", "aria-label": label, title: label, on: { click: run } }, icon ? drawIcon(icon) : null);
}
