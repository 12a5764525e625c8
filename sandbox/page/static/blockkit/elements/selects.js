/** Select menus: of options, of people, of channels, of what the app offers. */

import { make } from "../dom.js";
import { register } from "../state.js";
import { personName } from "../text/mentions.js";
import { perform } from "./acting.js";
import { Combobox } from "./combobox.js";

const PUBLIC = ["channel", "public", "public_channel"];
const FILTER_NAMES = { channel: "public", group: "private", im: "im", mpim: "mpim" };
const MOST_SHOWN = 100;

/** Draw a select menu of any kind. */
export function drawSelect(element, scope) {
  const isMultiple = element.type.startsWith("multi_");
  const kind = KINDS[element.type.replace("multi_", "")];
  const combobox = new Combobox({
    find: (typed) => kind.find(typed, element, scope),
    chosen: startOf(element, scope, kind),
    placeholder: element.placeholder?.text ?? kind.placeholder,
    labels: scope.labels(element.placeholder?.text ?? kind.placeholder, element),
    isMultiple,
    most: element.max_selected_items,
    changed: async (before) => {
      if (scope.isActing && !(await perform(combobox.node, scope, element, { choice: read() }))) combobox.reset(before);
    },
  });
  const values = () => combobox.chosen.map((choice) => (kind.isWhole ? choice.option : choice.value));
  const read = () => (isMultiple ? values() : (values()[0] ?? null));
  return register(make("span", { class: "bk-select" }, combobox.node), scope, element.action_id, read);
}

/** What is chosen at first: what was filled in before, else what the app chose. */
function startOf(element, scope, kind) {
  const kept = scope.kept(element.action_id);
  const initial = Object.entries(element).find(([name]) => name.startsWith("initial_"))?.[1];
  const start = kept === undefined ? initial : kept;
  const list = start === null || start === undefined ? [] : [start].flat();
  return list.map((each) => kind.read(each, element, scope)).filter((choice) => choice !== undefined);
}

const KINDS = {
  static_select: {
    placeholder: "Choose an option",
    find: (typed, element) => matching(choicesOf(element), typed),
    read: (start, element) => choicesOf(element).find(({ value }) => value === (start.value ?? start)),
  },
  external_select: {
    placeholder: "Type to search",
    isWhole: true,
    find: suggestions,
    read: (start) => choiceOf(start),
  },
  users_select: {
    placeholder: "Choose a person",
    find: (typed, _, { context }) => matching(peopleOf(context), typed),
    read: (id, _, { context }) => ({ value: id, label: personName(id, context) }),
  },
  channels_select: {
    placeholder: "Choose a channel",
    find: (typed, _, { context }) => matching(channelsOf(context).filter(isPublic), typed),
    read: (id, _, { context }) => channelChoice(id, context),
  },
  conversations_select: {
    placeholder: "Choose a conversation",
    find: (typed, element, { context }) => matching(channelsOf(context).filter((each) => isWanted(each, element)), typed),
    read: (id, _, { context }) => channelChoice(id, context),
  },
};

function matching(choices, typed) {
  const words = typed.toLocaleLowerCase();
  return choices.filter(({ label }) => label.toLocaleLowerCase().includes(words)).slice(0, MOST_SHOWN);
}

function choicesOf({ options, option_groups: groups }) {
  if (options) return options.map((option) => choiceOf(option));
  return (groups ?? []).flatMap(({ label, options: inside }) => inside.map((option) => choiceOf(option, label.text)));
}

function choiceOf(option, group) {
  return { value: option.value, label: option.text.text, note: option.description?.text, group, option };
}

/** Ask the app, through the page, for what fits the words typed; throws what to say when there is nothing to show. */
async function suggestions(typed, element, { context, blockId }) {
  const least = element.min_query_length ?? 3;
  if (typed.length < least) throw new Error(least === 1 ? "Type a letter" : `Type ${least} letters or more`);
  if (!context.suggest) return [];
  return choicesOf(await context.suggest({ action_id: element.action_id, block_id: blockId, value: typed, element }));
}

function peopleOf(context) {
  const people = Object.entries(context.people ?? {}).filter(([, person]) => !person.deleted);
  const choices = people.map(([id, person]) => ({ value: id, label: personName(id, context), note: person.title || undefined }));
  return choices.sort((one, other) => one.label.localeCompare(other.label));
}

function channelsOf(context) {
  return Object.keys(context.channels ?? {}).map((id) => channelChoice(id, context));
}

function channelChoice(id, { channels }) {
  const kind = channels?.[id]?.kind ?? "channel";
  const name = channels?.[id]?.name ?? id;
  return { value: id, label: kind === "im" || kind === "mpim" ? name : `#${name}`, kind };
}

function isPublic({ kind }) {
  return PUBLIC.includes(kind);
}

function isWanted({ kind }, { filter }) {
  return !filter?.include || filter.include.includes(FILTER_NAMES[kind] ?? kind);
}
