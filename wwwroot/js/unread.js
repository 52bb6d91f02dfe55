// <a data-unread="3" data-none="Notifications" data-some="Notifications, # unread"> tells how many are unread, in every tab, as soon as it changes. A page that
// listens to its workspace hears it there; others listen by themselves while they can be seen, since a browser keeps few lines open at a time.
// <div data-notices> is the list itself: what was read is marked in place, what is new waits behind its [data-more] link.
import { swapElement } from "./live.js";

const bell = document.querySelector("[data-unread]");
let stream;

const list = async (before, now) => {
  const shown = document.querySelector("[data-notices]");
  if (!shown || before === now) return;
  if (now > before) {
    shown.querySelector("[data-more]").hidden = false;
    return;
  }
  const response = await fetch(location.href, { headers: { "HX-Request": "true" } });
  if (response.ok) swapElement(shown, await response.text());
};

const show = (now) => {
  const before = Number(bell.dataset.unread);
  bell.dataset.unread = now;
  bell.classList.toggle("bell", now > 0);
  bell.setAttribute("aria-label", now ? bell.dataset.some.replace("#", now) : bell.dataset.none);
  const count = document.querySelector("[data-unread-count]");
  count.hidden = !now;
  count.firstElementChild.textContent = now;
  list(before, now);
};

if (bell && "EventSource" in window) {
  document.addEventListener("live:notices", ({ detail }) => show(Number(detail)));
  const listen = () => {
    stream?.close();
    if (document.hidden || document.querySelector("[data-live]")) return;
    stream = new EventSource("/notices/live");
    stream.addEventListener("notices", ({ data }) => show(Number(data)));
  };
  document.addEventListener("visibilitychange", listen);
  addEventListener("pagehide", () => stream?.close());
  listen();
}
