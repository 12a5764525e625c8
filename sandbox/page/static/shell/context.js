/** What drawn blocks know of the page they are on, and what a press on them does. */

import { act, packFile } from "./api.js";
import { known, me, refreshViews } from "./store.js";
import { go, readRoute } from "./route.js";

/** The name of this page among those that show the same modals. */
export const PAGE = crypto.randomUUID?.() ?? String(Math.random());

const FILE = /\/files\/(F[A-Z0-9]+)\/([^/?#]+)/;
const PERMALINK = /\/archives\/([A-Z0-9]+)\/p(\d{10})(\d{6})(?:\?thread_ts=([\d.]+))?/;

/**
 * Return the context of blocks.
 * @param {object} place where they are: `{on: "message", channel, ts}`, `{on: "modal"}` or `{on: "home"}`
 */
export function blockContext(place) {
  const { people, channels, groups } = known.company;
  const { zone, locale, id } = me();
  return {
    people,
    channels,
    groups,
    me: id,
    zone,
    locale,
    act: (action) => press(id, place, action),
    suggest: (asked) => suggest(id, place, asked),
    follow: followLink,
    upload: packFile,
    now: () => Date.now() + (known.company.clock?.offset_seconds ?? 0) * 1000,
    fileUrl: (file) => fileAddress(file, "file"),
    openChannel: (channel) => go({ as: readRoute().as, channel: channels[channel]?.name ?? channel }),
  };
}

/** Open a link to this workspace on the page itself, or to one of its files beside it; return whether it was one. */
export function followLink(url) {
  const { as } = readRoute();
  const file = FILE.exec(url);
  if (file !== null) {
    open(fileAddress(file[1], file[2]), "_blank", "noopener");
    return true;
  }
  const found = PERMALINK.exec(url);
  if (found !== null) {
    const [, id, seconds, micros, thread] = found;
    const channel = known.company.channels[id];
    go({ as, channel: channel?.kind === "im" || !channel ? id : channel.name, thread, message: `${seconds}.${micros}` });
    return true;
  }
  if (!url.startsWith("slack://app?")) return false;
  go({ as, isHome: true });
  return true;
}

/** Return where who the page acts as may read a file. */
function fileAddress(id, name) {
  return `/page/files/${id}/${name}?${new URLSearchParams({ as: known.company.me })}`;
}

/** Ask the app what it offers for the words typed into a menu; throws when it gave nothing that Slack takes. */
async function suggest(as, place, { action_id, block_id, value }) {
  const answer = await act(as, "suggest", { ...place, action_id, block_id, typed: value });
  if (answer.reason) throw new Error(answer.reason);
  return answer;
}

/** Press or choose something; throws when the app did not take it, as Slack shows a warning sign. */
async function press(as, place, { action_id, block_id, value, choice, state }) {
  const typed = place.on === "message" ? {} : { values: state, by: PAGE };
  const { status, is_denied: isDenied, is_quiet: isQuiet } = await act(as, "press", { ...place, ...typed, action_id, block_id, value, choice });
  if (place.on !== "message") await refreshViews();
  if (status === 200 || isDenied || isQuiet) return;
  throw new Error(status === null ? "The app did not answer in time." : `The app failed (${status}).`);
}
