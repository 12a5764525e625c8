/** Where the page is, kept in the address: `#/as/rosa/c/it-help/t/<ts>`, `#/as/rosa/home`. */

/** Read the address: `{as, channel, thread, message, isHome}`; what it does not say is null. */
export function readRoute() {
  const parts = location.hash.replace(/^#\/?/, "").split("/").map(decodeURIComponent);
  const route = { as: null, channel: null, thread: null, message: null, isHome: false };
  for (let place = 0; place < parts.length; place += 2) {
    const name = NAMES[parts[place]];
    if (name !== undefined) route[name] = parts[place + 1] || null;
    if (parts[place] === "home") route.isHome = true;
  }
  return route;
}

/** Go somewhere; fields that are left out are nowhere. */
export function go(route, { replacing = false } = {}) {
  const address = writeRoute(route);
  if (address === location.hash) return;
  if (!replacing) {
    location.hash = address;
    return;
  }
  history.replaceState(null, "", address);
  globalThis.dispatchEvent(new HashChangeEvent("hashchange"));
}

/** Return the address of a route. */
export function writeRoute({ as, channel, thread, message, isHome }) {
  const parts = ["#", "as", as];
  if (isHome) parts.push("home");
  else if (channel) parts.push("c", channel);
  if (thread) parts.push("t", thread);
  if (message) parts.push("m", message);
  return parts.map((part) => (part === "#" ? part : encodeURIComponent(part))).join("/");
}

const NAMES = { as: "as", c: "channel", t: "thread", m: "message" };
