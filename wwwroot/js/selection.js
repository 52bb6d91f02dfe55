// Posts ticked in the list stay selected while one pages and filters; the bar of what can be done with them comes from the server.
// Shift takes the range, the box above takes the page, x the post that has the focus or lies under the pointer, Escape lets all go.
import { fill } from "./dialog.js";
import { failed } from "./toast.js";

const bar = document.getElementById("bulk");
const calendar = () => document.getElementById("calendar");
const boxes = () => [...document.querySelectorAll('.posts tbody input[name="Posts"]')];
const key = bar && `selection ${bar.dataset.src}`;
const selected = new Set(bar ? (sessionStorage.getItem(key) ?? "").split(",").filter(Boolean) : []);
let last;
let asking;

const headers = () => ({ "HX-Request": "true", RequestVerificationToken: document.querySelector('meta[name="csrf"]').content });

// The page as the selection has it.
const show = () => {
  const all = boxes();
  for (const box of all) {
    box.checked = selected.has(box.value);
    box.closest("tr").classList.toggle("picked", box.checked);
  }

  bar.hidden = calendar()?.dataset.view !== "list";
  calendar()?.classList.toggle("selecting", selected.size > 0);
  const whole = document.querySelector('[data-select="page"]');
  const ticked = all.filter((box) => box.checked).length;
  if (whole) [whole.checked, whole.indeterminate] = [ticked > 0 && ticked === all.length, ticked > 0 && ticked < all.length];
  const offer = document.getElementById("pick-all");
  if (!offer) return;
  offer.hidden = !(ticked === all.length && ticked > 0 && Number(offer.dataset.found) > Math.max(all.length, selected.size));
  const words = offer.querySelector("[data-words]");
  words.textContent = words.dataset.words.replace("#", all.length);
};

const changed = () => {
  sessionStorage.setItem(key, [...selected].join(","));
  show();
  clearTimeout(asking);
  if (selected.size === 0) {
    const wasInside = bar.contains(document.activeElement);
    bar.replaceChildren();
    if (wasInside) (boxes().find((box) => box.value === last) ?? boxes()[0])?.focus();
    return;
  }

  const turn = (asking = setTimeout(async () => {
    const asked = [...selected];
    const response = await fetch(`${bar.dataset.src}/bar`, { method: "POST", headers: headers(), body: new URLSearchParams({ Posts: asked.join(",") }) }).catch(() => null);
    // More was ticked while this one was on its way: its own question is asked already.
    if (turn !== asking || !response?.ok || selected.size === 0) return;
    const focus = bar.contains(document.activeElement) ? document.activeElement.value : undefined;
    bar.innerHTML = await response.text();
    document.getElementById("calendar-say").textContent = bar.querySelector("b").textContent;
    if (focus) bar.querySelector(`button[value="${CSS.escape(focus)}"]`)?.focus();
    // What was deleted meanwhile is not selected any more.
    const there = new Set(bar.querySelector('[name="Posts"]').value.split(","));
    for (const id of asked) if (!there.has(id)) selected.delete(id);
    sessionStorage.setItem(key, [...selected].join(","));
    if (selected.size === 0) bar.replaceChildren();
    show();
  }, 150));
};

const clear = () => {
  selected.clear();
  changed();
  last = undefined;
};

const pick = (box, on, range) => {
  const all = boxes();
  const from = all.findIndex((one) => one.value === last);
  const to = all.indexOf(box);
  const some = range && from >= 0 ? all.slice(Math.min(from, to), Math.max(from, to) + 1) : [box];
  for (const one of some) {
    if (on) selected.add(one.value);
    else selected.delete(one.value);
  }

  last = box.value;
  changed();
};

if (bar) {
  document.addEventListener("click", async (event) => {
    const box = event.target.closest?.('.posts tbody input[name="Posts"]');
    if (box) return pick(box, box.checked, event.shiftKey);
    const what = event.target.closest?.("[data-select]");
    if (what?.dataset.select === "none") return clear();
    if (what?.dataset.select === "page") {
      for (const one of boxes()) {
        if (what.checked) selected.add(one.value);
        else selected.delete(one.value);
      }

      return changed();
    }

    if (what?.dataset.select === "matching") {
      const response = await fetch(`${bar.dataset.src}/matching${document.getElementById("pick-all").dataset.query}`).catch(() => null);
      if (!response?.ok) return failed(document.getElementById("alarm").dataset.offline);
      for (const id of (await response.text()).split("\n").filter(Boolean)) selected.add(id);
      changed();
    }
  });

  let under;
  document.addEventListener("pointerover", (event) => { under = event.target.closest?.(".posts tbody tr"); });

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || document.querySelector("dialog:modal, [popover]:popover-open:not(#peek)")) return;
    if (event.key === "Escape" && selected.size > 0) return clear();
    if (event.key !== "x" && event.key !== "X") return;
    if (document.documentElement.dataset.shortcuts === "off" || event.target.isContentEditable || event.target.matches?.("input:not([type=checkbox]), textarea, select")) return;
    const box = (document.activeElement?.closest(".posts tbody tr") ?? under)?.querySelector('input[name="Posts"]');
    if (!box?.isConnected) return;
    event.preventDefault();
    pick(box, event.shiftKey || !selected.has(box.value), event.shiftKey);
  });

  // The acts: some ask first, in the dialog; the others are done and can be taken back. Caught on the way down, before the page takes
  // the form for one that leads away and locks it.
  const dialog = document.getElementById("calendar-dialog");
  document.addEventListener("submit", async (event) => {
    const form = event.target.closest?.("form[data-bulk]");
    if (!form || event.defaultPrevented) return;
    event.preventDefault();
    if (form.hasAttribute("aria-busy")) return;
    const data = new FormData(form, event.submitter);
    // The bar may still be that of the moment before the last tick.
    if (bar.contains(form) && data.has("Posts")) data.set("Posts", [...selected].join(","));
    // A button that names the posts means those and not the ones of the form.
    if (event.submitter?.name === "Posts") data.set("Posts", event.submitter.value);
    const action = event.submitter?.getAttribute("formaction") ?? form.getAttribute("action");
    form.setAttribute("aria-busy", "true");
    event.submitter?.setAttribute("aria-disabled", "true");
    try {
      const response = await fetch(action, { method: "POST", headers: headers(), body: new URLSearchParams(data) });
      const elsewhere = response.headers.get("HX-Redirect");
      if (elsewhere) {
        if (!action.endsWith("/preview")) clear();
        return location.assign(elsewhere);
      }

      const html = await response.text();
      const arrived = document.createElement("template");
      arrived.innerHTML = html;
      const words = document.getElementById("alarm").dataset;
      if (!response.ok) return failed([409, 422, 423].includes(response.status) ? arrived.content.querySelector(".toast > span:not([class])")?.textContent ?? words.other : words[response.status] ?? words.other);
      if (response.headers.get("HX-Retarget") === "#flash") {
        if (dialog.open) dialog.close();
        const flash = document.getElementById("flash");
        flash.innerHTML = html;
        window.htmx?.process(flash);
        clear();
        return document.dispatchEvent(new CustomEvent("live:all", { cancelable: true }));
      }

      fill(dialog, html);
    } catch {
      failed(document.getElementById("alarm").dataset.offline);
    } finally {
      form.removeAttribute("aria-busy");
      event.submitter?.removeAttribute("aria-disabled");
    }
  }, { capture: true });

  // The calendar puts a new list in the place of the old one.
  new MutationObserver(show).observe(document.getElementById("main"), { childList: true });
  if (selected.size > 0) changed();
}
