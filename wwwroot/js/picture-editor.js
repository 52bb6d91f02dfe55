// The picture editor's handles. The fields hold the truth; handles, keys, sliders and buttons write into them, and all is drawn again from them.
const form = document.querySelector("[data-picture-editor]");
const field = (name) => form.elements[name];
const number = (name) => Number(field(name).value) || 0;
const clamp = (value, least, most) => Math.min(most, Math.max(least, value));
const size = () => {
  const [width, height] = [Number(form.dataset.width), Number(form.dataset.height)];
  return number("Turn") % 180 ? [height, width] : [width, height];
};
const [ground, over, cut, dim, focus, out] = ["ground", "over", "cut", "dim", "focus", "out"].map((name) => form.querySelector(`[data-${name}]`));
const flag = (name) => field(name).value === "true";

const texts = () => [...form.querySelectorAll("[data-text]")].map((row) => {
  const get = (name) => row.querySelector(`[name$=".${name}"]`);
  return {
    Words: get("Words").value.trim(), Across: Number(get("Across").value), Down: Number(get("Down").value), Size: Number(get("Size").value),
    Colour: get("Colour").value, Ground: get("Boxed").checked ? get("Ground").value : null,
  };
}).filter((text) => text.Words);

const box = () => {
  const [wide, high] = size();
  const left = clamp(number("Left"), 0, wide - 1), top = clamp(number("Top"), 0, high - 1);
  return { left, top, width: clamp(number("Width") || wide, 1, wide - left), height: clamp(number("Height") || high, 1, high - top) };
};

const edit = (whole) => {
  const b = box();
  const base = { Turn: number("Turn"), Mirrored: flag("Mirrored"), Upended: flag("Upended") };
  return whole ? {
    ...base, Cut: { Left: b.left, Top: b.top, Width: b.width, Height: b.height }, FocusX: number("FocusX"), FocusY: number("FocusY"),
    Brightness: number("Brightness"), Contrast: number("Contrast"), Saturation: number("Saturation"), Texts: texts(),
  } : base;
};
const address = (value, rest) => {
  const bytes = new TextEncoder().encode(JSON.stringify(value));
  const packed = btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
  return `${form.dataset.thumb}?${rest}&edit=${packed}`;
};

let turned = JSON.stringify(edit(false));
let later;
const draw = () => {
  const [wide, high] = size();
  const b = box();
  const percent = (part, whole) => `${(100 * part) / whole}%`;
  const now = JSON.stringify(edit(false));
  if (now !== turned) {
    turned = now;
    ground.width = wide;
    ground.height = high;
    ground.src = address(edit(false), "width=1600&draft=true");
  }
  for (const one of [cut, dim]) Object.assign(one.style, { insetInlineStart: percent(b.left, wide), insetBlockStart: percent(b.top, high), inlineSize: percent(b.width, wide), blockSize: percent(b.height, high) });
  Object.assign(focus.style, { insetInlineStart: `${number("FocusX")}%`, insetBlockStart: `${number("FocusY")}%` });
  ground.style.filter = `brightness(${1 + number("Brightness") / 100}) contrast(${1 + number("Contrast") / 100}) saturate(${1 + number("Saturation") / 100})`;
  form.querySelectorAll("[data-range]").forEach((range) => { range.value = number(range.dataset.range); });
  form.querySelectorAll("[data-shape]").forEach((chip) => {
    const [across, down] = chip.dataset.shape.split(":").map(Number);
    chip.classList.toggle("on", Math.abs(b.width / b.height - across / down) < 0.01);
  });
  form.querySelector("[data-size]").textContent = `${b.width} × ${b.height}`;
  cut.setAttribute("aria-label", `${cut.dataset.name} ${b.left}, ${b.top}, ${b.width} × ${b.height}`);
  clearTimeout(later);
  later = setTimeout(() => {
    out.width = b.width;
    out.height = b.height;
    out.src = address(edit(true), "width=960&draft=true");
  }, 350);
};

