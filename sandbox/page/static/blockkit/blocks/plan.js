/** Plans and tasks: what an app that works in steps says about them. */

import { icon, make } from "../dom.js";
import { drawLink } from "../text/mentions.js";
import { drawRichText } from "../text/rich_text.js";

const STATUSES = {
  pending: ["dots", "Not begun"],
  in_progress: ["play", "Under way"],
  complete: ["success", "Done"],
  error: ["warning", "Failed"],
};

/** Draw a plan with its tasks. */
export function drawPlan(block, scope) {
  const tasks = (block.tasks ?? []).map((task) => make("li", {}, drawTask(task, scope)));
  return make("div", { class: "bk-plan" }, make("div", { class: "bk-container-title" }, block.title), make("ol", { class: "bk-tasks" }, tasks));
}

/** Draw a task: how it stands, what it is, what came of it. */
export function drawTask(task, { context }) {
  const [picture, status] = STATUSES[task.status];
  const texts = [task.details, task.output].filter(Boolean).map((text) => drawRichText(text, context));
  const sources = task.sources?.map(({ url, text }) => drawLink(url, context, text)).flatMap((link, index) => (index ? [" · ", link] : [link]));
  const heading = make("div", { class: "bk-task-heading" }, icon(picture), make("b", {}, task.title), make("span", { class: "bk-note" }, status));
  return make("div", { class: `bk-task bk-task-${task.status}` }, heading, texts, sources ? make("div", { class: "bk-note" }, sources) : null);
}
