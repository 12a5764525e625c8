/** The shell's icons: lines in the colour of the text around them. */

import { draw } from "../blockkit/dom.js";

/** Draw an icon by name; it is hidden from screen readers, so what carries it needs a label of its own. */
export function drawIcon(name) {
  return draw("svg", { class: "icon", viewBox: "0 0 20 20", "aria-hidden": "true" }, draw("path", { d: PATHS[name] }));
}

const PATHS = {
  app: "M4 4h5v5H4zM11 4h5v5h-5zM4 11h5v5H4zM11 11h5v5h-5z",
  back: "M12 4.5L6.5 10l5.5 5.5",
  bolt: "M11 2.5L4.5 11H9l-.5 6.5L15.5 9H11z",
  check: "M4 10.5l4 4 8-9",
  chevron: "M5.5 8l4.5 4.5L14.5 8",
  clip: "M14.5 9.5l-5 5a3 3 0 01-4.25-4.25l6-6a2 2 0 012.85 2.85l-6 6a1 1 0 01-1.4-1.4l5-5",
  clock: "M10 2.75a7.25 7.25 0 100 14.5 7.25 7.25 0 000-14.5zM10 6v4.25l3 1.75",
  close: "M5.5 5.5l9 9m0-9l-9 9",
  copy: "M7 7h9v9H7zM13 7V4H4v9h3",
  download: "M10 3v9m0 0l-3.5-3.5M10 12l3.5-3.5M4 16h12",
  edit: "M4 16l.75-3.5L13 4.25l2.75 2.75L7.5 15.25z",
  file: "M5 2.75h6.5L15.25 6.5v10.75H5zM11.25 3v3.75h3.75",
  hash: "M8 3L6 17M14 3l-2 14M3.5 7.5h13M3 12.5h13",
  incoming: "M16 4L5 15m0 0V7.5M5 15h7.5",
  lock: "M5 9h10v7.5H5zM7 9V6.5a3 3 0 016 0V9",
  moon: "M15.5 12A6.5 6.5 0 018 4.5 6.5 6.5 0 1015.5 12z",
  more: "M4.5 10h.01M10 10h.01M15.5 10h.01",
  outgoing: "M4 16L15 5m0 0v7.5M15 5H7.5",
  people: "M7.5 9.5a3 3 0 100-6 3 3 0 000 6zM2.5 16.5c0-3 2-5 5-5s5 2 5 5M13 9a2.5 2.5 0 000-5M14 11.5c2 .3 3.5 2 3.5 4.5",
  play: "M6.5 4.5v11l9-5.5z",
  plus: "M10 4v12M4 10h12",
  reply: "M16.5 4.5h-13v9h3v3l3.5-3h6.5z",
  send: "M3.5 16.5l13-6.5-13-6.5 1.75 5.25L11 10l-5.75 1.25z",
  smile: "M10 2.75a7.25 7.25 0 100 14.5 7.25 7.25 0 000-14.5zM7.5 8.25h.01M12.5 8.25h.01M6.5 11.5c1.5 2.75 5.5 2.75 7 0",
  sun: "M10 6.5a3.5 3.5 0 100 7 3.5 3.5 0 000-7zM10 2v1.5M10 16.5V18M2 10h1.5M16.5 10H18M4.3 4.3l1.1 1.1M14.6 14.6l1.1 1.1M4.3 15.7l1.1-1.1M14.6 5.4l1.1-1.1",
  trash: "M4 5.5h12M8 5.5V3.75h4V5.5M5.5 5.5l.75 11h7.5l.75-11",
  wire: "M3 6h9m0 0L9.5 3.5M12 6L9.5 8.5M17 14H8m0 0l2.5-2.5M8 14l2.5 2.5",
};
