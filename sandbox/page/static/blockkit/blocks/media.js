/** Pictures, videos and remote files. Where a picture cannot be loaded, what it shows is said instead. */

import { icon, make } from "../dom.js";
import { drawLink, isSafe } from "../text/mentions.js";
import { drawParagraph, drawTextObject } from "../text/text_object.js";

/** Draw a picture as an element of a block. */
export function drawPicture(element, context) {
  const source = element.image_url ?? element.slack_file?.url ?? context.fileUrl?.(element.slack_file?.id);
  const failed = () => picture.replaceWith(placeholder(element.alt_text));
  const attributes = { class: "bk-picture", alt: element.alt_text, loading: "lazy", referrerpolicy: "no-referrer", on: { error: failed } };
  if (!source || !isSafe(new URL(source, document.baseURI).href)) return placeholder(element.alt_text);
  const picture = make("img", { ...attributes, src: source });
  return picture;
}

/** Draw a picture as a block of its own, with its title. */
export function drawImage(block, { context }) {
  const title = block.title ? make("figcaption", { class: "bk-note" }, drawTextObject(block.title, context)) : null;
  return make("figure", { class: "bk-figure" }, title, drawPicture(block, context));
}

/** Draw a video as a link to it: nothing is played here. */
export function drawVideo(block, { context }) {
  const source = [block.provider_name, block.author_name].filter(Boolean).join(" · ");
  const title = drawLink(block.title_url ?? block.video_url, context, drawTextObject(block.title, context));
  const play = drawLink(block.video_url, context, icon("play"), make("span", { class: "bk-spoken" }, `Play: ${block.alt_text}`));
  play.classList.add("bk-play");
  return make(
    "div",
    { class: "bk-video" },
    source ? make("div", { class: "bk-note" }, source) : null,
    make("div", { class: "bk-video-title" }, title),
    block.description ? drawParagraph(block.description, context) : null,
    play,
  );
}

/** Draw a remote file, of which only its id is known here. */
export function drawFile(block) {
  const words = make("span", { class: "bk-file-name" }, block.external_id);
  return make("div", { class: "bk-file" }, icon("file"), words, make("span", { class: "bk-note" }, "remote file"));
}

function placeholder(words) {
  return make("span", { class: "bk-missing", role: "img", "aria-label": words }, icon("image"), make("span", {}, words));
}
