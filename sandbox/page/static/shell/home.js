/** The app's Home tab. */

import { make } from "../blockkit/dom.js";
import { drawView } from "../blockkit/index.js";
import { blockContext } from "./context.js";
import { trying } from "./notices.js";
import { doing, known } from "./store.js";

export class HomePane {
  constructor() {
    this.page = make("div", { class: "home-page" });
    this.node = make("div", { class: "home", hidden: true, tabindex: "-1" }, this.page);
  }

  /** Visit the tab: the app hears of it, and what it publishes is drawn when it comes. */
  async open() {
    if (this.person !== known.company.me) this.hash = undefined;
    this.person = known.company.me;
    this.draw();
    await trying(() => doing("open_home", {}));
  }

  /** Draw what was published last. */
  draw() {
    const { home } = known.views;
    const hash = home?.hash ?? null;
    if (this.hash === hash) return;
    this.hash = hash;
    this.page.replaceChildren(home === null ? drawEmpty() : drawView(home, { ...blockContext({ on: "home" }), headingLevel: 3 }));
  }
}

function drawEmpty() {
  const { name } = known.company.app;
  return make("div", { class: "empty" }, make("h3", {}, `${name} has not published a Home yet`), make("p", {}, "It usually does so a moment after the first visit."));
}
