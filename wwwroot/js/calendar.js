// The calendar under the hand: paging in place, the card that shows on hover, days in a dialog, moving by dragging or by keys, and days that
// renew themselves when posts change. Every one of these also is a link or a form.
import { swapElement } from "./live.js";
import { failed } from "./toast.js";

const calendar = () => document.getElementById("calendar");
const month = () => document.getElementById("month");
const dialog = document.getElementById("calendar-dialog");
const peek = document.getElementById("peek");
const say = (words) => { document.getElementById("calendar-say").textContent = words; };
const ask = (path) => fetch(path, { headers: { "HX-Request": "true" } });
const root = () => calendar().dataset.root;
const withQuery = (path, more = "") => `${root()}${path}?${[calendar().dataset.query, more].filter(Boolean).join("&")}`;

// Paging and filtering in place: the address changes, the focus stays on the link that was pressed.
let shown = location.pathname + location.search;
const show = async (address, push) => {
  calendar().setAttribute("aria-busy", "true");
  if (push) history.pushState({ calendar: true }, "", address);
  shown = address;
  try {
    const response = await ask(address);
    if (!response.ok) return location.assign(address);
    const html = await response.text();
    // Somebody paged on while this was on its way.
    if (shown !== address) return;
    const swap = () => {
      hide();
      const focus = document.activeElement?.id;
      swapElement(calendar(), html);
      if (focus) document.getElementById(focus)?.focus({ preventScroll: true });
      rove();
      if (held) mark(held.day = document.getElementById(held.day.id) ?? held.day);
      say(`${calendar().querySelector("h1").textContent}, ${calendar().querySelector("#filters [role=status]").textContent}`);
    };
    if (document.startViewTransition && !matchMedia("(prefers-reduced-motion: reduce)").matches) await document.startViewTransition(swap).finished;
    else swap();
  } catch {
    location.assign(address);
  }
};

document.addEventListener("click", (event) => {
  if (event.defaultPrevented || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || !calendar()) return;
  const link = event.target.closest("#calendar a[data-swap], #calendar a[data-more], #calendar a[data-tray], a.mv");
  if (!link) return;
  event.preventDefault();
  if (link.matches(".mv")) open(link.getAttribute("href"));
  else if (link.dataset.more) open(withQuery(`/calendar/days/${link.dataset.more}`));
  else if (link.dataset.tray) moreOfTray(link);
  else show(link.getAttribute("href"), true);
});

addEventListener("popstate", () => { if (calendar()) show(location.pathname + location.search, false); });

const open = async (path) => {
  hide();
  const response = await ask(path);
  if (!response.ok) return failed(document.getElementById("alarm").dataset[response.status] ?? document.getElementById("alarm").dataset.other);
  dialog.innerHTML = await response.text();
  if (!dialog.open) dialog.showModal();
};

const moreOfTray = async (link) => {
  const response = await ask(withQuery("/calendar/tray", `shown=${link.dataset.tray}`));
  if (!response.ok) return;
  const list = link.closest(".tray-l");
  const before = list.querySelectorAll(".pcw").length;
  list.innerHTML = await response.text();
  rove();
  list.querySelectorAll(".pc")[before]?.focus();
};

// The card beside the card.
let peeking;
const hide = () => {
  clearTimeout(peeking);
  if (peek?.matches(":popover-open")) peek.hidePopover();
  document.querySelector(".pc.peek")?.classList.remove("peek");
};

const peekAt = (card) => {
  clearTimeout(peeking);
  peeking = setTimeout(async () => {
    const response = await ask(`${root()}/posts/${card.closest("[data-post]").dataset.post}/card`);
    if (!response.ok || !card.isConnected || drag || held || !(card.matches(":hover") || card === document.activeElement)) return;
    document.querySelector(".pc.peek")?.classList.remove("peek");
    card.classList.add("peek");
    peek.innerHTML = await response.text();
    if (!peek.matches(":popover-open")) peek.showPopover();
    if (!CSS.supports("position-area", "inline-end")) {
      const at = card.getBoundingClientRect();
      const size = peek.getBoundingClientRect();
      peek.style.left = `${at.right + size.width + 12 < innerWidth ? at.right + 6 : Math.max(8, at.left - size.width - 6)}px`;
      peek.style.top = `${Math.max(8, Math.min(at.top, innerHeight - size.height - 8))}px`;
    }
  }, 350);
};

const leavePeek = () => {
  clearTimeout(peeking);
  peeking = setTimeout(() => { if (!peek.matches(":hover") && !peek.contains(document.activeElement)) hide(); }, 250);
};

if (peek) {
  document.addEventListener("pointerover", (event) => {
    if (event.pointerType === "touch") return;
    const card = event.target.closest(".pc");
    if (card) peekAt(card);
  });
  document.addEventListener("pointerout", (event) => { if (event.target.closest(".pc") && !event.relatedTarget?.closest?.(".pc, #peek")) leavePeek(); });
  peek.addEventListener("pointerleave", leavePeek);
  document.addEventListener("focusin", (event) => {
    const card = event.target.closest(".pc");
    if (card?.matches(":focus-visible")) peekAt(card);
    else if (!peek.contains(event.target)) hide();
  });
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") hide(); });
}

