/** A field that filters a list as one types, for one choice or several; it works by keyboard and aloud. */

import { icon, make, spoken, uniqueId } from "../dom.js";
import { float } from "./popup.js";

const NOTHING = "Nothing found";

/**
 * @typedef {object} Choice
 * @property {*} value what is sent
 * @property {string} label what is shown and searched
 * @property {string} [note] a second line
 * @property {string} [group] the heading it stands under
 */

/** A combobox. `node` stands in the document, `chosen` is a list of choices, `changed()` is called when it changed. */
export class Combobox {
  #putAway = null;
  #shown = [];
  #active = -1;
  #asked = 0;
  #instead = NOTHING;

  /**
   * @param {object} settings
   * @param {function(string): Choice[]|Promise<Choice[]>} settings.find the choices for what is typed; it may throw words to show instead
   * @param {Choice[]} settings.chosen what is chosen at first
   * @param {string} settings.placeholder
   * @param {object} settings.labels attributes that name and describe the field
   * @param {number} [settings.most] how many may be chosen; 1 unless it is a multi-select
   * @param {boolean} [settings.isMultiple]
   * @param {function} settings.changed
   */
  constructor({ find, chosen, placeholder, labels, most = Infinity, isMultiple = false, changed }) {
    Object.assign(this, { find, chosen, placeholder, most, isMultiple, changed });
    const id = uniqueId("list");
    this.input = make("input", {
      class: "bk-combobox-input", type: "text", role: "combobox", autocomplete: "off", spellcheck: "false", "data-validated": "",
      "aria-expanded": "false", "aria-controls": id, "aria-autocomplete": "list", "aria-haspopup": "listbox", ...labels,
    });
    this.list = make("div", {
      id, class: "bk-popup", role: "listbox", popover: "manual",
      "aria-label": "Choices", "aria-multiselectable": isMultiple ? "true" : null,
    });
    this.chips = make("span", { class: "bk-chips" });
    this.status = make("span", { class: "bk-spoken", role: "status" });
    this.node = make("span", { class: "bk-combobox" }, this.chips, this.input, icon("chevron"), this.list, this.status);
    this.#listen();
    this.#drawChosen();
  }

  /** Choose these instead, without telling anybody. */
  reset(chosen) {
    this.chosen = chosen;
    this.#drawChosen();
  }

  #listen() {
    this.node.addEventListener("click", (event) => {
      if (!this.list.contains(event.target)) this.input.focus();
    });
    this.input.addEventListener("click", () => this.#open());
    this.input.addEventListener("input", () => this.#open());
    this.input.addEventListener("focus", () => this.input.select());
    this.input.addEventListener("blur", () => this.#close());
    this.input.addEventListener("keydown", (event) => this.#pressed(event));
    this.list.addEventListener("pointerdown", (event) => event.preventDefault());
  }

  async #open() {
    this.#asked += 1;
    const asked = this.#asked;
    const typed = this.#isFiltering() ? this.input.value.trim() : "";
    const found = await this.#find(typed);
    if (asked !== this.#asked || !this.node.isConnected || document.activeElement !== this.input) return;
    this.#shown = found;
    this.#drawList();
    this.#putAway ??= float(this.node, this.list, () => this.#close());
    this.input.setAttribute("aria-expanded", "true");
    const now = this.isMultiple ? -1 : found.findIndex((choice) => this.#isChosen(choice));
    this.#activate(now >= 0 ? now : typed && found.length ? 0 : -1);
    this.status.textContent = found.length === 0 ? this.#instead : found.length === 1 ? "1 choice" : `${found.length} choices`;
  }

  /** Find the choices; where that fails, its words stand in their place. */
  async #find(typed) {
    try {
      const found = await this.find(typed);
      this.#instead = NOTHING;
      return found;
    } catch (error) {
      this.#instead = error.message;
      return [];
    }
  }

  #close() {
    this.#asked += 1;
    this.#putAway?.();
    this.#putAway = null;
    this.#active = -1;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
    this.#drawChosen();
  }

  /** What stands in the field of a single choice is its label until something else is typed. */
  #isFiltering() {
    return this.isMultiple || this.input.value !== (this.chosen[0]?.label ?? "");
  }

  #pressed(event) {
    if (event.isComposing) return;
    const isOpen = this.#putAway !== null;
    const last = this.#shown.length - 1;
    const moves = { ArrowDown: Math.min(this.#active + 1, last), ArrowUp: Math.max(this.#active - 1, 0), PageDown: last, PageUp: 0 };
    if (event.key in moves) {
      event.preventDefault();
      if (isOpen) this.#activate(moves[event.key]);
      else this.#open();
    } else if (event.key === "Enter") {
      event.preventDefault();
      if (isOpen && this.#active >= 0) this.#choose(this.#shown[this.#active]);
      else this.#open();
    } else if (event.key === "Escape" && isOpen) {
      event.stopPropagation();
      event.preventDefault();
      this.#close();
    } else if (event.key === "Backspace" && this.input.value === "" && this.isMultiple) {
      this.#change(this.chosen.slice(0, -1));
    }
  }

  #choose(choice) {
    if (!this.isMultiple) {
      this.#change([choice]);
      this.#close();
      return;
    }
    const others = this.chosen.filter((each) => each.value !== choice.value);
    if (others.length === this.chosen.length && others.length >= this.most) return;
    this.input.value = "";
    this.#change(others.length < this.chosen.length ? others : [...this.chosen, choice]);
    this.#open();
  }

  #change(chosen) {
    const before = this.chosen;
    const isSame = before.length === chosen.length && before.every(({ value }, index) => value === chosen[index].value);
    this.chosen = chosen;
    this.#drawChosen();
    if (!isSame) this.changed(before);
  }

  #isChosen(choice) {
    return this.chosen.some((each) => each.value === choice.value);
  }

