// Marks mentions, hashtags, links and what is over the limit behind the plain text fields: the field stays a field, for undo, spelling and screen readers.
import { count } from "./counting.js";
import { textFor } from "./panels.js";

const tokens = /https?:\/\/[^\s<>"]+|[#＃][\p{L}\p{N}_]+|(?<![\p{L}\p{N}])@[\p{L}\p{N}_](?:[\p{L}\p{N}_.-]*[\p{L}\p{N}_])?(?:@[\p{L}\p{N}.-]*[\p{L}\p{N}])?/gu;

const wrap = (field) => {
  if (field.parentElement.matches(".ed-tw")) return field.previousElementSibling;
  const [frame, back] = [document.createElement("div"), document.createElement("div")];
  frame.className = "ed-tw";
  back.className = "ed-t back";
  back.setAttribute("aria-hidden", "true");
  const hadFocus = document.activeElement === field;
  field.before(frame);
  frame.append(back, field);
  if (hadFocus) field.focus();
  field.addEventListener("scroll", () => { back.scrollTop = field.scrollTop; });
  return back;
};

/** Where a text passes the first limit of a channel; its length if it does not. */
const fits = (form, channel, text) => {
  const ring = form.querySelector(`[data-ring="${channel}"]`);
  if (!ring) return text.length;
  const limits = JSON.parse(ring.dataset.limits);
  const isOver = (end) => JSON.parse(ring.dataset.rules).filter((rule) => rule.limit in limits)
    .some((rule) => count(rule, text.slice(0, end), limits, (rule.along && document.getElementById(`set-${channel}-${rule.along}`)?.value) || "").left < 0);
  if (!isOver(text.length)) return text.length;
  let [low, high] = [0, text.length];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (isOver(middle)) high = middle - 1;
    else low = middle;
  }
  return low;
};

const limitOf = (form, field) => {
  const chosen = [...form.querySelectorAll("[data-channel]:checked")].map((one) => one.dataset.channel);
  const mine = field.dataset.text === "base" ? chosen.filter((channel) => !form.querySelector(`[data-own-tick="${channel}"]`).checked) : chosen.filter((channel) => channel === field.dataset.text);
  return Math.min(field.value.length, ...mine.filter((channel) => textFor(form, channel) === field.value).map((channel) => fits(form, channel, field.value)));
};

const mark = (text, kind) => {
  const one = document.createElement("mark");
  one.className = kind;
  one.textContent = text;
  return one;
};

/** What the brand rules found, as the server said it last. */
const brand = () => {
  const words = JSON.parse(document.getElementById("brand-checks")?.dataset.found || "[]");
  return words.length ? new RegExp(words.map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("|"), "giu") : null;
};

/** Names that stay plain text, as the server said it last. */
const plainNames = (field) => new Set(JSON.parse(document.getElementById("mention-marks")?.dataset.plain || "{}")[field.dataset.text] ?? []);

/** A stretch of text with what the brand rules found marked in it. */
const plain = (text, found) => {
  if (!found) return [text];
  const parts = [];
  let seen = 0;
  for (const { 0: word, index } of text.matchAll(found)) {
    parts.push(text.slice(seen, index), mark(word, "brand-m"));
    seen = index + word.length;
  }
  return [...parts, text.slice(seen)];
};

const draw = (form, field) => {
  const [found, plainOnes] = [brand(), plainNames(field)];
  const back = wrap(field);
  const [text, limit] = [field.value, limitOf(form, field)];
  const parts = [];
  let seen = 0;
  for (const { 0: token, index } of text.slice(0, limit).matchAll(tokens)) {
    const one = mark(token, plainOnes.has(token.slice(1).toLowerCase()) ? "plain-m" : "tok");
    one.replaceChildren(...plain(token, found));
    parts.push(...plain(text.slice(seen, index), found), one);
    seen = index + token.length;
  }
  parts.push(...plain(text.slice(seen, limit), found));
  if (limit < text.length) parts.push(mark(text.slice(limit), "over"));
  // A last empty line has a height only if something stands on it.
  back.replaceChildren(...parts, "\u200b");
  back.dispatchEvent(new CustomEvent("drawn", { bubbles: true, detail: { text: field.dataset.text } }));
};

const all = () => {
  const form = document.getElementById("composer");
  form?.querySelectorAll("textarea[data-text]").forEach((field) => draw(form, field));
};

let frame;
document.addEventListener("input", (event) => {
  if (!event.target.closest?.("#composer")) return;
  cancelAnimationFrame(frame);
  frame = requestAnimationFrame(all);
});
document.addEventListener("htmx:after:swap", all);
all();
