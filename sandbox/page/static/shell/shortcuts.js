/** The app's shortcuts: on a message, and from anywhere. */

import { toast, trying } from "./notices.js";
import { doing, known, refreshViews } from "./store.js";

/** Return the app's shortcuts of a type, `message` or `global`. */
export function listShortcuts(type) {
  return (known.company.app.shortcuts ?? []).filter((each) => each.type === type);
}

/** Run a shortcut on a message. */
export function runMessageShortcut({ callback_id: callback, name }, { channel, ts }) {
  return run(name, { callback_id: callback, channel, ts });
}

/** Run a shortcut from anywhere. */
export function runGlobalShortcut({ callback_id: callback, name }) {
  return run(name, { callback_id: callback });
}

async function run(name, ask) {
  const answer = await trying(() => doing("shortcut", ask));
  if (answer === undefined) return;
  if (answer.status !== 200) toast(`${name} failed: the app ${answer.status === null ? "did not answer" : `answered ${answer.status}`}.`, { isFailure: true });
  await trying(refreshViews);
}
