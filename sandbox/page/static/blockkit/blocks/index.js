/** Which block is drawn by whom. */

import { make } from "../dom.js";
import { blockScope } from "../elements/scope.js";
import { drawChart } from "../figures/chart.js";
import { drawDataTable } from "../figures/data_table.js";
import { drawTable } from "../figures/table.js";
import { drawMarkdown } from "../text/markdown.js";
import { drawRichText } from "../text/rich_text.js";
import { drawCard, drawCarousel } from "./card.js";
import { drawContainer } from "./container.js";
import { drawInput } from "./input.js";
import { drawActions, drawAlert, drawContext, drawContextActions, drawDivider, drawHeader } from "./lines.js";
import { drawFile, drawImage, drawVideo } from "./media.js";
import { drawPlan, drawTask } from "./plan.js";
import { drawSection } from "./section.js";

const DRAWERS = {
  actions: drawActions,
  alert: drawAlert,
  card: drawCard,
  carousel: drawCarousel,
  container: drawContainer,
  context: drawContext,
  context_actions: drawContextActions,
  data_table: drawDataTable,
  data_visualization: drawChart,
  divider: drawDivider,
  file: drawFile,
  header: drawHeader,
  image: drawImage,
  input: drawInput,
  markdown: (block, { context }) => drawMarkdown(block.text, context),
  plan: drawPlan,
  rich_text: (block, { context }) => drawRichText(block, context),
  section: drawSection,
  table: drawTable,
  task_card: drawTask,
  video: drawVideo,
};

/**
 * Draw blocks one after another. A type that is not known is named instead, so that nothing vanishes unseen.
 * @param {object[]} blocks as the app sent them
 * @param {import("../elements/scope.js").Scope} scope where they stand
 * @returns {HTMLElement[]}
 */
export function drawBlocks(blocks, scope) {
  return blocks.map((block) => {
    const drawer = DRAWERS[block.type] ?? drawUnknown;
    const attributes = { class: `bk-block bk-block-${block.type}`, "data-block": block.type, "data-block-id": block.block_id };
    return make("div", attributes, drawer(block, blockScope(scope, block)));
  });
}

function drawUnknown(block) {
  return make("p", { class: "bk-unknown" }, `A block of type ${block.type}`);
}
