/** Instants as Slack writes them: the tokens of `<!date^…>` and of rich text, in the reader's zone and language. */

const DAY = 86_400_000;
const STEPS = [["year", 365 * DAY], ["month", 30 * DAY], ["week", 7 * DAY], ["day", DAY], ["hour", 3_600_000], ["minute", 60_000]];

/**
 * Put an instant into a format with tokens.
 * @param {number} seconds Unix time
 * @param {string} format words with tokens in braces, as `{date_short_pretty} at {time}`; unknown tokens stay
 * @param {object} context `zone` (IANA), `locale` (BCP 47), `now` (optional, returns milliseconds)
 * @returns {string}
 */
export function writeInstant(seconds, format, context) {
  const instant = new Date(seconds * 1000);
  return format.replace(/\{(\w+)\}/g, (token, name) => TOKENS[name]?.(instant, context) ?? token);
}

/** Write an instant in full, for the tooltip of a shorter one. */
export function writeFully(seconds, context) {
  return shown({ dateStyle: "full", timeStyle: "long" })(new Date(seconds * 1000), context);
}

/** Return what a clock on the wall of the reader's zone shows at an instant: `YYYY-MM-DDTHH:mm`. */
export function wallTime(seconds, zone) {
  const parts = partsOf(new Date(seconds * 1000), { zone, locale: "en-US" });
  return `${parts.year}-${parts.month}-${parts.day}T${parts.hour}:${parts.minute}`;
}

/** Return the Unix time at which a clock on the wall of the zone shows `wall` (`YYYY-MM-DDTHH:mm`). */
export function instantOf(wall, zone) {
  const aim = Date.parse(`${wall}Z`);
  let guess = aim;
  for (let round = 0; round < 2; round += 1) guess += aim - Date.parse(`${wallTime(guess / 1000, zone)}Z`);
  return guess / 1000;
}

const TOKENS = {
  ago,
  date: ordinalDate({ year: "numeric", month: "long", day: "numeric" }),
  date_long: ordinalDate({ weekday: "long", year: "numeric", month: "long", day: "numeric" }),
  date_long_full: ordinalDate({ weekday: "long", year: "numeric", month: "long", day: "numeric" }),
  date_num: (instant, context) => {
    const { year, month, day } = partsOf(instant, context);
    return `${year}-${month}-${day}`;
  },
  date_short: shown({ year: "numeric", month: "short", day: "numeric" }),
  date_slash: shown({ year: "numeric", month: "2-digit", day: "2-digit" }),
  time: shown({ hour: "numeric", minute: "2-digit" }),
  time_secs: shown({ hour: "numeric", minute: "2-digit", second: "2-digit" }),
};
TOKENS.date_pretty = pretty(TOKENS.date);
TOKENS.date_short_pretty = pretty(TOKENS.date_short);
TOKENS.date_long_pretty = pretty(TOKENS.date_long);
TOKENS.day_divider_pretty = pretty(ordinalDate({ weekday: "long", month: "long", day: "numeric" }));

function shown(style) {
  return (instant, context) => formatter(style, context).format(instant);
}

function formatter(style, { zone, locale }) {
  return new Intl.DateTimeFormat(locale, { timeZone: zone, ...style });
}

/** In English a day of the month is an ordinal, as Slack writes it: February 18th, 2014. */
function ordinalDate(style) {
  return (instant, context) => {
    const parts = formatter(style, context).formatToParts(instant);
    const isEnglish = (context.locale ?? "en").startsWith("en");
    return parts.map(({ type, value }) => (isEnglish && type === "day" ? value + suffix(Number(value)) : value)).join("");
  };
}

function suffix(day) {
  return { one: "st", two: "nd", few: "rd" }[new Intl.PluralRules("en", { type: "ordinal" }).select(day)] ?? "th";
}

/** Yesterday, today and tomorrow by name, any other day as `write` has it. */
function pretty(write) {
  return (instant, context) => {
    const days = (dayNumber(instant, context) - dayNumber(new Date(now(context)), context)) / DAY;
    if (Math.abs(days) > 1) return write(instant, context);
    return new Intl.RelativeTimeFormat(context.locale, { numeric: "auto" }).format(days, "day");
  };
}

function ago(instant, context) {
  const passed = instant.getTime() - now(context);
  const words = new Intl.RelativeTimeFormat(context.locale, { numeric: "auto" });
  const [unit, length] = STEPS.find(([, size]) => Math.abs(passed) >= size) ?? ["second", 1000];
  return words.format(Math.round(passed / length), unit);
}

function dayNumber(instant, context) {
  const { year, month, day } = partsOf(instant, context);
  return Date.UTC(Number(year), Number(month) - 1, Number(day));
}

function partsOf(instant, { zone }) {
  const style = { timeZone: zone, hourCycle: "h23", year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit" };
  const parts = new Intl.DateTimeFormat("en-US", style).formatToParts(instant);
  return Object.fromEntries(parts.map(({ type, value }) => [type, value]));
}

function now(context) {
  return context.now?.() ?? Date.now();
}
