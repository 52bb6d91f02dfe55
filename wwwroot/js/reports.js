// Sections of a report dragged to another place. The arrows do the same; this only presses them further.
let dragged = null;

const list = () => document.querySelector("[data-report-sections]");
const rows = () => [...list().children];
const place = (y) => {
  const at = rows().findIndex((row) => y < row.getBoundingClientRect().top + row.offsetHeight / 2);
  return at < 0 ? rows().length : at;
};

const mark = (at) => rows().forEach((row, i) => {
  row.toggleAttribute("data-before", i === at);
  row.toggleAttribute("data-after", at === rows().length && i === at - 1);
});

document.addEventListener("pointerdown", (event) => {
  const row = event.target.closest?.(".rp-grip")?.closest("li");
  if (!row || event.button !== 0) return;
  event.preventDefault();
  dragged = { row, from: rows().indexOf(row), to: null };
  row.setAttribute("data-dragged", "");
});

document.addEventListener("pointermove", (event) => {
  if (!dragged) return;
  dragged.to = place(event.clientY);
  mark(dragged.to);
});

const end = (drop) => {
  if (!dragged) return;
  const { row, from, to } = dragged;
  dragged = null;
  row.removeAttribute("data-dragged");
  mark(-1);
  if (!drop || to === null) return;
  const step = (to > from ? to - 1 : to) - from;
  if (step === 0) return;
  const form = row.querySelector("form[data-move]");
  form.elements.step.value = step;
  form.requestSubmit();
};

document.addEventListener("pointerup", () => end(true));
document.addEventListener("pointercancel", () => end(false));
document.addEventListener("keydown", (event) => { if (event.key === "Escape") end(false); });

// An arrow that was pressed keeps the keyboard: the same one of the section where it stands now.
let pressed = null;
document.addEventListener("click", (event) => {
  const button = event.target.closest?.("#sections .acts button[id]");
  pressed = button && button.id.match(/^(up|down)-(\d+)$/);
});
document.addEventListener("htmx:after:swap", () => {
  if (!pressed) return;
  const [, way, index] = pressed;
  pressed = null;
  const at = Number(index) + (way === "up" ? -1 : 1);
  const [same, other] = [document.getElementById(`${way}-${at}`), document.getElementById(`${way === "up" ? "down" : "up"}-${at}`)];
  (same?.disabled ? other : same)?.focus();
});
