/** What happens when a person uses an element: it may ask first, shows that it waits, and says if it failed. */

import { make } from "../dom.js";
import { readState } from "../state.js";
import { confirmed } from "./confirm.js";

const FAILED = "This did not work. Try again?";

/**
 * Hand an act to the page. While it is under way, and when it failed, the element shows it.
 * @param {HTMLElement} node the element as drawn
 * @param {object} scope where it stands: `context`, `blockId`
 * @param {object} element the element as the app sent it
 * @param {object} meaning `{value}` of a button, `{choice}` of anything that is chosen
 * @returns {Promise<boolean>} false if the person said no in its confirmation dialog, or it is still under way
 */
export async function perform(node, scope, element, meaning) {
  if (node.getAttribute("aria-busy") === "true") return false;
  if (element.confirm && !(await confirmed(element.confirm, scope.context))) return false;
  const surface = node.closest(".bk-surface");
  const state = surface ? readState(surface) : {};
  const action = { action_id: element.action_id, block_id: scope.blockId, ...meaning, element, state };
  showFailure(node, null);
  node.setAttribute("aria-busy", "true");
  try {
    await scope.context.act(action);
  } catch (error) {
    showFailure(node, error?.message || FAILED);
  } finally {
    node.removeAttribute("aria-busy");
  }
  return true;
}

/** Say beside an element that it failed; null takes that back. */
export function showFailure(node, words) {
  const place = node.closest(".bk-element") ?? node;
  place.querySelector(":scope > .bk-failure")?.remove();
  if (words !== null) place.append(make("span", { class: "bk-failure", role: "alert" }, words));
}
