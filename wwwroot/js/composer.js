// What only the composer needs is fetched where there is one, and what few use when they first use it.
const field = () => {
  const form = document.getElementById("composer");
  const open = [...form.querySelectorAll("[data-text]")].find((one) => one.offsetParent && !one.hidden);
  return form.lastText?.isConnected && form.lastText.offsetParent ? form.lastText : open;
};

/** Writes at the caret as if it were typed: undo takes it back. */
export const insert = (text, at = field()) => {
  if (!at) return;
  at.focus();
  if (!document.execCommand("insertText", false, text)) {
    at.setRangeText(text, at.selectionStart, at.selectionEnd, "end");
    at.dispatchEvent(new Event("input", { bubbles: true }));
  }
};

document.addEventListener("focusin", (event) => {
  if (event.target.matches?.("#composer [data-text]")) event.target.form.lastText = event.target;
});

document.addEventListener("click", async (event) => {
  const button = event.target.closest?.("[data-emoji]");
  if (!button) return;
  const { open } = await import("./emoji.js");
  open(button);
});

if (document.getElementById("composer")) {
  import("./highlight.js");
  import("./paste.js");
  document.querySelectorAll("[data-emoji]").forEach((one) => { one.hidden = false; });
}
