// What only the composer needs is fetched where there is one, and what few use when they first use it.
const field = () => {
  const form = document.getElementById("composer");
  const open = [...form.querySelectorAll("[data-text]")].find((one) => one.offsetParent && !one.hidden);
  return form.lastText?.isConnected && form.lastText.offsetParent ? form.lastText : open;
};

/** Writes at the caret as if it were typed: undo takes it back. */
export const insert = (words, at = field(), apartFrom = /$^/) => {
  if (!at) return;
  at.focus();
  // A link would swallow what follows it.
  const text = apartFrom.test(at.value.slice(0, at.selectionStart)) ? ` ${words}` : words;
  if (!document.execCommand("insertText", false, text)) {
    at.setRangeText(text, at.selectionStart, at.selectionEnd, "end");
    at.dispatchEvent(new Event("input", { bubbles: true }));
  }
};

document.addEventListener("focusin", (event) => {
  if (event.target.matches?.("#composer [data-text]")) event.target.form.lastText = event.target;
});

// Enter in a field that has a button of its own presses that one.
document.addEventListener("keydown", (event) => {
  const own = event.key === "Enter" && event.target.dataset?.enter;
  if (!own) return;
  event.preventDefault();
  event.target.parentElement.querySelector(`button[value="${own}"]`).click();
});

// On a line of its own where something stands already, as a template, a signature or hashtags would.
document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-insert]");
  if (!button) return;
  const at = field();
  const before = at.value.slice(0, at.selectionStart);
  button.closest("[popover]").hidePopover();
  insert(`${before === "" || /\s$/.test(before) ? "" : " "}${button.dataset.insert}`, at);
});

document.addEventListener("toggle", async (event) => {
  if (event.target.id !== "emoji" || event.newState !== "open") return;
  const { open } = await import("./emoji.js");
  open(event.target);
}, { capture: true });

// What was asked for without a line comes when the line is back.
const extra = (module) => import(module).catch((error) => {
  if (navigator.onLine) throw error;
  addEventListener("online", () => extra(module), { once: true });
});

if (document.getElementById("composer")) {
  ["./alt.js", "./choices.js", "./comments.js", "./highlight.js", "./coauthors.js", "./mentions.js", "./paste.js", "./people.js", "./places.js"].forEach(extra);
  // Some browsers lay their keyboard over the page.
  if (matchMedia("(pointer: coarse)").matches) extra("./keyboard.js");
  document.querySelectorAll("[data-emoji], [data-snippets]").forEach((one) => { one.hidden = false; });
}
