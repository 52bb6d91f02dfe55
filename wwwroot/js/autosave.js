// The composer keeps what is typed: in this browser at once, on the server after a pause (drafts only), again and again while there is no
// connection. What was not saved comes back when the page is opened again. The preview follows the same keys.
import { start } from "./panels.js";

const pause = 1500;
const retry = 5000;
let form = document.getElementById("composer");
let isDirty = false;
let isLeaving = false;
let saving;
let generation = 0;
let timer;
let previewTimer;
let keepTimer;

const say = (words) => {
  const place = form.querySelector("[data-save-state] [data-words]");
  if (place.textContent !== words) place.textContent = words;
};

const entries = () => [...new FormData(form)].filter(([name, value]) => typeof value === "string" && name !== "__RequestVerificationToken" && name !== "Do");

const keep = () => {
  clearTimeout(keepTimer);
  keepTimer = undefined;
  if (isDirty) localStorage.setItem(form.dataset.keep, JSON.stringify(entries()));
};

const forget = () => {
  clearTimeout(keepTimer);
  keepTimer = undefined;
  localStorage.removeItem(form.dataset.keep);
};

// A save that ended on another page says so in a cookie: what was kept here is done with.
const forgetSaved = () => {
  const id = document.cookie.match(/(?:^|; )planable-saved=([0-9a-f-]+)/)?.[1];
  if (!id) return;
  document.cookie = "planable-saved=; path=/; max-age=0; samesite=lax";
  for (const key of Object.keys(localStorage).filter((one) => one.startsWith("planable:") && /:(?:new|[0-9a-f-]{36})$/.test(one))) {
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

const stamp = (html, saved) => {
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

const send = async () => {
  const sent = generation;
  say(form.dataset.saving);
  try {
    const answer = await post(form.dataset.autosave, entries());
    if (answer.status === 200) {
      stamp(await answer.text(), sent);
    } else if (answer.status === 204) {
      isDirty = false;
      say("");
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
  isDirty = true;
  generation++;
  keepTimer ??= setTimeout(keep, 800);
  clearTimeout(previewTimer);
  previewTimer = setTimeout(preview, 250);
  if (form.dataset.autosave) later(pause);
  else say(form.dataset.local);
};

const chooses = (event) => {
  const keepMine = event.target.closest("[data-keep-mine]");
  if (keepMine) {
    event.preventDefault();
    const side = keepMine.closest("[data-part]");
    form.querySelector(`#stamp [name="Was[${side.dataset.part}]"]`).value = side.dataset.theirMark;
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
  document.addEventListener("submit", (event) => {
    if (event.target !== form || event.defaultPrevented) return;
    keep();
    if (saving) {
      // The form still says what it was filled with before this save: sent now, the save would look like somebody else's.
      event.preventDefault();
      saving.then(() => form.requestSubmit(event.submitter));
      return;
    }

    isLeaving = true;
  });
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
  else restore();
}
