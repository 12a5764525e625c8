/** The wire to the sandbox: reading what a person sees, and doing what a person does. */

/** Something could not be done; `message` is fit to be shown. */
export class CannotDo extends Error {}

/** Read `/page/<path>` as a person. */
export function look(path, as, query = {}) {
  return answer(fetch(`/page/${path}?${new URLSearchParams({ as, ...query })}`));
}

/** Do a deed as a person. */
export function act(as, verb, ask = {}) {
  return answer(fetch(`/sandbox/people/${encodeURIComponent(as)}/${verb}`, sending(ask)));
}

/** Do something from above: faults, the time machine, people. */
export function direct(verb, ask = {}) {
  return answer(fetch(`/sandbox/direct/${verb}`, sending(ask)));
}

/** Read which scenes can be watched, and how far the one being played has come. */
export function lookAtScenes() {
  return answer(fetch("/page/scenes"));
}

/** Play a scene, for every page that is open. */
export function playScene(name) {
  return answer(fetch(`/page/scenes/${encodeURIComponent(name)}`, { method: "POST" }));
}

/** End the scene that is played. */
export function stopScene() {
  return answer(fetch("/page/scenes", { method: "DELETE" }));
}

/** Move a read mark forward. */
export function markRead(as, channel, ts, thread) {
  return answer(fetch("/page/read", sending({ as, channel, ts, ...(thread ? { thread } : {}) })));
}

/**
 * Follow what changes for a person.
 * @param {string} as the person
 * @param {string} cursor the last change that is known
 * @param {function(object): void} hear called with each event: `{changes: […]}` or `{reset: true}`
 * @param {function(boolean): void} connected called when the connection is lost and when it is back
 * @returns {function(): void} ends it
 */
export function follow(as, cursor, hear, connected) {
  const source = new EventSource(`/page/stream?${new URLSearchParams({ as, after: cursor })}`);
  source.onopen = () => connected(true);
  source.onerror = () => connected(false);
  source.onmessage = (event) => hear(JSON.parse(event.data));
  return () => source.close();
}

/** Read a file a person chose, as deeds take it. */
export async function packFile(file) {
  const bytes = new Uint8Array(await file.arrayBuffer());
  const pieces = [];
  for (let start = 0; start < bytes.length; start += 0x8000) {
    pieces.push(String.fromCharCode(...bytes.subarray(start, start + 0x8000)));
  }
  return { name: file.name, mimetype: file.type || null, content_base64: btoa(pieces.join("")) };
}

function sending(ask) {
  return { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(ask) };
}

async function answer(asking) {
  let response;
  try {
    response = await asking;
  } catch {
    throw new CannotDo("The sandbox does not answer. Is it still running?");
  }
  const body = await response.json().catch(() => ({}));
  if (!response.ok) throw new CannotDo(body.error ?? `The sandbox answered ${response.status}.`);
  return body;
}