// Moving. The card goes at once and is marked; refused, it goes back and the reason is said.
const send = async (post, values) => {
  const response = await fetch(`${root()}/posts/${post}/moves`, {
    method: "POST",
    headers: { "HX-Request": "true", RequestVerificationToken: document.querySelector('meta[name="csrf"]').content },
    body: new URLSearchParams(values),
  });
  const html = await response.text();
  if (response.ok) {
    const flash = document.getElementById("flash");
    flash.innerHTML = html;
    window.htmx?.process(flash);
    return true;
  }

  const words = document.getElementById("alarm").dataset;
  if (response.status === 422 && html.includes("data-moves")) {
    dialog.innerHTML = html;
    if (!dialog.open) dialog.showModal();
    say(dialog.querySelector("#move-problem")?.textContent.trim() ?? "");
    return false;
  }

  const toast = document.createElement("template");
  toast.innerHTML = html;
  const reason = [409, 422].includes(response.status) ? toast.content.querySelector(".toast > span:not([class])")?.textContent : words[response.status];
  if (dialog.open) dialog.close();
  failed(reason ?? words.other);
  return false;
};

// Whoever may move a card is offered the way without dragging too.
const movable = (wrap) => wrap.querySelector(".mv") !== null;

const dayOf = (post) => document.querySelector(`.day [data-post="${post}"]`)?.closest(".day")?.dataset.day;

const move = async (wrap, place) => {
  const post = wrap.dataset.post;
  const from = { parent: wrap.parentElement, next: wrap.nextElementSibling, day: wrap.closest(".day")?.dataset.day };
  const day = place.dataset.day;
  if (from.day === day) return true;
  const list = place.querySelector(".tray-l") ?? place;
  list.insertBefore(wrap, list.querySelector(".more, .dots"));
  wrap.classList.add("pending");
  let moved = false;
  try {
    moved = await send(post, day ? { date: day } : {});
  } catch {
    failed(calendar().dataset.offline);
  }

  wrap.classList.remove("pending");
  if (moved) await renew([post], [from.day, day]);
  else if (wrap.isConnected) from.parent.insertBefore(wrap, from.next);
  return moved;
};

dialog?.addEventListener("submit", async (event) => {
  const post = event.target.dataset.moves;
  if (!post) return;
  event.preventDefault();
  const before = dayOf(post);
  try {
    if (!await send(post, new FormData(event.target))) return;
    dialog.close();
    await renew([post], [before]);
  } catch {
    failed(calendar().dataset.offline);
  }
});

// What changed is fetched: the days the posts left and the ones they came to, the tray, the counts.
const renew = async (ids, days) => {
  if (!calendar()) return;
  if (calendar().dataset.view !== "month") return show(location.pathname + location.search, false);
  const touched = [...days, ...ids.map(dayOf)].filter(Boolean);
  const response = await ask(withQuery("/calendar/changes", `posts=${ids}&days=${[...new Set(touched)]}`));
  if (!response.ok) return;
  const arrived = document.createElement("template");
  arrived.innerHTML = await response.text();
  for (const element of [...arrived.content.children]) {
    const old = document.getElementById(element.id);
    if (!old || (element.id === "filters" && old.contains(document.activeElement)) || old.outerHTML === element.outerHTML) continue;
    const scroll = old.querySelector(".tray-l")?.scrollTop;
    swapElement(old, element.outerHTML);
    if (scroll) document.querySelector(".tray-l").scrollTop = scroll;
  }

  rove();
};

document.addEventListener("live:posts", ({ detail: { ids } }) => { if (!drag && !held) renew(ids, []); });
document.addEventListener("live:all", (event) => {
  if (!calendar()) return;
  event.preventDefault();
  show(location.pathname + location.search, false);
});

// Dragging: with a mouse or a pen; a finger scrolls, and moves by the menu.
let drag;

document.addEventListener("dragstart", (event) => {
  const card = event.target.closest?.(".pc");
  const wrap = card?.closest(".pcw");
  if (!wrap || !calendar()) return;
  hide();
  if (!movable(wrap)) {
    event.preventDefault();
    failed(calendar().dataset.refused);
    return;
  }

  drag = wrap;
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", card.href);
  setTimeout(() => wrap.classList.add("ghost"));
});

const placeAt = (event) => event.target.closest?.(".day, .tray");

document.addEventListener("dragover", (event) => {
  if (!drag) return;
  const place = placeAt(event);
  document.querySelectorAll(".drop").forEach((one) => { if (one !== place) one.classList.remove("drop"); });
  const page = event.target.closest?.(".pager a[data-swap]");
  if (page) turn(page);
  else stopTurning();
  if (!place) return;
  event.preventDefault();
  place.classList.add("drop");
});

