// People on a picture: pressed where they are, moved by dragging, by the arrow keys or by numbers. The lines in the field are what the form keeps.
const fill = (words, ...values) => values.reduce((text, value, i) => text.replace(`{${i}}`, value), words);
const clamp = (value) => Math.round(Math.min(100, Math.max(0, value)) * 10) / 10;
const composer = () => document.getElementById("composer");
const linesOf = (box) => box.querySelector("[data-lines] textarea");
const changed = (box) => linesOf(box).dispatchEvent(new Event("input", { bubbles: true }));

const read = (box) => linesOf(box).value.split("\n").map((line) => line.trim().split(/[\s,]+/)).filter(([name]) => name)
  .map(([name, across, down]) => ({ name: name.replace(/^@/, ""), across: clamp(Number.isFinite(parseFloat(across)) ? parseFloat(across) : 50), down: clamp(Number.isFinite(parseFloat(down)) ? parseFloat(down) : 50) }));

const write = (box) => {
  box.written = box.people.filter(({ name }) => name).map(({ name, across, down }) => `${name} ${across} ${down}`).join("\n");
  linesOf(box).value = box.written;
  const named = box.people.filter(({ name }) => name).length;
  box.querySelector("summary [data-words]").textContent = named === 0 ? box.dataset.none : fill(box.dataset.count, named);
  changed(box);
};

const place = (box, person) => {
  person.pin.style.setProperty("--across", person.across);
  person.pin.style.setProperty("--down", person.down);
  person.pin.querySelector("span").textContent = person.name ? `@${person.name}` : "@…";
  person.pin.setAttribute("aria-label", fill(box.dataset.placed, person.name || "…", person.across, person.down));
  person.fields.across.value = person.across;
  person.fields.down.value = person.down;
};

const move = (box, person, across, down) => {
  [person.across, person.down] = [clamp(across), clamp(down)];
  place(box, person);
};

const drag = (box, person) => {
  const { pin } = person;
  pin.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    pin.setPointerCapture(event.pointerId);
    const stage = pin.parentElement.getBoundingClientRect();
    const follow = ({ clientX, clientY }) => move(box, person, (100 * (clientX - stage.left)) / stage.width, (100 * (clientY - stage.top)) / stage.height);
    const end = () => {
      pin.removeEventListener("pointermove", follow);
      write(box);
    };
    pin.addEventListener("pointermove", follow);
    pin.addEventListener("lostpointercapture", end, { once: true });
  });
  pin.addEventListener("keydown", (event) => {
    const step = event.shiftKey ? 10 : 1;
    const [right, below] = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] }[event.key] ?? [];
    if (right === undefined) return;
    event.preventDefault();
    move(box, person, person.across + right, person.down + below);
    write(box);
  });
};

const input = (type, label, className) => {
  const one = document.createElement("input");
  Object.assign(one, { type, className: `input ${className}`, autocomplete: "off" });
  one.setAttribute("aria-label", label);
  if (type === "number") Object.assign(one, { min: 0, max: 100, step: "any" });
  return one;
};

const add = (box, { name = "", across = 50, down = 50 } = {}) => {
  const person = { name, across, down, pin: document.createElement("button"), fields: {} };
  const row = document.createElement("div");
  row.className = "row ppl-r";
  person.fields = { name: input("text", box.dataset.name, "grow"), across: input("number", box.dataset.across, "num"), down: input("number", box.dataset.down, "num") };
  person.fields.name.value = name;
  person.fields.name.autocapitalize = "off";
  person.fields.name.spellcheck = false;
  Object.assign(person.pin, { type: "button", className: "ppl-p" });
  person.pin.append(document.createElement("span"));
  const remove = document.createElement("button");
  Object.assign(remove, { type: "button", className: "icon-btn sm", textContent: "×" });
  remove.setAttribute("aria-label", fill(box.dataset.remove, name || "…"));
  const stage = box.querySelector("[data-stage]");
  row.append(person.fields.name, ...(stage ? [person.fields.across, person.fields.down] : []), remove);
  box.querySelector("[data-rows] [data-add]").before(row);
  stage?.append(person.pin);
  box.people.push(person);

  person.fields.name.addEventListener("input", (event) => {
    event.stopPropagation();
    person.name = person.fields.name.value.replace(/[@\s,]/g, "");
    remove.setAttribute("aria-label", fill(box.dataset.remove, person.name || "…"));
    place(box, person);
    write(box);
  });
  for (const side of ["across", "down"]) {
    person.fields[side].addEventListener("input", (event) => {
      event.stopPropagation();
      if (person.fields[side].value === "") return;
      const typed = person.fields[side].value;
      move(box, person, ...(side === "across" ? [Number(typed), person.down] : [person.across, Number(typed)]));
      person.fields[side].value = typed;
      write(box);
    });
  }
  remove.addEventListener("click", () => {
    box.people.splice(box.people.indexOf(person), 1);
    row.remove();
    person.pin.remove();
    write(box);
    box.querySelector("[data-add]").focus();
  });
  // A picture is pressed to place somebody, not to select its file.
  drag(box, person);
  place(box, person);
  return person;
};

