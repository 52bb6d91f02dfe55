// Several people in one post: what is typed here goes to the others and what they type comes in here, at the caret's place or wherever it is. A change is
// taken by the server only on top of the newest state; who is second puts the two together and sends again. Where the line is cut, saving compares as ever.
import { merge, moved } from "./merging.js";
import { Undo } from "./undo.js";
import { refill, shared } from "./autosave.js";

const page = crypto.randomUUID?.() ?? String(Math.random()).slice(2);
const form = () => document.getElementById("composer");
const fields = () => [...form().querySelectorAll("textarea[data-text]")];
const fieldOf = (text) => fields().find((field) => field.dataset.text === text);

// What the server has: the draft, its state, and the texts in it.
let draft;
let sequence = 0;
let revision = 0;
let texts = {};
let saved = {};
// Changes that were sent and of which nothing was heard yet.
let unsure = [];
let number = 0;
let people = [];
let offers = [];
let stream;
let isCut = true;
let isOver = false;
let hasJoined = false;
let isComposing = false;
let unheard = [];
let sending;
let timer;
let refilling;
let wait = 1000;

const undos = new WeakMap();
const values = new WeakMap();
const undoOf = (field) => undos.get(field) ?? undos.set(field, new Undo()).get(field);
const valueOf = (field) => field.value.replaceAll("\r\n", "\n");
const known = (field) => texts[field.dataset.text] ?? "";
const changed = () => fields().filter((field) => valueOf(field) !== known(field));
const isJoined = () => Boolean(draft) && !isOver;

const touched = (detail) => form().dispatchEvent(detail ? new CustomEvent("input", { bubbles: true, detail }) : new Event("input", { bubbles: true }));

// Writes into a field without touching the caret of the person in it.
const write = (field, edits) => {
  for (const { start, end, text } of [...edits].reverse()) field.setRangeText(text, start, end, "preserve");
  values.set(field, field.value);
};

const shiftAll = (field, edits) => {
  for (const offer of offers.filter((one) => one.field === field)) [offer.start, offer.end] = [moved(offer.start, edits, true), Math.max(moved(offer.end, edits, false), moved(offer.start, edits, true))];
  for (const one of people.filter((other) => other.place === field.id)) [one.start, one.end] = [moved(one.start, edits, false), moved(one.end, edits, false)];
};

// Their state of one text comes in.
const take = (field, origin, theirs) => {
  const mine = valueOf(field);
  const { edits, meetings } = merge(origin, mine, theirs);
  texts[field.dataset.text] = theirs;
  if (edits.length === 0) return false;
  write(field, edits);
  field.hasOthers = true;
  undoOf(field).shift(edits);
  shiftAll(field, edits);
  meetings.forEach((meeting) => offer(field, meeting));
  return true;
};

const hear = (news) => {
  // Words that are being put together from keys stay untouched until they are.
  if (isComposing) return unheard.push(news);
  const heard = unsure.find((one) => one.number === news.taken);
  if (draft === news.draft && heard) Object.assign(texts, heard.texts);
  unsure = draft === news.draft ? unsure.filter((one) => one.number > news.taken) : [];

  const isAnew = draft !== news.draft;
  const isNewer = isAnew || news.sequence > sequence;
  if (isNewer) {
    let isTouched = false;
    for (const [text, theirs] of Object.entries(news.texts ?? {})) {
      const field = fieldOf(text);
      if (!field) texts[text] = theirs;
      else isTouched = take(field, isAnew ? originOf(field, text, news) : known(field), theirs) || isTouched;
    }
    [draft, sequence, hasJoined] = [news.draft, news.sequence, true];
    if (isTouched) touched("others");
  }

  if (news.saved) {
    saved = news.saved;
    revision = news.revision;
    clearTimeout(refilling);
    refilling = setTimeout(() => refill(revision), 300);
  }
};

// What the words in a field were made from, when a draft is seen for the first time.
const originOf = (field, text, news) => {
  const { seen } = field;
  field.seen = undefined;
  if (seen !== undefined) return seen;
  if (hasJoined) return saved[text] ?? "";
  return form().dataset.answered && !form().dataset.shared ? news.saved?.[text] ?? "" : field.defaultValue;
};

const send = async (isOnlyPlace = false) => {
  const mine = isOnlyPlace ? [] : changed();
  const body = new URLSearchParams({ Page: page, Draft: draft, Number: ++number, After: sequence, ...placeOf() });
  const sent = { number, texts: {} };
  for (const field of mine) {
    sent.texts[field.dataset.text] = valueOf(field);
    body.append(`Texts[${field.dataset.text}]`, valueOf(field));
  }
  if (mine.length > 0) unsure.push(sent);
  const answer = await fetch(form().dataset.coauthors, { method: "POST", body, redirect: "manual", headers: { "HX-Request": "true", RequestVerificationToken: document.querySelector('meta[name="csrf"]').content } });
  if (answer.status !== 200) {
    unsure = unsure.filter((one) => one !== sent);
    if (answer.status === 204 || answer.status === 409) draft = undefined;
    throw new Error(`Answer ${answer.status}`);
  }
  hear(await answer.json());
  unsure = unsure.filter((one) => one !== sent);
};