// Held over an arrow, the month turns and the card comes along.
let turning;
const stopTurning = () => {
  clearTimeout(turning);
  turning = undefined;
};
const turn = (link) => { turning ??= setTimeout(() => { turning = undefined; show(link.getAttribute("href"), true); }, 700); };

document.addEventListener("drop", (event) => {
  const place = drag && placeAt(event);
  if (!place) return;
  event.preventDefault();
  const wrap = drag;
  wrap.classList.add("settle");
  setTimeout(() => wrap.classList.remove("settle"), 300);
  move(wrap, place);
});

document.addEventListener("dragend", () => {
  stopTurning();
  drag?.classList.remove("ghost");
  document.querySelectorAll(".drop").forEach((one) => one.classList.remove("drop"));
  drag = undefined;
});

// Keys. The month is one stop for Tab, the arrows go from card to card and from day to day.
let held;
const stops = (day) => [...day.querySelectorAll(".pc, .more")].filter((one) => one.checkVisibility());
const days = () => [...month().querySelectorAll(".day")];

const rove = (to) => {
  if (!month() || !month().checkVisibility()) return;
  month().querySelectorAll(".day, .day a").forEach((one) => { one.tabIndex = -1; });
  const at = to ?? month().querySelector(":focus") ?? stops(month().querySelector(".day.today") ?? month())[0] ?? month().querySelector(".day.today, .day");
  if (at) at.tabIndex = 0;
};

const goTo = (element) => {
  rove(element);
  element.focus();
  element.scrollIntoView({ block: "nearest" });
};

const nameOf = (day) => day.getAttribute("aria-label").split(",")[0];

const mark = (day) => {
  days().forEach((one) => one.classList.toggle("drop", one === day));
  if (day) say(nameOf(day));
};

const letGo = (words) => {
  mark();
  held?.wrap.classList.remove("ghost");
  held = undefined;
  if (words) say(words);
};

// Over the edge of the month: the next one is fetched, and the day after the last is there.
let leafing = false;
const leafTo = async (from, step) => {
  const date = new Date(`${from.dataset.day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + step);
  leafing = true;
  try {
    await show(document.getElementById(step < 0 ? "calendar-before" : "calendar-after").getAttribute("href"), true);
  } finally {
    leafing = false;
  }
  return document.getElementById(`d-${date.toISOString().slice(0, 10)}`);
};

document.addEventListener("keydown", async (event) => {
  if (!month() || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog:modal")) return;
  const inTray = event.target.closest?.(".tray .pcw");
  if (!month().contains(event.target) && !inTray && !held) return;
  if (leafing) return event.preventDefault();
  const all = days();
  const here = held?.day ?? event.target.closest(".day");
  const at = all.indexOf(here);

  if ((event.key === "m" || event.key === "M") && !held && document.documentElement.dataset.shortcuts !== "off") {
    const wrap = event.target.closest(".pcw");
    if (!wrap) return;
    event.preventDefault();
    event.stopPropagation();
    hide();
    if (!movable(wrap)) return failed(calendar().dataset.refused);
    held = { wrap, day: here ?? month().querySelector(".day.today") ?? all[0] };
    wrap.classList.add("ghost");
    mark(held.day);
    return say(`${calendar().dataset.grabbed} ${nameOf(held.day)}`);
  }

  if (held && event.key === "Escape") {
    event.preventDefault();
    return letGo(calendar().dataset.cancelled);
  }

  if (held && event.key === "Enter") {
    event.preventDefault();
    const { wrap, day } = held;
    letGo();
    const post = wrap.dataset.post;
    await move(wrap, day);
    const card = document.querySelector(`#c-${CSS.escape(post)} .pc`);
    if (card?.checkVisibility()) goTo(card);
    else goTo(document.getElementById(day.id));
    return;
  }

  const rtl = document.dir === "rtl" ? -1 : 1;
  const step = { ArrowLeft: -1 * rtl, ArrowRight: rtl, ArrowUp: -7, ArrowDown: 7 }[event.key];
  if (!step || (!held && inTray)) {
    if (event.key === "Enter" && event.target.matches(".day")) event.target.querySelector(".more, .add")?.click();
    return;
  }

  event.preventDefault();
  if (held) {
    const beyond = !all[at + step];
    const to = all[at + step] ?? await leafTo(here, step);
    if (!held || !to) return;
    held.day = to;
    // The card that had the focus stayed behind in the other month.
    if (beyond) to.focus({ preventScroll: true });
    to.scrollIntoView({ block: "nearest" });
    return mark(to);
  }

  const own = stops(here);
  const next = own[own.indexOf(event.target) + Math.sign(step)];
  if (Math.abs(step) === 7 && next && own.includes(event.target)) return goTo(next);
  const day = all[at + step] ?? await leafTo(here, step);
  if (!day) return;
  const there = stops(day);
  goTo((step === -7 ? there.at(-1) : there[0]) ?? day);
}, { capture: true });

document.addEventListener("focusin", (event) => { if (month()?.contains(event.target) && event.target.matches(".pc, .more, .day")) rove(event.target); });

if (calendar()) rove();
