// The emoji picker. Its data comes from a package (emojibase) and is fetched when the picker is opened for the first time.
import { insert } from "./composer.js";

const recentKey = "emoji";
const most = 24;
let all;
let picker;

const recent = () => JSON.parse(localStorage.getItem(recentKey) ?? "[]");

const remember = (emoji) => localStorage.setItem(recentKey, JSON.stringify([emoji, ...recent().filter((one) => one !== emoji)].slice(0, most)));

const cell = ({ unicode, label }) => {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = unicode;
  button.title = label;
  button.setAttribute("aria-label", label);
  button.tabIndex = -1;
  return button;
};

const section = (title, emojis) => {
  if (emojis.length === 0) return [];
  const head = document.createElement("h3");
  head.textContent = title;
  const grid = document.createElement("div");
  grid.className = "emo-g";
  grid.append(...emojis.map(cell));
  return [head, grid];
};

const draw = (words) => {
  const { recentWords, foundWords, groups, noneWords } = picker.dataset;
  const list = picker.querySelector("[data-list]");
  const wanted = words.trim().toLowerCase().split(/\s+/).filter(Boolean);
  if (wanted.length > 0) {
    const found = all.filter((one) => wanted.every((word) => one.words.includes(word)))
      .sort((a, b) => b.label.startsWith(wanted[0]) - a.label.startsWith(wanted[0]) || a.order - b.order).slice(0, 120);
    list.replaceChildren(...section(found.length > 0 ? foundWords : noneWords, found));
    if (found.length === 0) list.textContent = noneWords;
  } else {
    const names = groups.split("|");
    const used = recent().map((emoji) => all.find((one) => one.unicode === emoji)).filter(Boolean);
    list.replaceChildren(
      ...section(recentWords, used),
      ...[0, 1, 3, 4, 5, 6, 7, 8, 9].flatMap((group, i) => section(names[i], all.filter((one) => one.group === group))),
    );
  }
  const first = list.querySelector("button");
  if (first) first.tabIndex = 0;
};

const load = async (address) => {
  const answer = await fetch(address);
  all = (await answer.json())
    .filter((one) => one.group !== undefined && one.group !== 2)
    .sort((a, b) => a.order - b.order)
    .map((one) => ({ ...one, words: `${one.label} ${(one.tags ?? []).join(" ")}`.toLowerCase() }));
};

const moves = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: 8, ArrowUp: -8 };

const listen = () => {
  const search = picker.querySelector("input");
  search.addEventListener("input", (event) => {
    event.stopPropagation();
    draw(search.value);
  });
  picker.addEventListener("keydown", (event) => {
    // A grid, unlike other menus.
    if (event.key.startsWith("Arrow")) event.stopPropagation();
    const cells = [...picker.querySelectorAll("[data-list] button")];
    const at = cells.indexOf(document.activeElement);
    if (event.target === search && event.key === "Enter") {
      event.preventDefault();
      cells[0]?.click();
    } else if (event.target === search && event.key === "ArrowDown") {
      event.preventDefault();
      cells[0]?.focus();
    } else if (at >= 0 && event.key in moves) {
      event.preventDefault();
      const next = at + moves[event.key];
      if (next < 0) search.focus();
      else cells[Math.min(next, cells.length - 1)].focus();
    }
  });
  picker.addEventListener("click", (event) => {
    const chosen = event.target.closest("[data-list] button");
    if (!chosen) return;
    remember(chosen.textContent);
    picker.hidePopover();
    insert(chosen.textContent, undefined, /https?:\/\/\S+$/);
  });
};

export const open = async (opened) => {
  if (picker !== opened) {
    picker = opened;
    listen();
  }
  if (!all) {
    try {
      await load(picker.dataset.emojis);
    } catch {
      picker.querySelector("[data-list]").textContent = picker.dataset.failed;
      return;
    }
  }
  const search = picker.querySelector("input");
  search.value = "";
  draw("");
  search.focus();
};
