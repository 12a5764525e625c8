/** Scenes: a menu of walks to watch, and the bar that tells the one being played and takes the page along. */

import { make } from "../blockkit/dom.js";
import { playScene, stopScene } from "../shell/api.js";
import { openMenu } from "../shell/floating.js";
import { drawIcon } from "../shell/icons.js";
import { announce, trying } from "../shell/notices.js";
import { go } from "../shell/route.js";
import { known, on } from "../shell/store.js";

const ENDS = { over: "The end. Now it is your turn.", stopped: "Stopped.", stuck: "The scene got stuck: " };

/** Draw the button that opens the menu; null where no scenes are on offer. */
export function drawScenesEntry() {
  const { offered } = known.scenes;
  if (offered.length === 0) return null;
  const entries = offered.map(({ name, title, description }) => ({ words: title, hint: description, icon: "play", run: () => trying(() => playScene(name)) }));
  const button = make(
    "button",
    { type: "button", class: "nav-item", "data-key": "scenes", "aria-haspopup": "menu", "aria-expanded": "false", on: { click: () => openMenu(button, "Scenes to watch", entries) } },
    drawIcon("play"),
    "Scenes",
  );
  return button;
}

/** The bar at the foot of the page with the caption of the scene that is played. */
export class SceneBar {
  /** @param {HTMLElement} node a popover, which stands above open modals */
  constructor(node) {
    this.node = node;
    this.words = make("p", { class: "scene-words" });
    this.title = make("h2", { class: "scene-title" });
    this.follow = make("input", { type: "checkbox", checked: true, on: { change: () => this.#choose() } });
    this.buttons = make("div", { class: "scene-buttons" });
    const choice = make("label", { class: "scene-follow" }, this.follow, "Follow along");
    node.replaceChildren(make("div", { class: "scene-text" }, this.title, this.words), choice, this.buttons);
    on("scenes", () => this.draw());
    const opening = { subtree: true, childList: true, attributes: true, attributeFilter: ["open"] };
    new MutationObserver(() => this.#stay()).observe(document.body, opening);
  }

  /** Draw what is shown now, and go where it is to be watched. */
  draw() {
    const { showing } = known.scenes;
    const key = JSON.stringify(showing);
    if (key === this.key) return;
    const isFirstLook = this.key === undefined;
    this.key = key;
    if (showing === null || (isFirstLook && showing.state !== "playing")) return;
    this.#write(showing);
    this.#raise();
    if (showing.state === "playing" && this.follow.checked) goTo(showing.caption?.place);
  }

  #write({ name, title, state, caption, reason }) {
    const words = state === "playing" ? (caption?.words ?? "It begins…") : ENDS[state] + reason;
    this.title.textContent = title;
    this.words.textContent = words;
    this.node.dataset.state = state;
    const shown = state === "playing" ? [button("Stop", () => stopScene())] : [button("Play again", () => playScene(name)), button("Close", () => this.#close())];
    if (this.node.dataset.buttons !== state) this.buttons.replaceChildren(...shown);
    this.node.dataset.buttons = state;
    announce(words);
  }

  /** Show the bar above what was opened since: within the front dialog, since nothing outside of it can be pressed. */
  #raise() {
    this.isShown = true;
    if (this.node.isConnected && this.node.matches(":popover-open")) this.node.hidePopover();
    frontDialog().append(this.node);
    this.node.showPopover();
  }

  /** Stay with what is in front, when dialogs come and go. */
  #stay() {
    if (this.isShown && this.node.parentElement !== frontDialog()) this.#raise();
  }

  #close() {
    this.isShown = false;
    this.node.hidePopover();
    document.getElementById("composer")?.focus();
  }

  #choose() {
    if (this.follow.checked) goTo(known.scenes.showing?.caption?.place);
  }
}

function frontDialog() {
  return [...document.querySelectorAll("dialog:modal")].at(-1) ?? document.body;
}

function goTo(place) {
  if (!place) return;
  const { name, channel, thread } = place;
  document.getElementById("shell").dataset.pane = "conversation";
  go({ as: name, channel, thread });
}

function button(words, run) {
  return make("button", { type: "button", class: "button", on: { click: () => trying(run) } }, words);
}