// Sends what is new until the server has it all. Answers the state in which it has.
const flush = async () => {
  for (let tries = 0; isJoined() && tries < 5 && changed().length > 0; tries++) await send();
  return isJoined() && changed().length === 0 ? sequence : false;
};

const sync = async () => {
  clearTimeout(timer);
  if (!isJoined() || isComposing) return false;
  try {
    if (sending) await sending.catch(() => {});
    sending = flush();
    return await sending;
  } catch {
    later(3000);
    return false;
  } finally {
    sending = undefined;
  }
};

const later = (time) => {
  clearTimeout(timer);
  timer = setTimeout(() => (isComposing ? later(300) : sync()), time);
};

const typed = (event) => {
  if (event.target.closest?.("#composer") !== form() || event.detail === "others") return;
  for (const field of fields()) {
    const [was, is] = [values.get(field) ?? field.defaultValue, field.value];
    if (was === is) continue;
    const change = single(was, is);
    undoOf(field).keep(change, was.slice(change.start, change.end));
    values.set(field, is);
    shiftAll(field, [change]);
    drawCarets(field);
  }
  if (!isJoined()) return;
  // Alone, nobody waits for every word; and a very long text takes its time on the line.
  later((people.length > 0 ? 300 : 1000) + Math.min(2000, changed().reduce((length, field) => length + field.value.length, 0) / 50));
};

// One change from the first letter that differs to the last: what a person just did.
const single = (was, is) => {
  let [head, tail] = [0, 0];
  while (head < was.length && head < is.length && was[head] === is[head]) head++;
  while (tail < was.length - head && tail < is.length - head && was.at(-1 - tail) === is.at(-1 - tail)) tail++;
  return { start: head, end: was.length - tail, text: is.slice(head, is.length - tail) };
};

// Undo of one's own changes.
const undo = (event) => {
  const field = event.target;
  if (!field.matches?.("#composer textarea[data-text]")) return;
  const isRedo = event.type === "beforeinput" ? event.inputType === "historyRedo" : event.key.toLowerCase() === "y" || event.shiftKey;
  const isAsked = event.type === "beforeinput" ? event.inputType.startsWith("history") : (event.ctrlKey || event.metaKey) && !event.altKey && ["z", "y"].includes(event.key.toLowerCase());
  if (!isAsked) return;
  const edits = undoOf(field).take(isRedo);
  if (edits || field.hasOthers) event.preventDefault();
  if (!edits) return;
  write(field, edits);
  shiftAll(field, edits);
  const last = edits.at(-1);
  const caret = moved(last.start, edits.slice(0, -1), true) + last.text.length;
  field.setSelectionRange(caret, caret);
  touched();
};

// Two versions of a sentence, side by side.
const offer = (field, { start, end, mine, theirs }) => {
  const place = document.getElementById("offers");
  const who = people.find((one) => one.place === field.id)?.name ?? people[0]?.name ?? lastOther;
  let one = offers.find((other) => other.field === field && other.start <= end && start <= other.end);
  if (!one) {
    one = { field, view: document.getElementById("offer").content.cloneNode(true).firstElementChild };
    offers.push(one);
    place.append(one.view);
    one.view.addEventListener("click", (event) => choose(one, event.target.closest("[data-choose]")?.dataset.choose));
  }
  Object.assign(one, { start, end, mine, theirs });
  const { changedBy, theirs: by } = place.dataset;
  one.view.querySelector("[data-who]").textContent = changedBy.replace("{0}", who);
  one.view.querySelector("[data-by]").textContent = by.replace("{0}", who);
  one.view.querySelector("[data-mine]").textContent = mine;
  one.view.querySelector("[data-others]").textContent = theirs;
};

const choose = (one, which) => {
  if (!which) return;
  offers = offers.filter((other) => other !== one);
  one.view.remove();
  one.field.focus();
  if (which === "both") return;
  const now = one.field.value.slice(one.start, one.end);
  const [before, after] = [now.match(/^\s*/)[0], now.trim() ? now.match(/\s*$/)[0] : ""];
  const edit = { start: one.start, end: one.end, text: before + one[which] + after };
  one.field.setSelectionRange(edit.start, edit.end);
  if (!document.execCommand("insertText", false, edit.text)) {
    one.field.setRangeText(edit.text, edit.start, edit.end, "end");
    touched();
  }
};

// Who else is here, and where.
let lastOther = "";
const meetPeople = (all) => {
  people = all;
  if (all.length > 0) lastOther = all[0].name;
  const here = document.getElementById("offers").dataset.here;
  const row = form().querySelector("[data-people]");
  const seen = new Set();
  row.replaceChildren(...all.filter(({ name }) => !seen.has(name) && seen.add(name)).map((one) => avatar(one, here)));
  row.hidden = all.length === 0;
  document.querySelectorAll("#composer .here").forEach((flag) => flag.remove());
  for (const one of all) {
    const field = one.place && document.getElementById(one.place);
    const holder = field?.form === form() && (field.closest(".ed-tw, .field, .affix, .pic, .target, .chip, fieldset, .ed-p") ?? field.parentElement);
    if (!holder) continue;
    const flag = document.createElement("span");
    flag.className = "here";
    flag.dataset.hue = one.hue;
    flag.setAttribute("aria-hidden", "true");
    flag.textContent = one.name;
    holder.append(flag);
  }
  fields().forEach(drawCarets);
};

