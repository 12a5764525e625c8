/** Files that are shared with a message. */

import { make } from "../blockkit/dom.js";
import { drawIcon } from "./icons.js";

const PICTURES = new Set(["image/png", "image/jpeg", "image/gif", "image/webp", "image/avif"]);

/** Draw a message's files: pictures as pictures, others as cards to download; null when there are none. */
export function drawFiles(files) {
  if (files.length === 0) return null;
  return make("ul", { class: "files", "aria-label": "Files" }, ...files.map((file) => make("li", {}, drawFile(file))));
}

/** Write a size in bytes as people read it. */
export function writeSize(bytes) {
  if (bytes < 1024) return `${bytes} B`;
  const kilobytes = bytes / 1024;
  return kilobytes < 1024 ? `${Math.round(kilobytes)} kB` : `${(kilobytes / 1024).toFixed(1)} MB`;
}

function drawFile(file) {
  if (PICTURES.has(file.mimetype)) {
    const picture = make("img", { class: "file-picture", src: file.page_url, alt: file.title, loading: "lazy" });
    return make("a", { href: file.page_url, target: "_blank", rel: "noopener" }, picture);
  }
  return make(
    "a",
    { class: "file-card", href: file.page_url, download: file.name },
    make("span", { class: "file-icon" }, drawIcon("file")),
    make("span", { class: "file-words" }, make("b", {}, file.title), make("span", {}, `${file.pretty_type} · ${writeSize(file.size)}`)),
    drawIcon("download"),
  );
}
