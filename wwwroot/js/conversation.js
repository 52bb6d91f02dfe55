// What is typed into a comment field (data-draft) stays in this browser until it is sent: a reload, a lost session or somebody else's words
// arriving take nothing away. Names of clients in a note for the team are warned about while they are written.
import "./pins.js";

const place = (field) => `draft:said:${field.dataset.draft}`;
const fields = () => document.querySelectorAll("[data-draft]");

const keep = (field) => {
  try {
    if (field.value && field.value !== field.defaultValue) localStorage.setItem(place(field), field.value);
    else localStorage.removeItem(place(field));
  } catch { /* A full or forbidden storage keeps nothing; the words are still in the field. */ }
};

const recall = () => {
  for (const field of fields()) {
    if (field.dataset.recalled) continue;
    field.dataset.recalled = "true";
    let kept;
    try { kept = localStorage.getItem(place(field)); } catch { /* As above. */ }
    if (kept && field.value === field.defaultValue) {
      field.value = kept;
      field.closest("details")?.setAttribute("open", "");
      warn(field);
    }
  }
};

const isForTeam = (form) => (form.querySelector('[name="Audience"]:checked') ?? form.querySelector('[name="Audience"][type="hidden"]'))?.value === "Team";

const warn = (field) => {
  const form = field.closest("form");
  const say = document.getElementById("say");
  const line = form?.querySelector("[data-unseen]");
  if (!line || !say || !field.matches("[data-talk]")) return;
  const text = field.value.toLowerCase();
  const named = isForTeam(form) ? say.dataset.clients.split("|").filter((name) => name && new RegExp(`@${name.split(" ")[0].replace(/[^\p{L}\p{N}]/gu, ".")}(?![\\p{L}\\p{N}])`, "iu").test(text)) : [];
  const words = named.length ? say.dataset.unseenWords.replace("{0}", named.map((name) => name.split(" ")[0]).join(", ")) : "";
  if (line.textContent !== words) line.textContent = words;
  line.hidden = !words;
};

document.addEventListener("input", ({ target }) => {
  if (target.matches?.("[data-draft]")) keep(target);
  const field = target.closest?.("form")?.querySelector("[data-talk]");
  if (field) warn(field);
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && event.target.closest?.("[data-said]")) {
    event.preventDefault();
    event.target.form.requestSubmit();
  }
});

// Somebody else's words are merged into the page while one writes: what is opened stays open with all that is in it.
const opened = ".say details[open], .task-f[open], .quoted:not([hidden])";
window.htmx?.registerExtension("conversation", {
  htmx_before_morph_node: (_, { oldNode }) => !oldNode.matches?.(opened),
  htmx_before_morph_attr: (element, { attrName }) => !(attrName === "open" && element.matches(".done-th")),
});

// Sent: the field is empty again, unless the next words are in it already. Refused: every word is still there.
const sent = new WeakMap();
const kept = (form) => [...form.elements].filter((one) => one.matches('[data-draft], [type="file"]'));
const content = (field) => (field.type === "file" ? field.files : field.value);

document.addEventListener("htmx:before:request", ({ target }) => {
  const form = target.closest?.("[data-said]");
  if (form) sent.set(form, new Map(kept(form).map((field) => [field, content(field)])));
});

document.addEventListener("htmx:after:request", ({ target, detail }) => {
  const form = target.closest?.("[data-said]");
  if (!form || !(detail.ctx?.response?.status < 400)) return;
  for (const field of kept(form)) {
    if (sent.get(form)?.get(field) !== content(field)) continue;
    if (field.type === "file") {
      field.value = "";
    } else {
      field.value = field.defaultValue;
      keep(field);
      warn(field);
    }
  }

  for (const one of [...form.querySelectorAll("details[open]"), form.closest(".task-f")]) one?.removeAttribute("open");
  form.dispatchEvent(new CustomEvent("said", { bubbles: true }));
});

// Fetched when the first file is chosen.
document.addEventListener("change", ({ target }) => { if (target.matches?.("[data-pieces]") && target.files.length) import("./attachments.js").then(({ take }) => take(target)); });

// Done is done: what was asked about in a menu stands in the page now, and its opposite would lie under the hand.
document.addEventListener("htmx:after:request", ({ target, detail }) => {
  if (detail.ctx?.response?.status < 400) target.closest?.("#conversation [popover]:popover-open")?.hidePopover();
});

new MutationObserver(recall).observe(document.getElementById("post") ?? document.body, { childList: true, subtree: true });
recall();