const avatar = ({ name, initials, hue }, here) => {
  const one = document.createElement("span");
  one.className = "ava";
  one.dataset.hue = hue;
  one.title = here.replace("{0}", name);
  one.setAttribute("role", "img");
  one.setAttribute("aria-label", name);
  one.textContent = initials;
  return one;
};

// The others' carets stand in the layer behind the text, where marks do.
const drawCarets = (field) => {
  const back = field.previousElementSibling;
  if (!back?.matches(".back")) return;
  back.querySelectorAll(".caret").forEach((one) => one.remove());
  back.normalize();
  for (const one of people.filter(({ place }) => place === field.id)) {
    const walker = document.createTreeWalker(back, NodeFilter.SHOW_TEXT);
    let rest = Math.min(one.end, field.value.length);
    let node = walker.nextNode();
    while (node && rest > node.length) {
      rest -= node.length;
      node = walker.nextNode();
    }
    if (!node) continue;
    const caret = document.createElement("i");
    caret.className = "caret";
    caret.dataset.hue = one.hue;
    node.splitText(rest).before(caret);
  }
};

const placeOf = () => {
  const at = document.activeElement;
  const isHere = at?.form === form() && at.id;
  const isText = isHere && at.matches("textarea[data-text]");
  return { Place: isHere ? at.id : "", Start: isText ? at.selectionStart : 0, End: isText ? at.selectionEnd : 0 };
};

let placeTimer;
let told = "";
const place = () => {
  placeTimer ??= setTimeout(async () => {
    placeTimer = undefined;
    const now = JSON.stringify(placeOf());
    if (now === told || !isJoined() || sending || people.length === 0 || isCut) return;
    told = now;
    await send(true).catch(() => {});
  }, 400);
};

const open = () => {
  if (stream || isOver || !form().dataset.coauthors || form().dataset.new || document.hidden) return;
  stream = new EventSource(`${form().dataset.coauthors}/live?page=${page}`);
  stream.addEventListener("draft", ({ data }) => {
    [isCut, wait] = [false, 1000];
    hear(JSON.parse(data));
    if (changed().length > 0) later(300);
    place();
  });
  stream.addEventListener("people", ({ data }) => {
    const before = people.length;
    meetPeople(JSON.parse(data));
    if (people.length > before) {
      told = "";
      place();
      if (isJoined() && changed().length > 0) later(0);
    }
  });
  stream.addEventListener("over", () => {
    isOver = true;
    close();
  });
  stream.addEventListener("error", () => {
    isCut = true;
    meetPeople([]);
    if (stream?.readyState !== EventSource.CLOSED) return;
    close();
    setTimeout(open, wait);
    wait = Math.min(30000, wait * 2);
  });
};

const close = () => {
  stream?.close();
  stream = undefined;
  isCut = true;
  meetPeople([]);
};

fields().forEach((field) => values.set(field, field.value));
Object.assign(shared, {
  isJoined,
  sync,
  seen: (field) => (isJoined() ? known(field) : field.seen),
  // What this browser had kept stands in a new form.
  restored: () => {
    offers = [];
    for (const field of fields()) {
      values.set(field, field.value);
      if (!isJoined()) continue;
      take(field, field.seen ?? field.defaultValue, known(field));
      field.seen = undefined;
    }
  },
  // Saved without the others: what was sent is what this page knows of, the rest comes when the line is back.
  saved: (body) => {
    const sent = new Map(body);
    if (sent.get("Shared") !== "") return;
    for (const field of fields()) field.seen = (sent.get(field.name) ?? "").replaceAll("\r\n", "\n");
    [draft, unsure] = [undefined, []];
    if (!stream) open();
    else if (!isCut) {
      close();
      open();
    }
  },
});
document.addEventListener("input", typed);
document.addEventListener("keydown", undo);
document.addEventListener("beforeinput", undo);
document.addEventListener("compositionstart", () => { isComposing = true; });
document.addEventListener("compositionend", () => {
  isComposing = false;
  unheard.splice(0).forEach(hear);
});
document.addEventListener("focusin", place);
document.addEventListener("selectionchange", place);
document.addEventListener("drawn", ({ detail }) => drawCarets(fieldOf(detail.text)));
// A browser opens few lines to one site at a time; a page nobody looks at needs none.
document.addEventListener("visibilitychange", () => (document.hidden ? sync().then(() => document.hidden && close()) : open()));
addEventListener("online", () => (isJoined() && changed().length > 0 ? sync().then(open) : open()));
addEventListener("pagehide", close);
addEventListener("pageshow", open);
// Without the line, but with answers to what is sent, one asks.
setInterval(() => {
  if (isCut && isJoined() && !sending && !document.hidden && navigator.onLine) send(true).catch(() => {});
}, 5000);
open();