// Undo and redo: what all fields held, one step for what is done in one go.
const past = [], ahead = [];
const snapshot = () => JSON.stringify([...form.elements].filter((one) => one.name && one.type !== "submit" && one.name !== "__RequestVerificationToken").map((one) => one.type === "checkbox" ? one.checked : one.value));
let held = snapshot();
let gone = 0;
const restore = (state) => {
  const values = JSON.parse(state);
  [...form.elements].filter((one) => one.name && one.type !== "submit" && one.name !== "__RequestVerificationToken").forEach((one, i) => { if (one.type === "checkbox") one.checked = values[i]; else one.value = values[i]; });
  held = state;
  changed(false);
};
const buttons = () => {
  form.querySelector("[data-undo]").disabled = past.length === 0;
  form.querySelector("[data-redo]").disabled = ahead.length === 0;
};
const changed = (record = true) => {
  if (record) {
    const state = snapshot();
    if (state !== held) {
      if (Date.now() - gone > 500 || past.length === 0) past.push(held);
      gone = Date.now();
      held = state;
      ahead.length = 0;
    }
  }
  form.querySelectorAll("[data-text]").forEach((row) => { if (row.querySelector("textarea").value.trim()) row.hidden = false; });
  buttons();
  draw();
};
const undo = () => { if (past.length) { ahead.push(held); restore(past.pop()); } };
const redo = () => { if (ahead.length) { past.push(held); restore(ahead.pop()); } };

const place = (b) => {
  const [wide, high] = size();
  const width = Math.round(clamp(b.width, 1, wide)), height = Math.round(clamp(b.height, 1, high));
  field("Left").value = Math.round(clamp(b.left, 0, wide - width));
  field("Top").value = Math.round(clamp(b.top, 0, high - height));
  field("Width").value = width;
  field("Height").value = height;
};

const shape = (across, down) => {
  const [wide, high] = size();
  const [width, height] = wide * down > high * across ? [Math.floor((high * across) / down), high] : [wide, Math.floor((wide * down) / across)];
  place({ left: (wide * number("FocusX")) / 100 - width / 2, top: (high * number("FocusY")) / 100 - height / 2, width, height });
};

// A handle keeps the shape that was chosen, until another is taken.
let kept;
const resize = (b, side, dx, dy) => {
  const r = { ...b };
  if (side.includes("e")) r.width += dx;
  if (side.includes("s")) r.height += dy;
  if (side.includes("w")) { r.left += dx; r.width -= dx; }
  if (side.includes("n")) { r.top += dy; r.height -= dy; }
  const [wide, high] = size();
  r.left = clamp(r.left, 0, b.left + b.width - 1);
  r.top = clamp(r.top, 0, b.top + b.height - 1);
  r.width = clamp(r.width, 1, wide - r.left);
  r.height = clamp(r.height, 1, high - r.top);
  if (kept) {
    if (side === "n" || side === "s") r.width = r.height * kept;
    else r.height = r.width / kept;
    if (r.height > high - r.top) { r.height = high - r.top; r.width = r.height * kept; }
    if (r.width > wide - r.left) { r.width = wide - r.left; r.height = r.width / kept; }
    if (side.includes("n")) r.top = b.top + b.height - r.height;
    if (side.includes("w")) r.left = b.left + b.width - r.width;
  }
  return r;
};

const drag = (event, move) => {
  event.preventDefault();
  event.target.setPointerCapture(event.pointerId);
  const [x, y] = [event.clientX, event.clientY];
  const rect = over.getBoundingClientRect();
  const [wide, high] = size();
  gone = 0;
  const step = (now) => { move(((now.clientX - x) * wide) / rect.width, ((now.clientY - y) * high) / rect.height); gone = past.length ? gone : 0; changed(); gone = Date.now(); };
  const end = () => { event.target.removeEventListener("pointermove", step); gone = 0; };
  event.target.addEventListener("pointermove", step);
  event.target.addEventListener("pointerup", end, { once: true });
  event.target.addEventListener("pointercancel", end, { once: true });
};

