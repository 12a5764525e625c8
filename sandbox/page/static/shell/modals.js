/** The modals the app opened, as a stack of which the front one is shown. */

import { make } from "../blockkit/dom.js";
import { drawView, heldIn, readState, showErrors } from "../blockkit/index.js";
import { PAGE, blockContext } from "./context.js";
import { drawPersonFace } from "./faces.js";
import { drawIcon } from "./icons.js";
import { trying } from "./notices.js";
import { doing, known, refreshViews } from "./store.js";

export class Modals {
  /** @param {HTMLElement} node where dialogs are put */
  constructor(node) {
    this.node = node;
    this.open = new Map();
  }

  /** Draw the stack: views that stayed keep what was typed in them. */
  draw() {
    const stack = known.views.modals;
    const ids = new Set(stack.map(({ id }) => id));
    for (const [id, modal] of this.open) {
      if (!ids.has(id)) (modal.close(), this.open.delete(id));
    }
    stack.forEach((view, depth) => {
      if (!this.open.has(view.id)) this.open.set(view.id, new Modal(this.node));
      this.open.get(view.id).show(view, depth);
    });
  }
}

class Modal {
  constructor(node) {
    this.failure = make("p", { class: "form-failure", role: "alert", hidden: true });
    this.content = make("div", { class: "modal-content" });
    this.form = make("form", { class: "modal-form", novalidate: true, on: { submit: (event) => (event.preventDefault(), this.#submit()) } });
    this.dialog = make("dialog", { class: "modal" }, this.form);
    this.dialog.addEventListener("cancel", (event) => (event.preventDefault(), this.#leave()));
    node.append(this.dialog);
  }

  show(view, depth) {
    const isFilledElsewhere = this.filled !== view.filled && view.filled_by !== PAGE;
    if (this.hash !== view.hash || isFilledElsewhere) this.#draw(view, depth, isFilledElsewhere);
    this.filled = view.filled;
    this.#complain(view.errors);
  }

  close() {
    this.dialog.close();
    this.dialog.remove();
  }

  /** Draw the form; what it holds is what was typed here, unless somebody else has filled it in. */
  #draw(view, depth, isFilledElsewhere) {
    const kept = this.drawn && !isFilledElsewhere ? readState(this.drawn) : heldIn(view.state.values);
    const focused = this.drawn?.contains(document.activeElement) ? document.activeElement.closest("[data-control]")?.dataset.control : null;
    this.hash = view.hash;
    this.drawn = drawView(view, { ...blockContext({ on: "modal" }), headingLevel: 3 }, kept);
    this.content.replaceChildren(this.drawn);
    this.#frame(view, depth);
    const isNew = !this.dialog.open;
    if (isNew) this.dialog.showModal();
    if (focused) this.#focus(focused);
    else if (isNew || !this.form.contains(document.activeElement)) this.#focusFirst();
    this.complaints = "{}";
  }

  /** Show at the fields what is wrong with them, once. */
  #complain(errors) {
    const complaints = JSON.stringify(errors);
    if (this.complaints === complaints) return;
    this.complaints = complaints;
    showErrors(this.drawn, errors);
  }

  #frame(view, depth) {
    const title = `modal-title-${view.id}`;
    const leave = make("button", { type: "button", class: "icon-button", "aria-label": "Close", on: { click: () => this.#leave() } }, drawIcon(depth > 0 ? "back" : "close"));
    this.dialog.setAttribute("aria-labelledby", title);
    this.cancel = make("button", { type: "button", class: "button", on: { click: () => this.#leave() } }, view.close?.text ?? (view.submit ? "Cancel" : "Close"));
    this.send = view.submit ? make("button", { type: "submit", class: "button button-primary" }, view.submit.text) : null;
    const head = make("header", { class: "modal-head" }, drawPersonFace(known.company.app.bot_user_id), make("h2", { id: title }, view.title.text), leave);
    const foot = make("footer", { class: "modal-foot" }, this.failure, this.cancel, this.send);
    this.form.replaceChildren(head, this.content, foot);
  }

  #focus(control) {
    const node = this.drawn.querySelector(`[data-control="${CSS.escape(control)}"]`);
    (node?.matches("input, textarea, button") ? node : node?.querySelector("input, textarea, button, [contenteditable]"))?.focus();
  }

  #focusFirst() {
    const first = this.drawn.querySelector("input, textarea, button, select, [contenteditable]") ?? this.send ?? this.cancel;
    first.focus();
  }

  #busy(isBusy) {
    this.form.setAttribute("aria-busy", String(isBusy));
    if (this.send) this.send.disabled = isBusy;
  }

  #fail(words) {
    this.failure.textContent = words;
    this.failure.hidden = words === "";
  }

  async #submit() {
    if (this.form.getAttribute("aria-busy") === "true" || !this.send) return;
    this.#busy(true);
    this.#fail("");
    try {
      const { outcome, errors, reason } = await doing("submit", { values: choices(readState(this.drawn)), by: PAGE });
      this.#complain(outcome === "errors" ? errors : {});
      if (outcome === "failed") this.#fail(reason);
      await refreshViews();
    } catch (error) {
      this.#fail(error.message);
    } finally {
      this.#busy(false);
    }
  }

  async #leave() {
    await trying(() => doing("close_modal", {}));
    await trying(refreshViews);
  }
}

/** Return what was read as the deed takes it: by action id within the block. */
function choices(state) {
  const pairs = Object.entries(state).flatMap(([blockId, actions]) => {
    const named = Object.entries(actions);
    return named.length === 1 ? [[blockId, named[0][1]]] : named;
  });
  return Object.fromEntries(pairs);
}
