/** What the app shows of links to its domains while one types: only who types sees it. */

import { make } from "../blockkit/dom.js";
import { drawMessage } from "../blockkit/index.js";
import { blockContext } from "./context.js";
import { doing, inBackground, known, on } from "./store.js";

const PAUSE_MILLISECONDS = 400;
const LINK = /https?:\/\/[^\s<>|]+/g;

export class LinkPreviews {
  /** `node` stands above the field. */
  constructor() {
    this.node = make("div", { class: "composer-previews", role: "region", "aria-label": "Preview of links", hidden: true });
    this.links = "";
    this.heard = new Map();
    on("typed", ({ unfurl_id: id, previews }) => (this.heard.set(id, previews), this.#draw()));
  }

  /** Look for links in what is being typed to a channel. */
  watch(channel, words) {
    const links = linksIn(words);
    if (links === this.links) return;
    clearTimeout(this.timer);
    Object.assign(this, { links, id: null });
    this.#draw();
    if (links !== "") this.timer = setTimeout(() => inBackground(this.#announce(channel, words, links)), PAUSE_MILLISECONDS);
  }

  async #announce(channel, words, links) {
    const { unfurl_id: id } = await doing("type", { channel, text: words });
    if (links !== this.links) return;
    this.id = id;
    this.#draw();
  }

  #draw() {
    const previews = this.heard.get(this.id) ?? [];
    this.node.hidden = previews.length === 0;
    const context = { ...blockContext({ on: "message" }), act: refuse };
    this.node.replaceChildren(...(previews.length ? [drawMessage({ attachments: previews }, context)] : []));
  }
}

/** Return the links to the app's domains, in one line. */
function linksIn(words) {
  const domains = known.company?.app.unfurl_domains ?? [];
  const isOurs = (link) => URL.canParse(link) && domains.some((domain) => `.${new URL(link).hostname}`.endsWith(`.${domain}`));
  return (words.match(LINK) ?? []).filter(isOurs).join(" ");
}

async function refuse() {
  throw new Error("A preview can be used once its message is sent.");
}
