// data-key="n" on a link, button or field makes n press or focus it. "?" lists what there is. Never while somebody writes, never
// under an open dialog or beside a form that is open, and off where the person chose so (data-shortcuts="off" on html).
const writing = (element) => element.isContentEditable || element.matches("input:not([type=checkbox], [type=radio]), textarea, select");

const visible = () => [...document.querySelectorAll("[data-key]")].filter((element) => element.checkVisibility());

// What a script of the page answers to is only named: data-key-hint="j" with data-key-label.
const list = (dialog) => {
  const rows = [...visible(), ...document.querySelectorAll("[data-key-hint]")].flatMap((element) => {
    const key = document.createElement("kbd");
    key.textContent = element.dataset.key ?? element.dataset.keyHint;
    const what = document.createElement("dt");
    what.textContent = element.dataset.keyLabel ?? element.getAttribute("aria-label") ?? element.textContent.trim();
    const keys = document.createElement("dd");
    keys.append(key);
    return [what, keys];
  });
  dialog.querySelector(".keys").replaceChildren(...rows);
};

document.getElementById("shortcuts")?.addEventListener("beforetoggle", (event) => {
  if (event.newState === "open") list(event.target);
});

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.repeat) return;
  if (document.documentElement.dataset.shortcuts === "off" || writing(event.target) || document.querySelector("dialog:modal, [popover]:popover-open form")) return;
  const element = visible().find((one) => one.dataset.key === event.key);
  if (!element) return;
  event.preventDefault();
  // What a button opens is the next stop after it.
  if (writing(element) || element.popoverTargetElement) element.focus();
  if (!writing(element)) element.click();
});
