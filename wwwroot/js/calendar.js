// The calendar under the hand: paging in place, the card that shows on hover, days in a dialog, moving by dragging or by keys, and days that
// renew themselves when posts change. Every one of these also is a link or a form.
import "./selection.js";
import { fill } from "./dialog.js";
import { swapElement } from "./live.js";
import { failed } from "./toast.js";

const calendar = () => document.getElementById("calendar");
const month = () => document.getElementById("month");
const hours = () => document.getElementById("hours");
const grid = () => month() ?? hours();
const dialog = document.getElementById("calendar-dialog");
const peek = document.getElementById("peek");
const say = (words) => { document.getElementById("calendar-say").textContent = words; };
const ask = (path) => fetch(path, { headers: { "HX-Request": "true" } });
const root = () => calendar().dataset.root;
const withQuery = (path, more = "") => `${root()}${path}?${[calendar().dataset.query, more].filter(Boolean).join("&")}`;

// What scrolls inside the calendar. Hours begin where the day does.
const scroller = () => document.querySelector("#hours-scroll, #board, .listing");
const settle = () => {
  // On a narrow phone the views do not all fit.
  const views = document.querySelector(".cal-head .views");
  const open = views?.querySelector("[aria-current]");
  if (open) views.scrollLeft = open.offsetLeft - views.offsetLeft - (views.clientWidth - open.offsetWidth) / 2;
  const first = hours()?.querySelector("tbody tr:not(.quiet)");
  if (first) document.getElementById("hours-scroll").scrollTop = first.offsetTop - hours().tHead.offsetHeight - 10;
};

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
      const place = push ? undefined : scroller();
      const [top, left] = [place?.scrollTop, place?.scrollLeft];
      swapElement(calendar(), html);
      if (focus) document.getElementById(focus)?.focus({ preventScroll: true });
      settle();
      if (place && scroller()) scroller().scrollTo({ top, left });
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
  if (event.target.closest("#calendar [data-print]")) return print();
  const link = event.target.closest("#calendar :is(a[data-swap], a[data-more], a[data-tray], a[data-open]), a.mv");
  if (!link) return;
  event.preventDefault();
  link.closest(":popover-open")?.hidePopover();
  if (link.matches(".mv, [data-open]")) open(link.getAttribute("href"));
  else if (link.dataset.more) open(withQuery(`/calendar/days/${link.dataset.more}`));
  else if (link.dataset.tray) moreOfTray(link);
  else show(link.getAttribute("href"), true);
});

addEventListener("popstate", () => { if (calendar()) show(location.pathname + location.search, false); });

const open = async (path) => {
  hide();
  const response = await ask(path);
  if (!response.ok) return failed(document.getElementById("alarm").dataset[response.status] ?? document.getElementById("alarm").dataset.other);
  fill(dialog, await response.text());
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
    const card = event.target.closest(".pc:not(.slot)");
    if (card) peekAt(card);
  });
  document.addEventListener("pointerout", (event) => { if (event.target.closest(".pc") && !event.relatedTarget?.closest?.(".pc, #peek")) leavePeek(); });
  peek.addEventListener("pointerleave", leavePeek);
  document.addEventListener("focusin", (event) => {
    const card = event.target.closest(".pc:not(.slot)");
    if (card?.matches(":focus-visible")) peekAt(card);
    else if (!peek.contains(event.target)) hide();
  });
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") hide(); });
}

