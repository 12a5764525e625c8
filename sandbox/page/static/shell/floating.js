/** Things that float above the page: menus and small panels. One is open at a time; Escape and a press outside close it. */

import { make } from "../blockkit/dom.js";
import { drawIcon } from "./icons.js";

const MARGIN = 8;
let closeOpen = null;

/**
 * Open a panel beside a button.
 * @param {HTMLElement} anchor the button; it gets the focus back
 * @param {HTMLElement} panel
 */
export function openPanel(anchor, panel) {
  closePanel();
  panel.classList.add("floating");
  (anchor.closest("[data-floats], dialog") ?? document.body).append(panel);
  place(anchor, panel);
  anchor.setAttribute("aria-expanded", "true");
  const outside = (event) => !panel.contains(event.target) && !anchor.contains(event.target) && closePanel();
  const escape = (event) => event.key === "Escape" && (event.stopPropagation(), closePanel(), anchor.focus());
  document.addEventListener("pointerdown", outside, true);
  panel.addEventListener("keydown", escape);
  closeOpen = () => {
    document.removeEventListener("pointerdown", outside, true);
    anchor.setAttribute("aria-expanded", "false");
    panel.remove();
  };
}

/** Close what floats. */
export function closePanel() {
  closeOpen?.();
  closeOpen = null;
}

/**
 * Open a menu beside a button.
 * @param {HTMLElement} anchor
 * @param {string} label for screen readers
 * @param {object[]} entries `{words, icon, hint, isDanger, isChosen, face, run}`; null draws a line
 */
export function openMenu(anchor, label, entries) {
  const items = entries.map((entry) => (entry === null ? make("hr", { role: "separator" }) : drawEntry(anchor, entry)));
  const menu = make("div", { class: "menu", role: "menu", "aria-label": label }, ...items);
  menu.addEventListener("keydown", (event) => moveFocus(event, menu));
  openPanel(anchor, menu);
  (menu.querySelector('[aria-checked="true"]') ?? menu.querySelector("button"))?.focus();
}

function drawEntry(anchor, { words, icon, hint, isDanger, isChosen, face, run }) {
  const choose = () => {
    closePanel();
    anchor.focus();
    run();
  };
  const role = isChosen === undefined ? "menuitem" : "menuitemradio";
  const attributes = { type: "button", role, class: isDanger ? "menu-item danger" : "menu-item", tabindex: "-1", on: { click: choose } };
  return make(
    "button",
    isChosen === undefined ? attributes : { ...attributes, "aria-checked": String(isChosen) },
    face ?? (icon ? drawIcon(icon) : null),
    make("span", { class: "menu-words" }, make("span", {}, words), hint ? make("span", { class: "menu-hint" }, hint) : null),
    isChosen ? drawIcon("check") : null,
  );
}

function moveFocus(event, menu) {
  const items = [...menu.querySelectorAll("button")];
  const now = items.indexOf(document.activeElement);
  const places = { ArrowDown: now + 1, ArrowUp: now - 1, Home: 0, End: -1 };
  if (event.key === "Tab") closePanel();
  let next = places[event.key] === undefined ? undefined : items.at(places[event.key] % items.length);
  if (next === undefined && event.key.length === 1) next = items.find((item, place) => place > now && startsWith(item, event.key));
  if (next === undefined) return;
  event.preventDefault();
  next.focus();
}

function startsWith(item, letter) {
  return item.textContent.toLowerCase().startsWith(letter.toLowerCase());
}

function place(anchor, panel) {
  const at = anchor.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = panel;
  const isRoomBelow = at.bottom + height + MARGIN < innerHeight;
  const top = isRoomBelow ? at.bottom + 4 : Math.max(MARGIN, at.top - height - 4);
  const left = Math.min(Math.max(MARGIN, at.left), innerWidth - width - MARGIN);
  Object.assign(panel.style, { top: `${top}px`, left: `${Math.max(MARGIN, left)}px` });
}
