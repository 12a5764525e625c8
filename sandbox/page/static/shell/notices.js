/** Short words to the person: toasts that go by themselves, and what only screen readers hear. */

import { make } from "../blockkit/dom.js";

const TOAST_MILLISECONDS = 6000;
const MOST_ANNOUNCEMENTS = 20;

/** Show a toast; `isFailure` makes it stay longer and stand out. */
export function toast(words, { isFailure = false } = {}) {
  const box = make("div", { class: isFailure ? "toast toast-failure" : "toast" }, words);
  document.getElementById("toasts").append(box);
  setTimeout(() => box.remove(), isFailure ? 2 * TOAST_MILLISECONDS : TOAST_MILLISECONDS);
}

/** Say something to screen readers. */
export function announce(words) {
  const log = document.getElementById("announcer");
  log.append(make("p", {}, words));
  while (log.children.length > MOST_ANNOUNCEMENTS) log.firstChild.remove();
}

/** Do something, and show as a toast what went wrong. Returns what it returned, undefined after a failure. */
export async function trying(work) {
  try {
    return await work();
  } catch (error) {
    toast(error.message, { isFailure: true });
    return undefined;
  }
}
