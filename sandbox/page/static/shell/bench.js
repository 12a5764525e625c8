/** The test bench at the side: what went over the wire, the time machine, and the faults. */

import { make } from "../blockkit/dom.js";
import { drawFaults } from "./faults.js";
import { drawIcon } from "./icons.js";
import { drawTimeMachine } from "./time-machine.js";
import { known, openWire } from "./store.js";
import { WireList } from "./wire-list.js";

class Bench {
  constructor() {
    this.node = document.getElementById("bench");
    this.wire = new WireList();
    this.tools = make("div", { class: "bench-tools" });
    const close = make("button", { type: "button", class: "icon-button", "aria-label": "Close the test bench", on: { click: () => this.toggle() } }, drawIcon("close"));
    const head = make("header", { class: "pane-head" }, make("h2", { class: "pane-title" }, drawIcon("wire"), "Test bench"), make("span", { class: "grow" }), close);
    this.node.replaceChildren(head, this.tools, this.wire.node);
    this.node.addEventListener("keydown", (event) => event.key === "Escape" && !event.defaultPrevented && this.toggle());
  }

  /** Show or hide. */
  async toggle() {
    this.node.hidden = !this.node.hidden;
    const button = document.getElementById("bench-toggle");
    button?.setAttribute("aria-pressed", String(!this.node.hidden));
    if (this.node.hidden) return button?.focus();
    this.drawTools();
    await openWire();
    this.node.querySelector("input")?.focus();
    return undefined;
  }

  /** Draw the time machine and the faults. */
  drawTools() {
    if (this.node.hidden || this.tools.contains(document.activeElement)) return;
    const isOpen = this.tools.querySelector("details")?.open ?? false;
    this.tools.replaceChildren(...[drawTimeMachine(), drawFaults(known.company.faults, isOpen)].filter(Boolean));
  }

  /** Draw the wire. */
  drawWire() {
    if (!this.node.hidden) this.wire.draw(known.wire);
  }
}

export const bench = new Bench();
