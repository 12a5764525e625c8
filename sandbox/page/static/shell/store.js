/** What the page knows, and who wants to hear when it changes. */

import { act, follow, look, lookAtScenes } from "./api.js";

/** Everything known: of the company, of the conversations that were opened, of modals and Home, of the wire. */
export const known = {
  company: null,
  conversations: new Map(),
  threads: new Map(),
  views: { modals: [], home: null },
  wire: [],
  scenes: { offered: [], showing: null },
  isConnected: true,
};

const MOST_WIRE_ENTRIES = 1000;
const listeners = new Map();
let endStream = () => {};
let generation = 0;
let viewsHeard = 0;
const beingRead = new Set();

/** Call `hear(detail)` on each change of a topic: company, conversation, thread, arrival, typed, views, wire, scenes, connection. */
export function on(topic, hear) {
  listeners.set(topic, [...(listeners.get(topic) ?? []), hear]);
}

/** Who the page acts as. */
export const me = () => known.company.people[known.company.me];

/** Do a deed as who the page acts as. */
export const doing = (verb, ask) => act(known.company.me, verb, ask);

/** Become somebody: forget what the last person saw, read the company, and follow its changes. */
export async function become(person) {
  generation += 1;
  const mine = generation;
  endStream();
  const [company, views, scenes] = await Promise.all([look("company", person), look("views", person), lookAtScenes()]);
  if (mine !== generation) return;
  Object.assign(known, { company, views, scenes, conversations: new Map(), threads: new Map() });
  endStream = follow(company.me, company.cursor, hear, connected);
  tell("company");
  tell("views");
  tell("scenes");
}

/** Read a conversation, once: the stream keeps it fresh. */
export async function openConversation(id) {
  if (known.conversations.has(id)) return;
  await reading(`channels/${id}`, ({ channel, messages }) => {
    known.company.channels[id] = channel;
    known.conversations.set(id, byTime(messages));
  });
  tell("conversation", id);
}

/** Read a thread, once. */
export async function openThread(channel, root) {
  const key = threadKey(channel, root);
  if (known.threads.has(key)) return;
  await reading(`channels/${channel}/threads/${root}`, ({ messages }) => known.threads.set(key, byTime(messages)));
  tell("thread", key);
}

/** The name under which a thread is known. */
export const threadKey = (channel, root) => `${channel}/${root}`;

/** Read the modals and Home again, after something that may have changed them. */
export async function refreshViews() {
  const [mine, heard] = [generation, viewsHeard];
  const views = await look("views", known.company.me);
  if (mine === generation && heard === viewsHeard) takeViews(views);
}

/** Read the company again. */
export async function refreshCompany() {
  const mine = generation;
  const company = await look("company", known.company.me);
  if (mine !== generation) return;
  known.company = company;
  tell("company");
}

/** Let work go on that nobody waits for; the topic `failure` hears if it fails. */
export function inBackground(work) {
  work.catch((error) => tell("failure", error));
}

/** Read, and then take what was heard meanwhile, which the answer may not have yet. */
async function reading(path, take) {
  const mine = generation;
  const early = [];
  beingRead.add(early);
  try {
    const answer = await look(path, known.company.me);
    if (mine !== generation) return;
    take(answer);
  } finally {
    beingRead.delete(early);
  }
  early.forEach(takeMessage);
}

/** Read the wire from its beginning. */
export async function openWire() {
  const { entries } = await look("wire", known.company.me);
  known.wire = entries;
  tell("wire");
}

const TAKERS = {
  message: takeMessage,
  reading: ({ channel }) => takeChannel(channel),
  views: takeViews,
  wire: takeWire,
  typed: (change) => tell("typed", change),
  scenes: takeScenes,
  company: () => inBackground(refreshCompany()),
};

function hear({ changes, reset }) {
  if (reset) return inBackground(become(known.company.me));
  for (const change of changes) TAKERS[change.kind](change);
  if (changes.some(({ kind }) => kind === "wire")) tell("wire");
}

function takeMessage(change) {
  const { ts, message, channel } = change;
  for (const early of beingRead) early.push(change);
  takeChannel(channel);
  const conversation = known.conversations.get(channel.id);
  const isNew = message !== null && !conversation?.has(ts) && !threadOf(channel.id, message)?.has(ts);
  if (conversation !== undefined && put(conversation, ts, message, belongsToChannel)) tell("conversation", channel.id);
  for (const [key, thread] of known.threads) {
    const [place, root] = key.split("/");
    const belongs = (each) => place === channel.id && (each.ts === root || each.thread_ts === root);
    if ((place === channel.id || message === null) && put(thread, ts, message, belongs)) tell("thread", key);
  }
  if (isNew) tell("arrival", message);
}

function threadOf(channel, message) {
  return message.thread_ts === undefined ? undefined : known.threads.get(threadKey(channel, message.thread_ts));
}

function put(messages, ts, message, belongs) {
  if (message === null || !belongs(message)) return messages.delete(ts);
  messages.set(ts, message);
  return true;
}

function belongsToChannel({ ts, thread_ts: root, subtype }) {
  return root === undefined || root === ts || subtype === "thread_broadcast";
}

function takeChannel(channel) {
  known.company.channels[channel.id] = channel;
  tell("channels", channel.id);
}

function takeViews({ modals, home }) {
  viewsHeard += 1;
  known.views = { modals, home };
  tell("views");
}

function takeScenes({ scenes }) {
  known.scenes = scenes;
  tell("scenes");
}

function takeWire({ entry }) {
  known.wire = [...known.wire, entry].slice(-MOST_WIRE_ENTRIES);
}

function connected(isConnected) {
  if (known.isConnected === isConnected) return;
  known.isConnected = isConnected;
  tell("connection");
}

function byTime(messages) {
  return new Map(messages.map((message) => [message.ts, message]));
}

function tell(topic, detail) {
  for (const hear of listeners.get(topic) ?? []) hear(detail);
}
