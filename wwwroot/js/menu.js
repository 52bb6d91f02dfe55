// Menus are popovers or <details class="menu-root">; the browser opens them. Here: closing a details from outside, arrow keys,
// and a place for the popover where the browser knows no CSS anchors.
const close = (root, refocus) => {
  root.open = false;
  if (refocus) root.querySelector("summary").focus();
};

document.addEventListener("click", (event) => {
  for (const root of document.querySelectorAll("details.menu-root[open]")) {
    if (!root.contains(event.target) || event.target.closest(".menu :is(a, button)")) close(root);
  }
});

document.addEventListener("keydown", (event) => {
  const root = event.target.closest?.("details.menu-root[open]");
  if (event.key === "Escape" && root) close(root, true);

  const menu = event.target.closest?.(".menu") ?? root?.querySelector(".menu");
  if (!menu || !["ArrowDown", "ArrowUp", "Home", "End"].includes(event.key) || event.target.matches("input, select, textarea")) return;
  const items = [...menu.querySelectorAll("a[href], button:not([disabled])")];
  const at = items.indexOf(document.activeElement);
  const to = { ArrowDown: at + 1, ArrowUp: at < 0 ? -1 : at - 1, Home: 0, End: -1 }[event.key];
  event.preventDefault();
  items.at(to % items.length)?.focus();
});

// ArrowDown on the button goes into the open popover.
document.addEventListener("keydown", (event) => {
  const popover = event.key === "ArrowDown" && event.target.popoverTargetElement;
  if (!popover?.matches?.(".menu:popover-open")) return;
  event.preventDefault();
  popover.querySelector("a[href], button")?.focus();
});

if (!CSS.supports("position-area", "block-end")) {
  let opener;
  document.addEventListener("click", (event) => { opener = event.target.closest("[popovertarget]"); }, { capture: true });
  document.addEventListener("toggle", (event) => {
    if (event.newState !== "open" || !opener || !event.target.matches(".menu[popover]")) return;
    const button = opener.getBoundingClientRect();
    const menu = event.target.getBoundingClientRect();
    const below = button.bottom + menu.height + 8 < innerHeight;
    event.target.style.top = `${below ? button.bottom : Math.max(4, button.top - menu.height - 8)}px`;
    event.target.style.left = `${Math.max(8, Math.min(button.right - menu.width, innerWidth - menu.width - 8))}px`;
  }, { capture: true });
}