// Moving. The card goes at once and is marked; refused, it goes back and the reason is said.
const send = async (post, values, what = "moves", query = {}) => {
  const response = await fetch(`${root()}/posts/${post}/${what}?${new URLSearchParams(query)}`, {
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
    fill(dialog, html);
    say(dialog.querySelector("#move-problem")?.textContent.trim() ?? "");
    return false;
  }

  const toast = document.createElement("template");
  toast.innerHTML = html;
  const reason = [409, 422, 423].includes(response.status) ? toast.content.querySelector(".toast > span:not([class])")?.textContent : words[response.status];
  if (dialog.open) dialog.close();
  failed(reason ?? words.other);
  return false;
};

// Whoever may move a card is offered the way without dragging too.
const movable = (wrap) => wrap.querySelector(".mv") !== null;

const dayOf = (post) => document.querySelector(`.day [data-post="${post}"]`)?.closest(".day")?.dataset.day;

/** Puts the card into a place while the server is asked, and back if it says no. */
const attempt = async (wrap, list, before, ask) => {
  const from = { parent: wrap.parentElement, next: wrap.nextElementSibling };
  list.insertBefore(wrap, before);
  wrap.classList.add("pending");
  let moved = false;
  try {
    moved = await ask();
  } catch {
    failed(calendar().dataset.offline);
  }

  wrap.classList.remove("pending");
  if (!moved && wrap.isConnected) from.parent.insertBefore(wrap, from.next);
  return moved;
};

const two = (number) => String(number).padStart(2, "0");

/** A day keeps the time of day; an hour gives it, unless the card came from that hour of another day. */
const move = async (wrap, place, minute = 0) => {
  const post = wrap.dataset.post;
  const from = wrap.closest(".day, .hc");
  if (from === place && !minute) return true;
  const { day, hour } = place.dataset;
  const values = day ? { date: day } : {};
  const keeps = hour === undefined || (from !== place && from?.dataset.hour === hour);
  const list = place.querySelector(".tray-l") ?? place;
  const moved = await attempt(wrap, list, list.querySelector(".more, .dots"), () => send(post, {}, "moves", keeps ? values : { ...values, time: `${two(hour)}:${two(minute)}` }));
  if (moved) await renew([post], [from?.dataset.day, day]);
  return moved;
};

/** Another column of the board, where a verb leads there. */
const stage = async (wrap, column) => {
  if (column.contains(wrap)) return;
  if (column.dataset.takes !== wrap.dataset.from) return failed(column.dataset.refuses);
  const list = column.querySelector(".bcards");
  if (await attempt(wrap, list, list.firstElementChild, () => send(wrap.dataset.post, { to: column.dataset.column }, "stage"))) await again();
};

/** Two planned posts of the grid change their times. */
const swap = async (tile, other) => {
  if (tile === other) return;
  if (!("swaps" in tile.dataset && "swaps" in other.dataset)) return failed(calendar().dataset.apart);
  tile.classList.add("pending");
  try {
    if (await send(tile.dataset.post, { with: other.dataset.post }, "swaps")) await again();
  } catch {
    failed(calendar().dataset.offline);
  }

  tile.classList.remove("pending");
};

const again = () => show(location.pathname + location.search, false);

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!calendar()?.contains(form) || !form.matches("[data-stage], [data-swaps-with]")) return;
  event.preventDefault();
  const wrap = form.closest("[data-post]");
  const button = form.querySelector("button");
  button.disabled = true;
  try {
    const values = form.matches("[data-stage]") ? { to: form.elements.to.value } : { with: form.elements.with.value };
    if (await send(wrap.dataset.post, values, form.matches("[data-stage]") ? "stage" : "swaps")) await again();
    document.querySelector(`#c-${CSS.escape(wrap.dataset.post)} > a`)?.focus();
  } catch {
    failed(calendar().dataset.offline);
  }

  button.disabled = false;
});

dialog?.addEventListener("submit", async (event) => {
  const { moves: post, what } = event.target.dataset;
  if (!post) return;
  event.preventDefault();
  const before = dayOf(post);
  try {
    if (!await send(post, new FormData(event.target), what)) return;
    dialog.close();
    await renew([post], [before]);
  } catch {
    failed(calendar().dataset.offline);
  }
});

// What changed is fetched: the days the posts left and the ones they came to, the tray, the counts.
const renew = async (ids, days) => {
  if (!calendar()) return;
  if (calendar().dataset.view !== "month") return again();
  const touched = [...days, ...ids.map(dayOf)].filter(Boolean);
  const response = await ask(withQuery("/calendar/changes", `posts=${ids}&days=${[...new Set(touched)]}`));
  if (!response.ok) return;
  const arrived = document.createElement("template");
  arrived.innerHTML = await response.text();
  for (const element of [...arrived.content.children]) {
    const old = document.getElementById(element.id);
    if (!old || old.outerHTML === element.outerHTML || (element.id === "filters" && old.contains(document.activeElement))) continue;
    const scroll = old.querySelector(".tray-l")?.scrollTop;
    swapElement(old, element.outerHTML);
    if (scroll) document.querySelector(".tray-l").scrollTop = scroll;
  }

  rove();
};

const busy = () => drag || held || dialog.open || document.querySelector("#calendar :popover-open");
document.addEventListener("live:posts", ({ detail: { ids } }) => { if (!busy()) renew(ids, []); });
document.addEventListener("live:notes", () => { if (calendar() && !busy()) again(); });
document.addEventListener("live:all", (event) => {
  if (!calendar()) return;
  event.preventDefault();
  again();
});

// Dragging: with a mouse or a pen; a finger scrolls, and moves by the menu.
let drag;

const placeAt = (event) => event.target.closest?.(drag.matches(".gtile") ? ".gtile" : ".day, .hc, .tray, .bcol");

const takes = (place) => {
  if (place.matches(".bcol")) return place.contains(drag) || place.dataset.takes === drag.dataset.from;
  return !place.matches(".gtile") || "swaps" in place.dataset;
};

/** Which half of the hour the pointer is in. */
const minuteAt = (place, event) => {
  if (place.dataset.hour === undefined) return 0;
  const box = place.getBoundingClientRect();
  return event.clientY > box.top + box.height / 2 ? 30 : 0;
};

