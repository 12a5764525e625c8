/** The overflow menu: three dots that open up to five choices. */

import { icon, make, uniqueId } from "../dom.js";
import { drawTextObject } from "../text/text_object.js";
import { perform } from "./acting.js";
import { float } from "./popup.js";

/** Draw an overflow menu. Arrow keys, Home, End and Escape work as in any menu. */
export function drawOverflow(element, scope) {
  const id = uniqueId("menu");
  const menu = make("div", { id, class: "bk-popup", role: "menu", popover: "manual", "aria-label": "More choices" });
  const spoken = { "aria-label": "More choices", "aria-haspopup": "menu", "aria-expanded": "false", "aria-controls": id };
  const button = make("button", { type: "button", class: "bk-icon-button bk-overflow", ...spoken }, icon("dots"));
  const opening = new Opening(button, menu);
  const choose = (option) => {
    opening.close();
    if (option.url && !scope.context.follow?.(option.url)) window.open(option.url, "_blank", "noopener");
    perform(button, scope, element, { choice: option.value });
  };
  menu.append(...element.options.map((option) => drawItem(option, scope.context, () => choose(option))));
  button.addEventListener("click", () => opening.toggle());
  button.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") opening.open(event);
  });
  menu.addEventListener("keydown", (event) => opening.move(event));
  return make("span", { class: "bk-menu" }, button, menu);
}

function drawItem(option, context, choose) {
  const note = option.description ? make("span", { class: "bk-note" }, drawTextObject(option.description, context)) : null;
  const attributes = { type: "button", class: "bk-option", role: "menuitem", tabindex: "-1", on: { click: choose } };
  return make("button", attributes, make("span", {}, drawTextObject(option.text, context)), note);
}

/** Whether a menu is open, and which of its items has the focus. */
class Opening {
  #putAway = null;

  constructor(button, menu) {
    this.button = button;
    this.menu = menu;
  }

  toggle() {
    if (this.#putAway) this.close();
    else this.open();
  }

  open(event) {
    event?.preventDefault();
    this.#putAway ??= float(this.button, this.menu, () => this.close());
    this.button.setAttribute("aria-expanded", "true");
    this.#focus(event?.key === "ArrowUp" ? -1 : 0);
  }

  close() {
    this.#putAway?.();
    this.#putAway = null;
    this.button.setAttribute("aria-expanded", "false");
    this.button.focus();
  }

  move(event) {
    const items = [...this.menu.children];
    const now = items.indexOf(document.activeElement);
    const aims = { ArrowDown: (now + 1) % items.length, ArrowUp: now - 1, Home: 0, End: -1 };
    if (event.key in aims) this.#focus(aims[event.key]);
    else if (event.key === "Escape" || event.key === "Tab") this.close();
    else return;
    if (event.key !== "Tab") event.preventDefault();
    event.stopPropagation();
  }

  #focus(index) {
    [...this.menu.children].at(index)?.focus();
  }
}
