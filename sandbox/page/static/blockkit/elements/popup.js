/** A list or menu that floats beside what opened it, above everything else and inside the window. */

const GAP = 4;
const MARGIN = 8;
const TALLEST = 320;
const NARROWEST = 220;

/**
 * Show `popup` beside `anchor` until the returned function is called.
 * @param {HTMLElement} anchor what opened it
 * @param {HTMLElement} popup has `popover="manual"`; it stays where it is in the document
 * @param {function} dismiss called when the person presses elsewhere
 * @returns {function} puts it away
 */
export function float(anchor, popup, dismiss) {
  const lifetime = new AbortController();
  const listen = (target, name, listener) => target.addEventListener(name, listener, { capture: true, signal: lifetime.signal });
  const elsewhere = (event) => {
    if (!popup.contains(event.target) && !anchor.contains(event.target)) dismiss();
  };
  popup.showPopover();
  place(anchor, popup);
  listen(document, "pointerdown", elsewhere);
  listen(document, "scroll", (event) => popup.contains(event.target) || place(anchor, popup));
  listen(window, "resize", () => place(anchor, popup));
  return () => {
    lifetime.abort();
    if (popup.isConnected) popup.hidePopover();
  };
}

/** Below the anchor, or above it where there is more room. */
function place(anchor, popup) {
  const around = anchor.getBoundingClientRect();
  const width = Math.min(Math.max(around.width, NARROWEST), window.innerWidth - 2 * MARGIN);
  const below = window.innerHeight - around.bottom - GAP - MARGIN;
  const above = around.top - GAP - MARGIN;
  const isBelow = below >= Math.min(popup.scrollHeight, TALLEST) || below >= above;
  Object.assign(popup.style, {
    width: `${width}px`,
    maxHeight: `${Math.min(TALLEST, isBelow ? below : above)}px`,
    left: `${Math.max(MARGIN, Math.min(around.left, window.innerWidth - width - MARGIN))}px`,
    top: isBelow ? `${around.bottom + GAP}px` : "auto",
    bottom: isBelow ? "auto" : `${window.innerHeight - around.top + GAP}px`,
  });
}
