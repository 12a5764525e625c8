/** Times as the person the page acts as reads them: in their zone and language. */

import { me } from "./store.js";

const formats = new Map();

/** Return the instant of a message. */
export const instantOf = (ts) => new Date(Number(ts) * 1000);

/** Write the time of day, as 14:05 or 2:05 PM. */
export const timeOfDay = (ts) => format({ hour: "numeric", minute: "2-digit" }).format(instantOf(ts));

/** Write all of an instant, for titles. */
export const fullTime = (ts) => format({ dateStyle: "full", timeStyle: "medium" }).format(instantOf(ts));

/** Return a key that is the same for all messages of one day. */
export const dayKey = (ts) => format({ year: "numeric", month: "2-digit", day: "2-digit" }).format(instantOf(ts));

/** Write a day: Today, Yesterday, or its name. */
export function dayName(ts) {
  const now = Date.now() / 1000;
  if (dayKey(ts) === dayKey(now)) return "Today";
  if (dayKey(ts) === dayKey(now - 86_400)) return "Yesterday";
  return format({ weekday: "long", day: "numeric", month: "long" }).format(instantOf(ts));
}

/** Write how long ago something was, for thread summaries. */
export function ago(ts) {
  const minutes = Math.max(0, Math.round((Date.now() / 1000 - Number(ts)) / 60));
  if (minutes < 1) return "just now";
  if (minutes < 60) return `${minutes} min ago`;
  const hours = Math.round(minutes / 60);
  return hours < 24 ? `${hours} h ago` : dayName(ts);
}

function format(options) {
  const { locale, zone } = me();
  const key = JSON.stringify([locale, zone, options]);
  if (!formats.has(key)) formats.set(key, new Intl.DateTimeFormat(locale, { ...options, timeZone: zone }));
  return formats.get(key);
}
