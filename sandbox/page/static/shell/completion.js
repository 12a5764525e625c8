/** What a message field offers while one types: commands after `/`, people after `@`, channels after `#`, emoji after `:`. */

import { make, uniqueId } from "../blockkit/dom.js";
import { findEmoji, listEmoji } from "../blockkit/text/emoji.js";
import { drawPersonFace, roleOf } from "./faces.js";
import { drawIcon } from "./icons.js";
import { known } from "./store.js";

const MOST = 8;
const WORD = /(?:^|\s)([@#:])([\p{L}\p{N}_+.-]*)$/u;

export class Completion {
  /**
   * Offer words for a field.
   * @param {HTMLTextAreaElement} field
   * @param {HTMLElement} place where the list stands
   */
  constructor(field, place) {
    this.field = field;
    this.list = make("ul", { class: "completion", role: "listbox", id: uniqueId("completion"), "aria-label": "Suggestions", hidden: true });
    place.append(this.list);
    this.offers = [];
    this.chosen = 0;
    field.setAttribute("aria-autocomplete", "list");
    field.setAttribute("aria-controls", this.list.id);
    field.addEventListener("input", () => this.#offer());
    field.addEventListener("blur", () => setTimeout(() => this.close(), 150));
  }

  /** Take a key first; return whether it was for the list. */
  takes(event) {
    if (this.list.hidden) return false;
    const steps = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key in steps) this.#choose((this.chosen + steps[event.key] + this.offers.length) % this.offers.length);
    else if (event.key === "Enter" || event.key === "Tab") this.#take(this.offers[this.chosen]);
    else if (event.key === "Escape") this.close();
    else return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  }

  /** Offer nothing. */
  close() {
    this.list.hidden = true;
    this.field.removeAttribute("aria-activedescendant");
  }

  #offer() {
    const before = this.field.value.slice(0, this.field.selectionStart);
    const found = WORD.exec(before);
    if (/^\/\S*$/.test(before)) this.#show(commands(before), 0);
    else if (found !== null) this.#show(OFFERS[found[1]](found[2].toLowerCase()), before.length - found[2].length - 1);
    else this.close();
  }

  #show(offers, start) {
    this.offers = offers.slice(0, MOST);
    this.start = start;
    if (this.offers.length === 0) return this.close();
    this.list.replaceChildren(...this.offers.map((offer, place) => this.#draw(offer, place)));
    this.list.hidden = false;
    this.#choose(0);
  }

  #draw(offer, place) {
    const press = (event) => {
      event.preventDefault();
      this.#take(offer);
    };
    const words = make("span", { class: "completion-words" }, make("b", {}, offer.words), offer.hint ? make("span", {}, offer.hint) : null);
    return make("li", { role: "option", id: `${this.list.id}-${place}`, on: { pointerdown: press } }, offer.sign, words);
  }

  #choose(place) {
    this.chosen = place;
    [...this.list.children].forEach((item, each) => item.setAttribute("aria-selected", String(each === place)));
    this.list.children[place].scrollIntoView({ block: "nearest" });
    this.field.setAttribute("aria-activedescendant", `${this.list.id}-${place}`);
  }

  #take({ text }) {
    const { value, selectionStart: end } = this.field;
    this.field.setRangeText(`${text} `, this.start, end, "end");
    if (this.field.value !== value) this.field.dispatchEvent(new Event("input"));
    this.close();
  }
}

const OFFERS = {
  "@": (start) => [...broadcasts(start), ...people(start)],
  "#": (start) =>
    Object.values(known.company.channels)
      .filter(({ kind, name }) => (kind === "channel" || kind === "group") && name.includes(start))
      .map(({ name, kind, topic }) => ({ text: `#${name}`, words: `#${name}`, hint: topic, sign: drawIcon(kind === "group" ? "lock" : "hash") })),
  ":": (start) =>
    start.length < 2
      ? []
      : listEmoji(start, MOST).map((name) => ({ text: `:${name}:`, words: `:${name}:`, sign: make("span", { class: "completion-emoji" }, findEmoji(name)) })),
};

const SLACKS_OWN = [
  { command: "/invite", usage_hint: "@somebody", description: "Invite people or apps to this channel" },
  { command: "/remove", usage_hint: "@somebody", description: "Remove somebody from this channel" },
  { command: "/leave", usage_hint: "", description: "Leave this channel" },
];

function commands(start) {
  const { name, commands: own } = known.company.app;
  return [...own.map((each) => ({ ...each, by: name })), ...SLACKS_OWN.map((each) => ({ ...each, by: "Slack" }))]
    .filter(({ command }) => command.startsWith(start))
    .map(({ command, description, usage_hint: usage, by }) => ({
      text: command,
      words: `${command} ${usage}`.trim(),
      hint: `${by}: ${description}`,
      sign: drawIcon("bolt"),
    }));
}

function people(start) {
  return Object.values(known.company.people)
    .filter(({ name, real_name: full, is_gone: isGone }) => !isGone && (name.startsWith(start) || full.toLowerCase().includes(start)))
    .map((person) => ({ text: `@${person.name}`, words: person.real_name, hint: `@${person.name} · ${roleOf(person)}`, sign: drawPersonFace(person.id) }));
}

function broadcasts(start) {
  return ["here", "channel"]
    .filter((name) => start && name.startsWith(start))
    .map((name) => ({ text: `@${name}`, words: `@${name}`, hint: "Notify everybody here", sign: drawIcon("people") }));
}