document.addEventListener("dragstart", (event) => {
  const card = event.target.closest?.(".pc, .gt");
  const wrap = card?.closest("[data-post]");
  if (!wrap || !calendar()?.contains(wrap)) return;
  hide();
  if (!movable(wrap) || (wrap.matches(".gtile") && !("swaps" in wrap.dataset))) {
    event.preventDefault();
    failed(wrap.matches(".gtile") ? calendar().dataset.apart : calendar().dataset.refused);
    return;
  }

  drag = wrap;
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", card.href);
  setTimeout(() => {
    wrap.classList.add("ghost");
    document.querySelectorAll(".bcol, .gtile").forEach((one) => one.classList.toggle("nodrop", !takes(one)));
  });
});

document.addEventListener("dragover", (event) => {
  if (!drag) return;
  const place = placeAt(event);
  document.querySelectorAll(".drop").forEach((one) => { if (one !== place) one.classList.remove("drop"); });
  const page = event.target.closest?.(".pager a[data-swap]");
  if (page) turn(page);
  else stopTurning();
  edge(event);
  if (!place) return;
  event.preventDefault();
  place.classList.toggle("drop", takes(place));
  if (place.dataset.hour !== undefined) place.dataset.at = `${two(place.dataset.hour)}:${two(minuteAt(place, event))}`;
});

// Near the edge of what scrolls, it scrolls.
const edge = (event) => {
  const pane = event.target.closest?.("#hours-scroll, #board, .listing, .bcards");
  if (!pane) return;
  const box = pane.getBoundingClientRect();
  const near = 48;
  if (event.clientY < box.top + near + (hours()?.tHead.offsetHeight ?? 0)) pane.scrollTop -= 12;
  else if (event.clientY > box.bottom - near) pane.scrollTop += 12;
  if (event.clientX < box.left + near) pane.scrollLeft -= 12;
  else if (event.clientX > box.right - near) pane.scrollLeft += 12;
};

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
  if (place.matches(".bcol")) stage(wrap, place);
  else if (place.matches(".gtile")) swap(wrap, place);
  else move(wrap, place, minuteAt(place, event));
});

document.addEventListener("dragend", () => {
  stopTurning();
  drag?.classList.remove("ghost");
  document.querySelectorAll(".drop, .nodrop").forEach((one) => one.classList.remove("drop", "nodrop"));
  drag = undefined;
});

// Keys. Month and hours are one stop for Tab, the arrows go from card to card and from place to place: days, or the hours of days.
let held;
const stops = (place) => [...place.querySelectorAll(".pc, .more")].filter((one) => one.checkVisibility());
const placesOf = () => [...grid().querySelectorAll(".day, .hc")].filter((one) => one.checkVisibility());
const columns = () => (hours() ? placesOf().filter((one) => one.dataset.hour === "0").length : 7);

const rove = (to) => {
  if (!grid() || !grid().checkVisibility()) return;
  grid().querySelectorAll(".day, .hc, :is(.day, .hc) a").forEach((one) => { one.tabIndex = -1; });
  const now = grid().querySelector(".day.today, .hc.today") && grid().querySelector(".today .pc")?.closest(".day, .hc");
  const at = to ?? grid().querySelector(":is(.day, .hc):focus, :is(.day, .hc) a:focus") ?? stops(now ?? grid())[0] ?? grid().querySelector(".day.today, .day, .hc.chosen");
  if (at) at.tabIndex = 0;
};

const goTo = (element) => {
  rove(element);
  element.focus();
  element.scrollIntoView({ block: "nearest", inline: "nearest" });
};

const nameOf = (place) => {
  if (place.dataset.hour === undefined) return place.getAttribute("aria-label").split(",")[0];
  const day = hours().querySelector(".whead").cells[place.cellIndex];
  return `${day.dataset.spoken}, ${timeIn(place)} ${calendar().dataset.city}`;
};

/** A card keeps its minutes where only its day changes. */
const timeIn = (place) => {
  const own = held?.wrap.querySelector("time")?.textContent;
  return own?.startsWith(two(place.dataset.hour)) ? own : `${two(place.dataset.hour)}:00`;
};

const mark = (place) => {
  placesOf().forEach((one) => one.classList.toggle("drop", one === place));
  if (place?.dataset.hour !== undefined) place.dataset.at = timeIn(place);
  if (place) say(nameOf(place));
};

const letGo = (words) => {
  mark();
  held?.wrap.classList.remove("ghost");
  held = undefined;
  if (words) say(words);
};

const dated = (day, step) => {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + step);
  return date.toISOString().slice(0, 10);
};

