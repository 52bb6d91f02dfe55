// Typing "@" offers the people of the chosen channels' networks. Who is taken stands in the text as @name; who that is at the network is kept beside it.
import { suggestions } from "./listbox.js";
import { lookup } from "./lookup.js";

const composer = () => document.getElementById("composer");
const begun = /(?<![\p{L}\p{N}_@/=.])@([\p{L}\p{N}_.@-]{0,60})$/u;
let timer;
let asked;
// Said once: a network in trouble is not told of at every letter.
const told = new Set();

/** The channels whose text this field is, and that can be asked. */
const channelsOf = (field) => [...composer().querySelectorAll("[data-mentions]")].filter(({ dataset: { mentions: id, people } }) => {
  if (!people || !composer().querySelector(`[data-channel="${id}"]`).checked) return false;
  return field.dataset.text === "base" ? !composer().querySelector(`[data-own-tick="${id}"]`).checked : field.dataset.text === id;
});

/** Where the letter before the caret stands, measured in the marks behind the field. */
const caretOf = (field, at) => {
  const back = field.previousElementSibling;
  const walker = back && document.createTreeWalker(back, NodeFilter.SHOW_TEXT);
  let rest = at;
  for (let node = walker?.nextNode(); node; node = walker.nextNode()) {
    if (rest < node.length) {
      const range = document.createRange();
      range.setStart(node, rest);
      range.setEnd(node, rest + 1);
      return range.getBoundingClientRect();
    }
    rest -= node.length;
  }
  return field.getBoundingClientRect();
};

const keep = (channel, { handle, id, name }) => {
  const lines = channel.value.split("\n").filter((line) => line && line.split(" ")[0].toLowerCase() !== handle.toLowerCase());
  channel.value = [...lines, `${handle} ${id} ${name}`].join("\n");
};

const take = (field, { handle, of }) => {
  const at = field.selectionStart;
  const start = at - field.value.slice(0, at).match(begun)[0].length;
  of.forEach(({ channel, id, name }) => keep(channel, { handle, id, name }));
  field.setSelectionRange(start, at);
  if (!document.execCommand("insertText", false, `@${handle} `)) {
    field.setRangeText(`@${handle} `, start, at, "end");
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
};

const find = async (field, words, signal) => {
  const channels = channelsOf(field);
  const answers = await Promise.all(channels.map((channel) => lookup(channel.dataset.people, words, signal).catch((error) => {
    if (error.name === "AbortError") throw error;
    return { found: [] };
  })));
  const people = new Map();
  answers.forEach(({ found }, i) => {
    for (const { value, name, detail } of found) {
      const [handle, id] = value.split(" ");
      const one = people.get(handle.toLowerCase()) ?? people.set(handle.toLowerCase(), { handle, name, of: [], detail: "" }).get(handle.toLowerCase());
      one.of.push({ channel: channels[i], id, name });
      one.detail = `@${handle}, ${one.of.map(({ channel }) => channel.dataset.network).join(", ")}${detail ? `, ${detail}` : ""}`;
    }
  });
  return { people: [...people.values()], trouble: answers.find(({ trouble }) => trouble)?.trouble };
};

const offer = (field) => {
  clearTimeout(timer);
  asked?.abort();
  field.list ??= suggestions(field, { label: composer().dataset.people, pick: (person) => take(field, person) });
  const at = field.selectionStart;
  const match = at === field.selectionEnd && field.value.slice(0, at).match(begun);
  if (!match || match[1].length < 2 || channelsOf(field).length === 0) return field.list.hide();
  timer = setTimeout(async () => {
    asked = new AbortController();
    try {
      const { people, trouble } = await find(field, match[1], asked.signal);
      if (document.activeElement !== field || field.selectionStart !== at) return;
      field.list.show(people, { words: told.has(trouble) ? undefined : trouble, place: caretOf(field, at - match[0].length) });
      if (trouble && people.length === 0) told.add(trouble);
      const said = document.getElementById("people-said");
      if (people.length > 0) said.textContent = said.dataset.words.replace("{0}", people.length);
    } catch (error) {
      if (error.name !== "AbortError") throw error;
    }
  }, 250);
  return undefined;
};

document.addEventListener("input", (event) => {
  if (event.target.matches?.("#composer textarea[data-text]") && event.isTrusted) offer(event.target);
});
