// The composer keeps what is typed: in this browser at once, on the server after a pause (drafts only), again and again while there is no
// connection. What was not saved comes back when the page is opened again. The preview follows the same keys.
import { start } from "./panels.js";

const pause = 1500;
const retry = 5000;
const patience = 3000;
let form = document.getElementById("composer");
let isDirty = false;
// The values at the last save, by name: how others' changes to the form are told from this person's.
let known;
/** Filled in by coauthors.js: brings the texts to where everybody has them, and answers whether they are there. */
export const shared = { isJoined: () => false, sync: async () => false, seen: (field) => field.seen, saved: () => {}, restored: () => {} };
let isLeaving = false;
let isMet = false;
let saving;
let generation = 0;
let timer;
let previewTimer;
let keepTimer;

const first = form?.querySelector("[data-save-state] [data-words]").textContent;
const say = (words) => {
  const place = form.querySelector("[data-save-state] [data-words]");
  if (place.textContent !== words) place.textContent = words;
};

const entries = () => [...new FormData(form)].filter(([name, value]) => typeof value === "string" && name !== "__RequestVerificationToken" && name !== "Do");

const keep = () => {
  clearTimeout(keepTimer);
  keepTimer = undefined;
  // With what was known of the texts, to tell later which words are this person's.
  if (isDirty) localStorage.setItem(form.dataset.keep, JSON.stringify([...entries(), ...[...form.querySelectorAll("[data-text]")].map((field) => [`Seen[${field.dataset.text}]`, shared.seen(field) ?? field.defaultValue])]));
};

const forget = () => {
  clearTimeout(keepTimer);
  keepTimer = undefined;
  localStorage.removeItem(form.dataset.keep);
};

// A save that ended on another page says so in a cookie: what was kept here is done with.
const forgetSaved = () => {
  const id = document.cookie.match(/(?:^|; )saved=([0-9a-f-]+)/)?.[1];
  if (!id) return;
  document.cookie = "saved=; path=/; max-age=0; samesite=lax";
  for (const key of Object.keys(localStorage).filter((one) => one.startsWith("draft:") && /:(?:new|[0-9a-f-]{36})$/.test(one))) {
    if (localStorage.getItem(key).includes(id)) localStorage.removeItem(key);
  }
};

const token = () => document.querySelector('meta[name="csrf"]').content;

const post = (path, body) =>
  fetch(path, { method: "POST", body: new URLSearchParams(body), redirect: "manual", headers: { "HX-Request": "true", RequestVerificationToken: token() } });

const later = (time) => {
  clearTimeout(timer);
  timer = setTimeout(save, time);
};

// From now on the draft has an address of its own.
const settle = () => {
  if (!form.dataset.new) return;
  forget();
  delete form.dataset.new;
  form.dataset.keep = form.dataset.keep.replace(/new$/, form.elements.Id.value);
  form.action = form.dataset.path;
  history.replaceState(history.state, "", `${form.dataset.path}/edit`);
};

const stamp = (html, saved, sent) => {
  known = valuesOf(sent);
  const fresh = new DOMParser().parseFromString(html, "text/html").getElementById("stamp");
  document.getElementById("stamp").replaceWith(fresh);
  settle();
  if (generation === saved) {
    isDirty = false;
    forget();
    say(form.dataset.saved.replace("{0}", fresh.dataset.clock));
  } else {
    later(pause);
  }
};

function save() {
  clearTimeout(timer);
  if (!isDirty || isLeaving || !form.dataset.autosave) return;
  if (saving) return later(300);
  saving = send().finally(() => { saving = undefined; });
}

// Before the form goes anywhere: what is saved are the texts as everybody has them, if this page can know them.
const meet = async () => {
  const sequence = await Promise.race([shared.sync(), new Promise((done) => { setTimeout(done, patience); })]);
  form.querySelector("[data-sequence]").value = Number.isInteger(sequence) ? sequence : "";
};

const send = async () => {
  say(form.dataset.saving);
  try {
    await meet();
    const [sent, body] = [generation, entries()];
    const answer = await post(form.dataset.autosave, body);
    if (answer.status === 200) {
      stamp(await answer.text(), sent, body);
      shared.saved(body);
    } else if (answer.status === 202) {
      later(pause * Math.random());
    } else if (answer.status === 204) {
      // There was nothing to keep; what was typed meanwhile may be something.
      isDirty = generation !== sent;
      if (isDirty) later(pause);
      else say(form.dataset.new ? first : form.dataset.local);
    } else if (answer.status === 409) {
      const text = await answer.text();
      document.getElementById("conflict").innerHTML = text;
      say(form.dataset.conflict);
    } else if (answer.type === "opaqueredirect" || answer.status === 401) {
      say(form.dataset.signedOut);
      later(retry);
    } else {
      say(form.dataset.unsaved);
      later(retry);
    }
  } catch {
    say(form.dataset.unsaved);
    later(retry);
  }
};

