/** The page: reads the address, becomes the person it names, and draws what changes. */

import { Conversation } from "./conversation.js";
import { authorOf } from "./faces.js";
import { Modals } from "./modals.js";
import { announce, toast, trying } from "./notices.js";
import { go, readRoute } from "./route.js";
import { countMentions, drawSidebar } from "./sidebar.js";
import { SceneBar } from "../scenes/scenes.js";
import { become, known, me, on } from "./store.js";
import { ThreadPane } from "./thread.js";

const FIRST = "rosa";
const LAST_PERSON = "deskbell-sandbox-person";
const WIDE = matchMedia("(min-width: 1500px)");
const shell = document.getElementById("shell");
const sidebar = document.getElementById("sidebar");
const conversation = new Conversation(document.getElementById("conversation"));
const thread = new ThreadPane(document.getElementById("thread"));
const modals = new Modals(document.getElementById("modals"));
new SceneBar(document.getElementById("scene"));

on("company", drawAll);
on("channels", drawCounts);
on("conversation", (id) => id === conversation.id && conversation.draw());
on("thread", (key) => key === thread.key && thread.draw());
on("views", () => (modals.draw(), conversation.home.draw()));
on("wire", () => withBench((bench) => bench.drawWire()));
on("arrival", tellArrival);
on("connection", tellConnection);
on("failure", (error) => toast(error.message, { isFailure: true }));
addEventListener("hashchange", () => trying(follow));
document.addEventListener("visibilitychange", () => (conversation.markRead(), thread.markRead()));
await trying(follow);

/** Become who the address names, and show where it points; what it leaves out is filled in. */
async function follow() {
  const route = readRoute();
  const as = route.as ?? localStorage.getItem(LAST_PERSON) ?? FIRST;
  if (known.company === null || (me().name !== as && me().id !== as)) await becomeOrFirst(as);
  localStorage.setItem(LAST_PERSON, me().name);
  const isSomewhere = route.isHome || canSee(route.channel);
  if (!isSomewhere || route.as !== me().name) {
    const there = isSomewhere ? route : { channel: firstChannel()?.name, isHome: false, thread: null };
    go({ ...there, as: me().name }, { replacing: true });
    return;
  }
  await show();
}

async function becomeOrFirst(as) {
  try {
    await become(as);
  } catch (error) {
    if (as === FIRST) throw error;
    await become(FIRST);
  }
}

async function drawAll() {
  conversation.list.forget();
  thread.list.forget();
  if (readRoute().as === me().name) await trying(show);
  withBench((bench) => bench.drawTools());
}

async function show() {
  const route = readRoute();
  shell.dataset.thread = String(Boolean(route.thread));
  if (route.thread && !WIDE.matches) document.getElementById("bench").hidden = true;
  drawSidebar(sidebar);
  drawTitle();
  await Promise.all([conversation.show(route), thread.show(route)]);
}

function drawCounts() {
  drawSidebar(sidebar);
  drawTitle();
}

function drawTitle() {
  const mentions = countMentions();
  const place = conversation.channel ? ` · ${conversation.channel.name || known.company.app.name}` : "";
  document.title = `${mentions ? `(${mentions}) ` : ""}${me().real_name}${place} · ${known.company.team.name}`;
}

function tellArrival(message) {
  if (message.user === known.company.me) return;
  const place = known.company.channels[message.channel]?.name ?? "a conversation";
  announce(`${authorOf(message).name} in ${place}: ${message.text}`);
}

function tellConnection() {
  shell.dataset.connected = String(known.isConnected);
  if (!known.isConnected) toast("The connection to the sandbox is lost. Trying again…", { isFailure: true });
  else toast("Connected again.");
}

function canSee(reference) {
  const channels = Object.values(known.company.channels);
  return channels.some(({ id, name }) => id === reference || name === reference);
}

function firstChannel() {
  const rooms = Object.values(known.company.channels).filter(({ is_member: isMember, kind }) => isMember && (kind === "channel" || kind === "group"));
  return rooms.find((each) => each.has_app) ?? rooms[0];
}

function withBench(work) {
  if (document.getElementById("bench").hidden) return;
  import("./bench.js").then(({ bench }) => work(bench));
}
