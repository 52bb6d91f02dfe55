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

const draw = (form, field) => {
  const back = wrap(field);
  const [text, limit] = [field.value, limitOf(form, field)];
  const parts = [];
  let seen = 0;
  for (const { 0: token, index } of text.slice(0, limit).matchAll(tokens)) {
    parts.push(text.slice(seen, index), mark(token, "tok"));
    seen = index + token.length;
  }
  parts.push(text.slice(seen, limit));
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
all();