const preview = () => {
  if (navigator.onLine) htmx.trigger(form.querySelector("[data-preview]"), "refresh-preview");
};

const typed = (event) => {
  if (event.target.closest?.("#composer") !== form) return;
  if (event.detail === "others") {
    clearTimeout(previewTimer);
    previewTimer = setTimeout(preview, 250);
    return;
  }
  isDirty = true;
  generation++;
  keepTimer ??= setTimeout(keep, 800);
  clearTimeout(previewTimer);
  previewTimer = setTimeout(preview, 250);
  if (form.dataset.autosave) later(pause);
  else say(form.dataset.local);
};

const valuesOf = (pairs) => {
  const values = new Map();
  for (const [name, value] of pairs) if (typeof value === "string") values.set(name, `${values.get(name) ?? ""}${value.replaceAll("\r\n", "\n")}\n`);
  return values;
};

const setMark = (part, mark) => {
  const name = `Was[${part}]`;
  const field = [...form.querySelectorAll("#stamp input")].find((one) => one.name === name) ?? form.querySelector("#stamp").appendChild(Object.assign(document.createElement("input"), { type: "hidden", name }));
  field.value = mark;
};

// The part of the form a field belongs to, as the server calls it.
const partOf = (name) => {
  const [, id, rest] = name.match(/^(?:Targets|Alt|Suggested)\[([^\]]+)\](.*)/) ?? [];
  if (/^(?:Alt|Suggested)\[/.test(name)) return `alt-${id}`;
  if (name.startsWith("Options[")) return name.match(/\[(tags-[^\]]+)\]/)?.[1] ?? "options";
  if (id) return rest === ".Text" ? `${id}-text` : id;
  return { Text: "text", Link: "link", Pictures: "pictures", When: "when", Date: "when", Time: "when", Second: "when", Labels: "labels", Campaign: "campaign" }[name];
};

const isText = (name) => name === "Text" || /^Targets\[.*\]\.Text$/.test(name);

const fill = (name, fresh) => {
  const theirs = [...fresh.elements].filter((one) => one.name === name);
  const mine = [...form.elements].filter((one) => one.name === name);
  mine.forEach((field, i) => {
    if (field.type === "checkbox" || field.type === "radio") field.checked = theirs.some((one) => one.value === field.value && one.checked);
    else if (theirs[i] && field.type !== "file") field.value = theirs[i].value;
  });
};

/** Others saved: what they changed and this person did not is shown here too. */
export const refill = async (revision) => {
  if (saving) await saving;
  const stamped = form.querySelector('#stamp [name="Revision"]');
  if (!known || form.dataset.new || Number(stamped.value) === revision) return;
  const answer = await fetch(`${form.dataset.path}/form`, { headers: { "HX-Request": "true" } }).catch(() => null);
  if (answer?.status !== 200 || saving) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("composer");
  const [mine, theirs] = [valuesOf(entries()), valuesOf([...new FormData(fresh)])];
  const own = new Set();
  const taken = new Set();
  for (const name of new Set([...mine.keys(), ...theirs.keys(), ...known.keys()])) {
    const part = partOf(name);
    if (!part || isText(name) || mine.get(name) === theirs.get(name)) continue;
    if (mine.get(name) === known.get(name)) taken.add(name);
    else own.add(part);
  }
  if (taken.has("Pictures") && !own.has("pictures")) {
    const tiles = [...fresh.querySelectorAll("#pictures > [data-picture]")].map((tile) => form.querySelector(`[data-picture="${tile.dataset.picture}"]`) ?? tile);
    const list = form.querySelector("#pictures");
    list.querySelectorAll("[data-picture]").forEach((tile) => tiles.includes(tile) || tile.remove());
    list.prepend(...tiles);
    tiles.forEach((tile) => htmx.process(tile));
  }
  const sorting = form.querySelector("#sorting");
  if ((taken.has("Labels") || taken.has("Campaign")) && !own.has("labels") && !own.has("campaign") && !sorting.contains(document.activeElement)) {
    sorting.replaceWith(fresh.querySelector("#sorting").cloneNode(true));
    htmx.process(form.querySelector("#sorting"));
  }
  for (const name of taken) if (!own.has(partOf(name))) fill(name, fresh);
  // What cannot be shown here without this person losing their place stays as it was, and counts as unchanged when it is saved.
  const now = valuesOf(entries());
  for (const name of taken) if (now.get(name) !== theirs.get(name)) own.add(partOf(name));
  for (const { name, value } of fresh.querySelectorAll("#stamp input")) {
    const part = name.match(/^Was\[(.+)\]$/)?.[1];
    if (part && !own.has(part)) setMark(part, value);
  }
  form.querySelector('#stamp [name="Revision"]').value = fresh.querySelector('#stamp [name="Revision"]').value;
  for (const name of new Set([...now.keys(), ...theirs.keys(), ...known.keys()])) {
    if (own.has(partOf(name))) continue;
    if (theirs.has(name)) known.set(name, theirs.get(name));
    else known.delete(name);
  }
  if (taken.size > 0) form.dispatchEvent(new CustomEvent("input", { bubbles: true, detail: "others" }));
  // What this person typed was saved along with the others': nothing is left to save here.
  const isSaved = own.size === 0 && [...form.querySelectorAll("[data-text]")].every((field) => field.value.replaceAll("\r\n", "\n") === (fresh.querySelector(`[data-text="${field.dataset.text}"]`)?.value ?? ""));
  if (isDirty && isSaved && !form.querySelector("#conflict [data-part]")) {
    isDirty = false;
    clearTimeout(timer);
    forget();
    say(form.dataset.saved.replace("{0}", fresh.querySelector("#stamp").dataset.clock));
  }
};

