// The composer's tabs: one text at a time, one for every chosen channel; on a phone, writing or preview. Without this, all stand below each other.
const composer = () => document.getElementById("composer");

const show = (form, tab) => {
  form.dataset.panels = "on";
  form.querySelectorAll("[data-panel]").forEach((panel) => {
    const isShown = panel.dataset.panel === tab;
    panel.hidden = !isShown;
    if (panel.matches("details")) panel.open = true;
  });
  form.querySelectorAll("[data-tab]").forEach((button) => {
    button.setAttribute("aria-selected", button.dataset.tab === tab);
    button.tabIndex = button.dataset.tab === tab ? 0 : -1;
  });
};

const isOwn = (form, channel) => form.querySelector(`[data-own-tick="${channel}"]`).checked;

/** What a channel would get as it stands in the form. */
export const textFor = (form, channel) => form.querySelector(`[data-text="${isOwn(form, channel) ? channel : "base"}"]`).value;

/** In what a channel goes its own way, by the names the page gives them. */
const diverged = (form, panel) => {
  const names = panel.querySelector("[data-diverged]").dataset;
  const channel = panel.dataset.panel;
  return [
    isOwn(form, channel) && names.inText,
    panel.querySelector(`[id="set-${channel}-title"]`)?.value.trim() && names.inTitle,
    panel.querySelector("[data-own-comments]")?.checked && names.inComments,
  ].filter(Boolean);
};

// A channel that follows the base shows the base's words in grey; its own are kept in the field for undo.
const dress = (form) => {
  for (const panel of form.querySelectorAll(".variant")) {
    const channel = panel.dataset.panel;
    const own = isOwn(form, channel);
    const field = panel.querySelector(`[data-text="${channel}"]`);
    panel.querySelector(".own-row .check").hidden = true;
    const parts = diverged(form, panel);
    const badge = panel.querySelector("[data-diverged]");
    badge.hidden = parts.length === 0;
    badge.textContent = badge.dataset.words.replace("{0}", parts.join(", "));
    if (parts.length > 0) delete panel.dataset.undo;
    panel.querySelector("[data-follows]").hidden = parts.length > 0;
    panel.querySelector("[data-customise]").hidden = own || Boolean(panel.dataset.undo);
    panel.querySelector("[data-undo-follow]").hidden = !panel.dataset.undo;
    panel.querySelector("[data-follow]").hidden = parts.length === 0;
    field.hidden = !own;
    const copy = panel.querySelector("[data-base-copy]");
    copy.hidden = own;
    copy.textContent = form.querySelector('[data-text="base"]').value;
    const tab = form.querySelector(`[data-tab="${channel}"]`);
    tab.querySelector("[data-own]").hidden = parts.length === 0;
    tab.hidden = !form.querySelector(`[data-channel="${channel}"]`).checked;
  }
  form.querySelector("[data-tabs]").hidden = !form.querySelector("[data-channel]:checked");
  const current = form.querySelector('[data-tab][aria-selected="true"]');
  if (current?.hidden) show(form, "base");
};

const changed = (form) => form.dispatchEvent(new Event("input", { bubbles: true }));

const customise = (form, channel) => {
  const field = form.querySelector(`[data-text="${channel}"]`);
  form.querySelector(`[data-own-tick="${channel}"]`).checked = true;
  if (field.value === "") field.value = form.querySelector('[data-text="base"]').value;
  dress(form);
  changed(form);
  field.focus();
};

// Text, title and comments follow again, and one press brings back what the channel had of its own.
const follow = (form, channel, back) => {
  const panel = form.querySelector(`[data-panel="${channel}"]`);
  const [tick, title, comments] = [`[data-own-tick]`, `[id="set-${channel}-title"]`, "[data-own-comments]"].map((one) => panel.querySelector(one));
  const was = back ? JSON.parse(panel.dataset.undo) : {};
  const now = JSON.stringify({ text: tick.checked, title: title?.value, comments: comments?.checked });
  tick.checked = Boolean(was.text);
  if (title) title.value = was.title ?? "";
  if (comments) comments.checked = Boolean(was.comments);
  if (back) delete panel.dataset.undo;
  else panel.dataset.undo = now;
  dress(form);
  changed(form);
  const next = back ? panel.querySelector(`[data-text="${channel}"]`) : panel.querySelector("[data-undo-follow]");
  (next.hidden ? panel.querySelector("[data-follow]") : next).focus();
};

document.addEventListener("click", (event) => {
  const form = event.target.closest("#composer");
  if (!form) return;
  const button = event.target.closest("button");
  const { tab, customise: apart, follow: again, undoFollow, show: view } = button?.dataset ?? {};
  if (tab) show(form, tab);
  if (apart) customise(form, apart);
  if (again) follow(form, again, false);
  if (undoFollow) follow(form, undoFollow, true);
  if (view) {
    form.dataset.view = view;
    form.querySelectorAll("[data-show]").forEach((one) => one.setAttribute("aria-pressed", one === button));
  }

  const link = event.target.closest(".probs a");
  if (link && leadTo(form, link)) event.preventDefault();
});

/** A problem leads to its field, through the tab it is under. */
const leadTo = (form, link) => {
  const field = document.getElementById(link.hash.slice(1));
  if (!field) return false;
  const panel = field.closest("[data-panel]");
  if (panel) show(form, panel.dataset.panel);
  const closed = field.closest("details:not([open])");
  if (closed) closed.open = true;
  const comments = field.closest(".cmts[hidden], .cmt[hidden]");
  if (comments) comments.hidden = false;
  // A select that is searched is stood for by the field beside it.
  const shown = document.getElementById(`${field.id}-search`) ?? field;
  shown.scrollIntoView({ block: "center" });
  shown.focus();
  return true;
};

document.addEventListener("input", (event) => {
  const form = event.target.closest?.("#composer");
  if (form) dress(form);
});

// The tabs are one stop, arrows go from one to the next and show it.
document.addEventListener("keydown", (event) => {
  const step = event.target.matches?.("#composer [data-tab]") && { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  const all = [...event.target.parentElement.children].filter((one) => !one.hidden);
  const to = all.at((all.indexOf(event.target) + (document.dir === "rtl" ? -step : step)) % all.length);
  to.click();
  to.focus();
});

/** Also for a form that arrived later. */
export const start = () => {
  const form = composer();
  if (!form) return;
  form.querySelector("[data-view-switch]").hidden = false;
  form.querySelectorAll(".no-script").forEach((one) => { one.hidden = true; });
  show(form, "base");
  dress(form);
  // Refused: the first that is in the way has the focus.
  const alert = form.querySelector("#composer-notes [role=alert]");
  if (!alert || document.querySelector("[autofocus]")) return;
  const first = form.querySelector("#problems:not([hidden]) [data-state=failed]");
  if (first) leadTo(form, first);
  else (alert.querySelector("button") ?? form.elements.When).focus();
};

start();