// Over the edge: the next month or week is fetched, and the day after the last is there.
let leafing = false;
const leafTo = async (from, step) => {
  leafing = true;
  try {
    await show(document.getElementById(step < 0 ? "calendar-before" : "calendar-after").getAttribute("href"), true);
  } finally {
    leafing = false;
  }
  const day = dated(from.dataset.day, step);
  return document.getElementById(from.dataset.hour === undefined ? `d-${day}` : `h-${day}-${from.dataset.hour}`);
};

/** The place a step away; undefined beyond the edge. Hours end at midnight. */
const beside = (all, here, step, across) => {
  const to = all[all.indexOf(here) + step];
  return across && here.dataset.hour !== undefined && to?.dataset.hour !== here.dataset.hour ? undefined : to;
};

document.addEventListener("keydown", async (event) => {
  if (!grid() || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog:modal")) return;
  const inTray = event.target.closest?.(".tray .pcw");
  if (!grid().contains(event.target) && !inTray && !held) return;
  if (leafing) return event.preventDefault();
  const all = placesOf();
  const here = held?.day ?? event.target.closest(".day, .hc");

  if ((event.key === "m" || event.key === "M") && !held && document.documentElement.dataset.shortcuts !== "off") {
    const wrap = event.target.closest(".pcw");
    if (!wrap) return;
    event.preventDefault();
    event.stopPropagation();
    hide();
    if (!movable(wrap)) return failed(calendar().dataset.refused);
    held = { wrap, day: here ?? grid().querySelector(".day.today") ?? all.find((one) => one.matches(".today, .chosen") && one.dataset.hour === "9") ?? all[0] };
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
  const step = { ArrowLeft: -1 * rtl, ArrowRight: rtl, ArrowUp: -columns(), ArrowDown: columns() }[event.key];
  const across = event.key === "ArrowLeft" || event.key === "ArrowRight";
  if (!step || (!held && inTray)) {
    if (event.key === "Enter" && event.target.matches(".day")) event.target.querySelector(".more, .add")?.click();
    if (event.key === "Enter" && event.target.matches(".hc")) write(event.target);
    return;
  }

  event.preventDefault();
  const far = () => (hours() && !across ? undefined : leafTo(here, step));
  if (held) {
    const near = beside(all, here, step, across);
    const to = near ?? await far();
    if (!held || !to) return;
    held.day = to;
    // The card that had the focus stayed behind in the other month.
    if (!near) to.focus({ preventScroll: true });
    to.scrollIntoView({ block: "nearest" });
    return mark(to);
  }

  const own = stops(here);
  const next = own[own.indexOf(event.target) + Math.sign(step)];
  if (!across && next && own.includes(event.target)) return goTo(next);
  const place = beside(all, here, step, across) ?? await far();
  if (!place) return;
  const there = stops(place);
  goTo((event.key === "ArrowUp" ? there.at(-1) : there[0]) ?? place);
}, { capture: true });

document.addEventListener("focusin", (event) => { if (grid()?.contains(event.target) && event.target.matches(".pc, .more, .day, .hc")) rove(event.target); });

// An empty hour is where a post can be written.
const write = (place) => {
  if (!document.querySelector(".whead .add")) return;
  location.assign(`${root()}/posts/new?date=${place.dataset.day}&time=${two(place.dataset.hour)}:00`);
};
document.addEventListener("dblclick", (event) => { if (event.target.matches(".hc")) write(event.target); });

// J and K go through the posts of any view, E opens the one in focus to edit, M outside of a grid of days asks for its new time.
const posts = () => [...document.querySelectorAll("#calendar [data-post]")].filter((one) => one.checkVisibility())
  .sort((a, b) => (a.closest(".hc")?.dataset.day ?? "").localeCompare(b.closest(".hc")?.dataset.day ?? ""));

document.addEventListener("keydown", (event) => {
  if (!calendar() || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || held) return;
  if (document.documentElement.dataset.shortcuts === "off" || document.querySelector("dialog:modal") || event.target.matches?.("input, textarea, select, [contenteditable]")) return;
  const step = { j: 1, k: -1 }[event.key];
  const at = event.target.closest?.("[data-post]");
  if (step) {
    const all = posts();
    const to = at ? all[all.indexOf(at) + step] : all[step > 0 ? 0 : all.length - 1];
    const link = to?.querySelector("a[href]");
    if (!link) return;
    event.preventDefault();
    link.focus();
    link.scrollIntoView({ block: "nearest", inline: "nearest" });
  } else if (at && calendar().contains(at) && event.key === "e" && movable(at)) {
    event.preventDefault();
    location.assign(`${root()}/posts/${at.dataset.post}/edit`);
  } else if (at && calendar().contains(at) && event.key === "m" && !grid()) {
    event.preventDefault();
    if (movable(at)) at.querySelector(".mv").click();
    else failed(calendar().dataset.refused);
  }
});

if (calendar()) {
  settle();
  rove();
}
