/** What went over the wire: events and clicks to the app, its calls, and what was refused. */

import { make } from "../blockkit/dom.js";
import { look } from "./api.js";
import { drawIcon } from "./icons.js";
import { known } from "./store.js";

const SHOWN = 300;
const FILTERS = { all: "All", to_app: "To the app", from_app: "From the app", failed: "Refused or failed" };

export class WireList {
  constructor() {
    this.entries = [];
    this.items = new Map();
    this.words = make("input", { type: "search", class: "field", placeholder: "Filter: message, chat.postMessage…", "aria-label": "Filter the wire" });
    this.kind = make("select", { class: "field", "aria-label": "Which" }, ...Object.entries(FILTERS).map(([value, words]) => make("option", { value }, words)));
    this.list = make("ol", { class: "wire-list", "aria-label": "Wire, newest first" });
    this.none = make("p", { class: "hint" }, "Nothing yet. Post something where the app can hear it.");
    for (const control of [this.words, this.kind]) control.addEventListener("input", () => this.draw(this.entries));
    this.node = make("section", { class: "wire", "aria-label": "Wire" }, make("div", { class: "wire-filters" }, this.words, this.kind), this.none, this.list);
  }

  /** Draw the newest of these entries that pass the filters, newest first. */
  draw(entries) {
    this.entries = entries;
    const shown = entries.filter((entry) => this.#passes(entry)).slice(-SHOWN).reverse();
    const wanted = new Set(shown.map(({ number }) => number));
    for (const [number, item] of this.items) {
      if (!wanted.has(number)) (item.remove(), this.items.delete(number));
    }
    shown.forEach((entry, place) => {
      if (!this.items.has(entry.number)) this.items.set(entry.number, drawEntry(entry));
      const item = this.items.get(entry.number);
      if (this.list.children[place] !== item) this.list.insertBefore(item, this.list.children[place] ?? null);
    });
    this.none.hidden = shown.length > 0;
  }

  #passes(entry) {
    const words = this.words.value.trim().toLowerCase();
    const kind = this.kind.value;
    if (words && !`${entry.kind} ${entry.error ?? ""}`.toLowerCase().includes(words)) return false;
    return kind === "all" || (kind === "failed" ? isFailed(entry) : entry.direction === kind);
  }
}

function isFailed({ error, status }) {
  return Boolean(error) || (status !== null && status >= 400);
}

function drawEntry(entry) {
  const isToApp = entry.direction === "to_app";
  const outcome = entry.error ?? (entry.status === null ? "no answer" : String(entry.status));
  const summary = make(
    "summary",
    { class: isFailed(entry) ? "wire-failed" : "" },
    make("span", { class: "wire-way" }, drawIcon(isToApp ? "incoming" : "outgoing"), make("span", { class: "spoken" }, isToApp ? "to the app" : "from the app")),
    make("span", { class: "wire-kind" }, entry.kind, entry.is_retry ? make("span", { class: "tag" }, "retry") : null),
    make("span", { class: "wire-outcome" }, outcome),
    make("time", { class: "wire-time", datetime: entry.at }, entry.at.slice(11, 23)),
  );
  const details = make("details", {}, summary);
  details.addEventListener("toggle", () => details.open && details.children.length === 1 && load(details, entry.number));
  return make("li", {}, details);
}

async function load(details, number) {
  const body = make("div", { class: "wire-body" }, "…");
  details.append(body);
  try {
    const { request, answer, headers } = await look(`wire/${number}`, known.company.me);
    body.replaceChildren(...drawPart("Request", request), ...drawPart("Headers", headers), ...drawPart("Answer", parsed(answer)));
  } catch (error) {
    body.replaceChildren(error.message);
  }
}

function drawPart(title, value) {
  const isEmpty = value === null || value === "" || (typeof value === "object" && Object.keys(value).length === 0);
  if (isEmpty) return [];
  return [make("h3", {}, title), make("pre", { tabindex: "0" }, typeof value === "string" ? value : JSON.stringify(value, null, 2))];
}

function parsed(answer) {
  try {
    return typeof answer === "string" ? JSON.parse(answer) : answer;
  } catch {
    return answer;
  }
}
