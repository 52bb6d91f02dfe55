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
  });
};

const isOwn = (form, channel) => form.querySelector(`[data-own-tick="${channel}"]`).checked;

/** What a channel would get as it stands in the form. */
export const textFor = (form, channel) => form.querySelector(`[data-text="${isOwn(form, channel) ? channel : "base"}"]`).value;

// A channel that follows the base shows the base's words in grey; its own are kept in the field for undo.
const dress = (form) => {
  for (const panel of form.querySelectorAll(".variant")) {
    const channel = panel.dataset.panel;
    const own = isOwn(form, channel);
    const field = panel.querySelector(`[data-text="${channel}"]`);
    panel.querySelector(".own-row .check").hidden = true;
    panel.querySelector("[data-follows]").hidden = own;
    panel.querySelector("[data-customise]").hidden = own || Boolean(panel.dataset.undo);
    panel.querySelector("[data-undo-follow]").hidden = own || !panel.dataset.undo;
    panel.querySelector("[data-follow]").hidden = !own;
    field.hidden = !own;
    const copy = panel.querySelector("[data-base-copy]");
    copy.hidden = own;
    copy.textContent = form.querySelector('[data-text="base"]').value;
    const tab = form.querySelector(`[data-tab="${channel}"]`);
    tab.querySelector("[data-own]").hidden = !own;
    tab.hidden = !form.querySelector(`[data-channel="${channel}"]`).checked;
  }
  form.querySelector("[data-tabs]").hidden = !form.querySelector("[data-channel]:checked");
  const current = form.querySelector('[data-tab][aria-selected="true"]');
  if (current?.hidden) show(form, "base");
};

const changed = (form) => form.dispatchEvent(new Event("input", { bubbles: true }));

const own = (form, channel, on) => {
  form.querySelector(`[data-own-tick="${channel}"]`).checked = on;
  const panel = form.querySelector(`[data-panel="${channel}"]`);
  const field = form.querySelector(`[data-text="${channel}"]`);
  if (on && field.value === "") field.value = form.querySelector('[data-text="base"]').value;
  if (on) delete panel.dataset.undo;
  else panel.dataset.undo = "true";
  dress(form);
  changed(form);
  if (on) field.focus();
  else panel.querySelector("[data-undo-follow]").focus();
};

document.addEventListener("click", (event) => {
  const form = event.target.closest("#composer");
  if (!form) return;
  const button = event.target.closest("button");
  const { tab, customise, follow, undoFollow, show: view } = button?.dataset ?? {};
  if (tab) show(form, tab);
  if (customise) own(form, customise, true);
  if (follow) own(form, follow, false);
  if (undoFollow) own(form, undoFollow, true);
  if (view) {
    form.dataset.view = view;
    form.querySelectorAll("[data-show]").forEach((one) => one.setAttribute("aria-pressed", one === button));
  }

  // A problem leads to its field, through the tab it is under.
  const link = event.target.closest(".probs a");
  const field = link && document.getElementById(link.hash.slice(1));
  if (!field) return;
  event.preventDefault();
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
});

document.addEventListener("input", (event) => {
  const form = event.target.closest?.("#composer");
  if (form) dress(form);
});

/** Also for a form that arrived later. */
export const start = () => {
  const form = composer();
  if (!form) return;
  form.querySelector("[data-view-switch]").hidden = false;
  form.querySelectorAll(".no-script").forEach((one) => { one.hidden = true; });
  show(form, "base");
  dress(form);
};

start();