  #activate(index) {
    const options = [...this.list.querySelectorAll('[role="option"]')];
    options.forEach((option, place) => option.classList.toggle("bk-active", place === index));
    this.#active = index;
    if (index < 0) return this.input.removeAttribute("aria-activedescendant");
    this.input.setAttribute("aria-activedescendant", options[index].id);
    return options[index].scrollIntoView({ block: "nearest" });
  }

  #drawChosen() {
    const isEmpty = this.chosen.length === 0;
    this.input.placeholder = isEmpty || !this.isMultiple ? this.placeholder : "";
    if (!this.isMultiple) this.input.value = this.chosen[0]?.label ?? "";
    this.chips.replaceChildren(...(this.isMultiple ? this.chosen.map((choice) => this.#drawChip(choice)) : []));
  }

  #drawChip(choice) {
    const click = () => this.#change(this.chosen.filter((each) => each.value !== choice.value));
    const remove = make("button", { type: "button", tabindex: "-1", on: { click } }, icon("close"), spoken(`Remove ${choice.label}`));
    return make("span", { class: "bk-chip" }, choice.label, remove);
  }

  #drawList() {
    const groups = new Map();
    for (const choice of this.#shown) groups.set(choice.group, [...(groups.get(choice.group) ?? []), choice]);
    const drawn = [...groups].flatMap(([name, choices]) => drawGroup(name, choices.map((choice) => this.#drawOption(choice))));
    const nothing = make("div", { class: "bk-option bk-nothing", role: "option", "aria-disabled": "true", "aria-selected": "false" }, this.#instead);
    this.list.replaceChildren(...(drawn.length ? drawn : [nothing]));
  }

  #drawOption(choice) {
    const isChosen = this.#isChosen(choice);
    const on = { click: () => this.#choose(choice) };
    const attributes = { id: uniqueId("option"), class: "bk-option", role: "option", "aria-selected": String(isChosen), on };
    const note = choice.note ? make("span", { class: "bk-note" }, choice.note) : null;
    return make("div", attributes, make("span", {}, choice.label, note), isChosen ? icon("check") : null);
  }
}

function drawGroup(name, options) {
  if (name === undefined) return options;
  const id = uniqueId("group");
  const heading = make("div", { id, class: "bk-group-name", role: "presentation" }, name);
  return [make("div", { role: "group", "aria-labelledby": id }, heading, options)];
}
