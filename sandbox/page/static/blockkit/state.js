/** What people filled in: each control says how it is read, a whole surface is read at once. */

import { make } from "./dom.js";

const CONTROLS = new WeakMap();

/**
 * Let a control be read with the surface that it stands on.
 * @param {HTMLElement} node stands for the control in the document
 * @param {object} scope where it stands: `blockId`
 * @param {string} actionId
 * @param {function} read returns what it holds: the words, an option's value, an id, a date, a list of them, or null
 */
export function register(node, scope, actionId, read) {
  node.dataset.control = actionId;
  CONTROLS.set(node, { blockId: scope.blockId, actionId, read });
  return node;
}

/**
 * Read everything that is filled in.
 * @param {HTMLElement} node a drawn view or message
 * @returns {object} `{block_id: {action_id: value}}`
 */
export function readState(node) {
  const values = {};
  for (const control of node.querySelectorAll("[data-control]")) {
    const { blockId, actionId, read } = CONTROLS.get(control);
    values[blockId] = { ...values[blockId], [actionId]: read() };
  }
  return values;
}

/**
 * Return what a view holds, as `readState` reads it, from `state.values` as Slack's API has them.
 * @param {object} values `{block_id: {action_id: {type, …}}}`
 * @returns {object} `{block_id: {action_id: value}}`
 */
export function heldIn(values) {
  const held = (actions) => Object.fromEntries(Object.entries(actions).map(([id, state]) => [id, heldBy(state)]));
  return Object.fromEntries(Object.entries(values).map(([blockId, actions]) => [blockId, held(actions)]));
}

/** Options are held by their values, but those that only the app knows are held whole. */
function heldBy({ type, ...state }) {
  const [value] = Object.values(state);
  const isWhole = type.endsWith("external_select") || type === "file_input";
  const bare = (each) => (isWhole ? each : (each?.value ?? each));
  return Array.isArray(value) ? value.map(bare) : bare(value);
}

/**
 * Show what is wrong with a form, beside each field, and move to the first; what was shown before goes.
 * @param {HTMLElement} node a drawn view
 * @param {object} errors `{block_id: words}`; words for a block that is not there stand at the top
 */
export function showErrors(node, errors) {
  node.querySelectorAll(".bk-stray-error").forEach((stray) => stray.remove());
  const fields = [...node.querySelectorAll("[data-input-block]")];
  for (const field of fields) markField(field, errors[field.dataset.inputBlock] ?? "");
  const known = new Set(fields.map((field) => field.dataset.inputBlock));
  const strays = Object.keys(errors).filter((blockId) => !known.has(blockId));
  node.prepend(...strays.map((blockId) => make("p", { class: "bk-error bk-stray-error", role: "alert" }, errors[blockId])));
  const first = fields.find((field) => errors[field.dataset.inputBlock]);
  first?.querySelector("input, textarea, button, select, [contenteditable]")?.focus();
}

function markField(field, words) {
  field.querySelector(".bk-error").textContent = words;
  field.classList.toggle("bk-has-error", words !== "");
  for (const control of field.querySelectorAll("[data-validated]")) {
    if (words) control.setAttribute("aria-invalid", "true");
    else control.removeAttribute("aria-invalid");
  }
}