if (form) {
  cut.dataset.name = cut.getAttribute("aria-label");
  over.hidden = false;
  form.querySelectorAll("[data-over-words], [data-history], [data-range], [data-add-text]").forEach((one) => { one.hidden = false; });
  const first = box();
  kept = [...form.querySelectorAll("[data-shape]")].map((chip) => chip.dataset.shape.split(":").map(Number)).map(([a, d]) => a / d).find((ratio) => Math.abs(first.width / first.height - ratio) < 0.01);

  cut.addEventListener("pointerdown", (event) => {
    const b = box();
    const side = event.target.dataset.h;
    drag(event, (dx, dy) => place(side ? resize(b, side, dx, dy) : { ...b, left: b.left + dx, top: b.top + dy }));
    cut.focus({ preventScroll: true });
  });
  focus.addEventListener("pointerdown", (event) => {
    const [x, y] = [number("FocusX"), number("FocusY")];
    const [wide, high] = size();
    drag(event, (dx, dy) => {
      field("FocusX").value = Math.round(clamp(x + (100 * dx) / wide, 0, 100));
      field("FocusY").value = Math.round(clamp(y + (100 * dy) / high, 0, 100));
    });
  });
  const arrows = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  over.addEventListener("keydown", (event) => {
    const arrow = arrows[event.key];
    if (!arrow || event.altKey || event.metaKey) return;
    event.preventDefault();
    const [dx, dy] = arrow.map((way) => way * (event.ctrlKey ? 10 : 1));
    if (event.target === focus) {
      field("FocusX").value = clamp(number("FocusX") + dx, 0, 100);
      field("FocusY").value = clamp(number("FocusY") + dy, 0, 100);
    } else {
      const b = box();
      place(event.shiftKey ? resize(b, dx ? "e" : "s", dx, dy) : { ...b, left: b.left + dx, top: b.top + dy });
    }
    changed();
  });
  form.addEventListener("input", (event) => {
    if (event.target.dataset.range) field(event.target.dataset.range).value = event.target.value;
    if (["Width", "Height"].includes(event.target.name)) kept = undefined;
    changed();
  });
  form.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    const { shape: ratio, flip } = button.dataset;
    if (ratio) {
      const [across, down] = ratio.split(":").map(Number);
      kept = across / down;
      shape(across, down);
    } else if ("whole" in button.dataset) {
      kept = undefined;
      const [width, height] = size();
      place({ left: 0, top: 0, width, height });
    } else if ("turn" in button.dataset) {
      field("Turn").value = (number("Turn") + 90) % 360;
      const [width, height] = size();
      kept = undefined;
      place({ left: 0, top: 0, width, height });
    } else if (flip) {
      field(flip).value = flag(flip) ? "false" : "true";
    } else if ("undo" in button.dataset) {
      return undo();
    } else if ("redo" in button.dataset) {
      return redo();
    } else if ("addText" in button.dataset) {
      const row = form.querySelector("[data-text][hidden]") ?? form.querySelector("[data-text]:last-of-type");
      row.hidden = false;
      row.querySelector("textarea").focus();
      return;
    } else {
      return;
    }
    event.preventDefault();
    gone = 0;
    changed();
  });
  document.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.target.matches("textarea")) return;
    const key = event.key.toLowerCase();
    if (key === "z") { event.preventDefault(); if (event.shiftKey) redo(); else undo(); }
    if (key === "y") { event.preventDefault(); redo(); }
    if (key === "s") { event.preventDefault(); form.requestSubmit(form.querySelector('[value="save"]')); }
  });
  let unsaved = held;
  form.addEventListener("submit", () => { unsaved = null; });
  addEventListener("beforeunload", (event) => { if (unsaved !== null && snapshot() !== unsaved) event.preventDefault(); });
  draw();
}
