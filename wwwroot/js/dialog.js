// <a href="/page" data-dialog="id"> opens <dialog id="id"> and stays a link without a script. data-close="dialog" closes the one it is in.
// A fragment that arrives with <dialog data-open> opens by itself. Focus goes back to the opener, as <dialog> does.
document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-dialog]");
  if (opener) {
    const dialog = document.getElementById(opener.dataset.dialog);
    if (dialog && !dialog.open) {
      event.preventDefault();
      dialog.showModal();
    }
  } else if (event.target.closest('[data-close="dialog"]')) {
    event.target.closest("dialog")?.close();
  }
});

// Browsers without command and closedby attributes.
if (!("command" in HTMLButtonElement.prototype)) {
  document.addEventListener("click", (event) => {
    const button = event.target.closest("button[commandfor]");
    const dialog = button && document.getElementById(button.getAttribute("commandfor"));
    if (button?.getAttribute("command") === "show-modal") dialog?.showModal();
    if (button?.getAttribute("command") === "close") dialog?.close();
  });
}

/** New content: opens the dialog, or keeps the focus in the one that is open. */
export const fill = (dialog, html) => {
  const focus = document.activeElement.id;
  dialog.innerHTML = html;
  window.htmx?.process(dialog);
  if (!dialog.open) dialog.showModal();
  else (document.getElementById(focus) ?? dialog.querySelector("[aria-invalid=true], [autofocus], footer .primary"))?.focus();
};

document.addEventListener("htmx:after:swap", () => {
  const arrived = document.querySelector("dialog[data-open]:not([open])");
  if (!arrived) return;
  arrived.removeAttribute("data-open");
  arrived.showModal();
});