const chooses = (event) => {
  const keepMine = event.target.closest("[data-keep-mine]");
  if (keepMine) {
    event.preventDefault();
    const side = keepMine.closest("[data-part]");
    setMark(side.dataset.part, side.dataset.theirMark);
    side.remove();
    if (!form.querySelector("[data-their-mark]")) document.getElementById("conflict").replaceChildren();
    isDirty = true;
    save();
  }

  const use = event.target.closest("[data-use-time]");
  if (use) {
    event.preventDefault();
    const [date, time] = use.dataset.useTime.split("T");
    form.elements.When.value = "";
    form.elements.Date.value = date;
    form.elements.Time.value = time;
    form.dispatchEvent(new Event("input", { bubbles: true }));
  }

  if (event.target.closest("[data-discard]")) {
    forget();
    isLeaving = true;
    location.reload();
  }
};

// A closed tab, a crash: what this browser kept is put back into the form by the server, with pictures and channels.
const restore = async () => {
  const kept = localStorage.getItem(form.dataset.keep);
  if (!kept) return;
  const was = JSON.parse(kept);
  const id = was.find(([name]) => name === "Id")?.[1];
  const path = form.dataset.path.replace(/[^/]+$/, id);
  const answer = await post(`${path}/form`, was).catch(() => null);
  if (answer?.status !== 200) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("composer");
  const field = form.querySelector('[name="__RequestVerificationToken"]');
  if (field && !fresh.querySelector('[name="__RequestVerificationToken"]')) fresh.append(field);
  forget();
  form.replaceWith(fresh);
  form = fresh;
  htmx.process(form);
  form.querySelector("[data-restored]").hidden = false;
  for (const field of form.querySelectorAll("[data-text]")) field.seen = was.find(([name]) => name === `Seen[${field.dataset.text}]`)?.[1];
  known = undefined;
  shared.restored();
  start();
  form.dispatchEvent(new Event("input", { bubbles: true }));
};

forgetSaved();
if (form) {
  document.addEventListener("input", typed);
  document.addEventListener("change", (event) => {
    if (["Date", "Time"].includes(event.target.name) && event.target.form === form) form.elements.When.value = "";
  });
  document.addEventListener("focusout", (event) => {
    if (isDirty && form.contains(event.target)) save();
  });
  document.addEventListener("click", chooses);
  // Ctrl+S saves now, Ctrl+Enter presses the main button.
  document.addEventListener("keydown", (event) => {
    const button = (event.ctrlKey || event.metaKey) && { s: "[value=save]", Enter: ".primary" }[event.key];
    if (!button || event.altKey || document.querySelector("dialog:modal")) return;
    event.preventDefault();
    if (event.key === "s" && form.dataset.autosave) later(0);
    else form.querySelector(`.ed-f ${button}`).click();
  });
  document.addEventListener("submit", (event) => {
    if (event.target !== form || event.defaultPrevented) return;
    keep();
    if (!isMet && (saving || shared.isJoined())) {
      // During a save the form still says what it was filled with before it: sent now, that save would look like somebody else's.
      event.preventDefault();
      // Not before this event is over: while it lasts a form is not sent a second time, and the press would be lost.
      Promise.resolve(saving).then(meet).then(() => setTimeout(() => {
        isMet = true;
        form.requestSubmit(event.submitter);
        isMet = false;
      }));
      return;
    }

    isLeaving = true;
    // In the capture phase: whoever marks a form as sent must not mark one that is held back here.
  }, { capture: true });
  document.addEventListener("visibilitychange", keep);
  addEventListener("online", save);
  addEventListener("beforeunload", (event) => {
    keep();
    if (isDirty && !isLeaving) event.preventDefault();
  });
  // An answer to the form carries what was typed, so nothing older is put back over it; it is kept like something just typed.
  // So does what was typed before this script arrived.
  const isTouched = [...form.querySelectorAll("textarea")].some((one) => one.value !== one.defaultValue);
  // Two sides to choose from stay until somebody chooses: not saved once more, not covered by what was kept.
  if (form.querySelector("#conflict [data-part]")) isDirty = true;
  else if (form.dataset.answered || isTouched) form.dispatchEvent(new Event("input", { bubbles: true }));
  else {
    known = valuesOf(entries());
    restore();
  }
}
