// What is typed into a comment field (data-draft) stays in this browser until it is sent: a reload, a lost session or somebody else's words
// arriving take nothing away. Names of clients in a note for the team are warned about while they are written.
import "./pins.js";

const place = (field) => `planable:said:${field.dataset.draft}`;
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

// Sent: the field is empty again. Refused: every word is still there.
document.addEventListener("htmx:after:request", ({ target, detail }) => {
  const form = target.closest?.("[data-said]");
  if (!form || !(detail.ctx?.response?.status < 400)) return;
  for (const field of form.querySelectorAll("[data-draft]")) {
    field.value = field.defaultValue;
    keep(field);
    warn(field);
  }
  form.querySelectorAll('input[type="file"]').forEach((files) => { files.value = ""; });
  form.querySelectorAll("details[open]").forEach((one) => one.removeAttribute("open"));
  form.dispatchEvent(new CustomEvent("said", { bubbles: true }));
});

new MutationObserver(recall).observe(document.getElementById("post") ?? document.body, { childList: true, subtree: true });
recall();
