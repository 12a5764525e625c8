/** The fault switches: how the sandbox can be told to misbehave. */

import { make } from "../blockkit/dom.js";
import { direct } from "./api.js";
import { trying } from "./notices.js";
import { refreshCompany } from "./store.js";

const WORDS = {
  duplicate: "Deliver twice",
  delay: "Deliver late",
  reorder: "Deliver out of order",
  drop_ack: "Lose the app's answer",
  http_status: "Count the answer as a 500",
  unreachable: "Do not reach the app",
  disconnect: "Cut the socket before the ack",
  disconnect_after_ack: "Cut the socket after the ack",
  silence: "Let the sockets go silent",
  rate_limited: "Refuse with 429",
  server_error: "Fail with a 500",
  refusal: "Refuse the call",
  answer_lost: "Do the work, lose the answer",
  cut: "Cut the call",
  slow: "Answer slowly",
};
const GROUPS = { to_app: "Events to the app", from_app: "Calls of the app" };

/** Draw the switches and what is waiting to strike; `isOpen` keeps them unfolded. */
export function drawFaults({ kinds, waiting }, isOpen) {
  const kind = make("select", { class: "field", "aria-label": "What goes wrong" }, ...Object.entries(kinds).map(([direction, each]) => drawGroup(direction, each)));
  const about = make("input", { class: "field", value: "*", "aria-label": "Event or method, * for any", title: "An event (message), a method (chat.postMessage), or * for any" });
  const times = make("input", { class: "field", type: "number", min: "1", max: "99", value: "1", "aria-label": "How often" });
  const add = (event) => {
    event.preventDefault();
    change(() => direct("add_fault", { kind: kind.value, on: about.value || "*", times: Number(times.value) }));
  };
  const form = make("form", { class: "fault-form", on: { submit: add } }, kind, about, times, make("button", { type: "submit", class: "button" }, "Add"));
  return make("details", { class: "tool", open: isOpen || waiting.length > 0 }, make("summary", {}, "Faults", countOf(waiting)), form, ...drawWaiting(waiting));
}

function countOf(waiting) {
  return waiting.length ? make("span", { class: "badge" }, String(waiting.length)) : null;
}

function drawGroup(direction, kinds) {
  return make("optgroup", { label: GROUPS[direction] }, ...kinds.map((kind) => make("option", { value: kind }, WORDS[kind] ?? kind)));
}

function drawWaiting(waiting) {
  if (waiting.length === 0) return [make("p", { class: "hint" }, "All goes well. A fault strikes the next event or call it fits.")];
  const items = waiting.map(({ kind, on, times }) => make("li", {}, `${WORDS[kind] ?? kind} (${on})${times === null ? "" : `, ${times}×`}`));
  const clear = make("button", { type: "button", class: "button", on: { click: () => change(() => direct("clear_faults")) } }, "Clear");
  return [make("ul", { class: "fault-list" }, ...items), clear];
}

async function change(work) {
  document.activeElement?.blur();
  await trying(async () => {
    await work();
    await refreshCompany();
  });
}
