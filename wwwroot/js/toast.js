// Toasts leave by themselves: six seconds, ten where there is something to undo. Never while somebody looks at them or has the focus in
// them, and failures stay until they are closed. A failure that arrives in the polite place moves to the assertive one.
const seconds = { done: 6, undo: 10 };
const flash = document.getElementById("flash");
const alarm = document.getElementById("alarm");

// What had the focus when a toast came gets it back when that goes with the focus in it. What was renewed meanwhile is found by its id.
let home;
let last;
let isInside = false;
for (const kind of ["focusin", "pointerdown"]) {
  document.addEventListener(kind, ({ target }) => {
    isInside = Boolean(target.closest?.("#flash, #alarm"));
    if (!isInside && kind === "focusin") last = { element: target, id: target.closest("[id]")?.id };
  });
}

const comeBack = () => {
  if (!home || !isInside || document.activeElement !== document.body) return;
  isInside = false;
  const place = document.getElementById(home.id);
  (home.element.isConnected ? home.element : place?.querySelector("a[href], button") ?? place)?.focus();
};

const leave = (toast) => {
  toast.classList.add("leaving");
  setTimeout(() => {
    toast.remove();
    comeBack();
  }, 200);
};

const wait = (toast) => {
  const time = seconds[toast.dataset.toast] * 1000;
  if (!time) return;
  let timer;
  const stop = () => clearTimeout(timer);
  const start = () => {
    stop();
    timer = setTimeout(leave, time, toast);
  };
  toast.addEventListener("pointerenter", stop);
  toast.addEventListener("focusin", stop);
  toast.addEventListener("pointerleave", start);
  toast.addEventListener("focusout", start);
  start();
};

const arrive = (toast) => {
  if (!isInside) home = last;
  if (toast.dataset.toast === "failed" && toast.parentElement === flash) alarm.append(toast);
  else wait(toast);
};

const watch = new MutationObserver((changes) => {
  for (const { addedNodes } of changes) {
    for (const node of addedNodes) if (node.matches?.("[data-toast]")) arrive(node);
    comeBack();
  }
});

for (const place of [flash, alarm]) {
  if (!place) continue;
  place.querySelectorAll("[data-toast]").forEach(arrive);
  watch.observe(place, { childList: true });
}

document.addEventListener("click", (event) => {
  const toast = event.target.closest('[data-close="toast"]')?.closest(".toast");
  if (toast) leave(toast);
});

/** Says a failure at once: the sentence stands in #alarm until it is closed. */
export const failed = (sentence) => {
  const toast = document.getElementById("toast").content.querySelector(".toast").cloneNode(true);
  toast.querySelector(":scope > span").textContent = sentence;
  // Said once more it is news again, and stands there once.
  for (const one of [...alarm.children]) if (one.textContent.trim() === toast.textContent.trim()) one.remove();
  alarm.append(toast);
};