const fillIn = (box) => {
  box.people?.forEach(({ pin, fields }) => {
    pin.remove();
    fields.name.closest(".ppl-r").remove();
  });
  box.people = [];
  box.written = linesOf(box).value;
  read(box).forEach((person) => add(box, person));
};

const dress = (box) => {
  if (box.people) return;
  box.people = [];
  box.querySelector("[data-lines]").hidden = true;
  const rows = box.querySelector("[data-rows]");
  const more = document.createElement("button");
  Object.assign(more, { type: "button", className: "btn sm", textContent: box.dataset.add });
  more.dataset.add = "true";
  more.addEventListener("click", () => add(box).fields.name.focus());
  const stage = box.querySelector("[data-stage]");
  if (stage) {
    const head = document.createElement("div");
    head.className = "row ppl-r ppl-h t12 ink-3";
    head.setAttribute("aria-hidden", "true");
    head.append(...[box.dataset.name, "↔ %", "↕ %"].map((words) => Object.assign(document.createElement("span"), { textContent: words })));
    rows.append(head);
  }
  const hint = document.createElement("p");
  Object.assign(hint, { className: "hint", textContent: box.dataset.hint });
  rows.append(more, hint);
  rows.hidden = false;
  if (stage) {
    stage.hidden = false;
    stage.addEventListener("click", (event) => {
      if (event.target.closest(".ppl-p")) return;
      const { left, top, width, height } = stage.getBoundingClientRect();
      add(box, { across: clamp((100 * (event.clientX - left)) / width), down: clamp((100 * (event.clientY - top)) / height) }).fields.name.focus();
    });
  }
  fillIn(box);
};

const tagging = () => (document.getElementById("pictures").dataset.tagging || "").split(" ").some((id) => id && composer().querySelector(`[data-channel="${id}"]`)?.checked);

const kept = () => document.getElementById("kept-tags");

/** Asks whether the people of a picture that goes are kept. */
const ask = (tile) => {
  const box = tile.querySelector("[data-people-of]");
  const names = read(box).map(({ name }) => `@${name}`).join(", ");
  const { words, keep, kept: said, drop } = kept().dataset;
  const note = document.createElement("div");
  note.className = "notice kept";
  note.setAttribute("role", "alertdialog");
  const text = document.createElement("span");
  text.textContent = fill(words, names, tile.dataset.file);
  const lines = linesOf(box);
  const hold = document.createElement("input");
  Object.assign(hold, { type: "hidden", name: lines.name, value: lines.value });
  const acts = document.createElement("span");
  acts.className = "acts";
  const button = (label, press) => {
    const one = document.createElement("button");
    Object.assign(one, { type: "button", className: "btn sm", textContent: label });
    one.addEventListener("click", press);
    acts.append(one);
    return one;
  };
  const first = button(keep, () => {
    note.dataset.waits = "true";
    note.setAttribute("role", "status");
    text.textContent = fill(said, names);
    first.remove();
    document.getElementById("pictures").focus();
  });
  button(drop, () => {
    note.remove();
    composer().dispatchEvent(new Event("input", { bubbles: true }));
    document.getElementById("pictures").focus();
  });
  note.setAttribute("aria-label", text.textContent);
  note.append(hold, text, acts);
  kept().append(note);
  // Whoever removes the tile puts the focus on the list first.
  setTimeout(() => first.focus());
};

/** The next picture takes over who was kept. */
const takeOver = (box) => {
  for (const note of kept().querySelectorAll("[data-waits]")) {
    const { value } = note.querySelector("input");
    linesOf(box).value = [linesOf(box).value, value].filter(Boolean).join("\n");
    note.remove();
    box.open = true;
  }
};

const all = () => {
  if (!composer()) return;
  const isTagging = tagging();
  for (const box of composer().querySelectorAll("[data-people-of]")) {
    if (!box.people && box.closest(".pic")) takeOver(box);
    dress(box);
    // What others changed arrives in the field.
    if (linesOf(box).value !== box.written && !box.contains(document.activeElement)) fillIn(box);
    box.classList.toggle("empty", box.people.length === 0);
    box.hidden = !isTagging && box.people.length === 0;
  }
};

document.addEventListener("click", (event) => {
  const tile = event.target.closest?.('#pictures [data-move="remove"]')?.closest(".pic");
  if (tile && linesOf(tile)?.value.trim()) ask(tile);
}, { capture: true });
document.addEventListener("input", (event) => { if (event.target.closest?.("#composer")) all(); });
document.addEventListener("htmx:after:swap", all);
all();
