/** The time machine: moves the app's clock forward, where the demo offers one. */

import { make } from "../blockkit/dom.js";
import { direct } from "./api.js";
import { toast, trying } from "./notices.js";
import { known, me, refreshCompany } from "./store.js";

const STEPS = { "+15m": "+15 min", "+1h": "+1 h", next_business_morning: "Next business morning", "+1month": "+1 month" };

/** Draw the buttons and what time it is for the app; null where there is no time machine. */
export function drawTimeMachine() {
  const { clock } = known.company;
  if (!clock) return null;
  const buttons = Object.entries(STEPS).map(([step, words]) => make("button", { type: "button", class: "button", on: { click: () => travel(step) } }, words));
  return make("section", { class: "tool", "aria-label": "Time machine" }, make("h3", {}, "Time machine"), make("p", { class: "hint" }, writeNow(clock)), make("div", { class: "steps" }, ...buttons));
}

async function travel(step) {
  document.activeElement?.blur();
  await trying(async () => {
    await direct("time_machine", { step });
    await refreshCompany();
    toast(writeNow(known.company.clock));
  });
}

function writeNow({ offset_seconds: offset }) {
  const { locale, zone } = me();
  const format = new Intl.DateTimeFormat(locale, { dateStyle: "full", timeStyle: "short", timeZone: zone });
  const ahead = offset ? "" : " (real time)";
  return `For the app it is ${format.format(Date.now() + offset * 1000)}${ahead}.`;
}
