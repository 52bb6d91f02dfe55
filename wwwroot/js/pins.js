// Notes on pictures, videos and words. A pin is placed by pressing on the picture, by dragging or by the arrow keys; the fields of the form hold
// where it is, in percent. Notes on a video jump to their moment and stop at the end of their range. Marked words of a preview can be quoted.
const form = () => document.getElementById("say");
const field = (name) => form()?.elements[name];
const clamp = (value) => Math.round(Math.min(100, Math.max(0, value)) * 100) / 100;
const figure = (id) => document.querySelector(`[data-file="${CSS.escape(id)}"]`);
let marker;
let stop;

const show = () => {
  const [file, across, down] = [field("MediaId")?.value, parseFloat(field("Across")?.value), parseFloat(field("Down")?.value)];
  const stage = file && figure(file);
  const isOpen = form()?.querySelector(".pin-f")?.open;
  document.querySelectorAll(".placing").forEach((one) => { if (one !== stage || !isOpen) one.classList.remove("placing"); });
  if (!isOpen || !stage || stage.dataset.video) return marker?.remove();
  stage.classList.add("placing");
  if (Number.isNaN(across) || Number.isNaN(down)) return put(50, 50);
  marker ??= make();
  if (marker.parentElement !== stage.querySelector(".pin-s")) stage.querySelector(".pin-s").append(marker);
  marker.style.setProperty("--across", across);
  marker.style.setProperty("--down", down);
  marker.setAttribute("aria-label", form().dataset.pinWords.replace("{0}", across).replace("{1}", down));
};

const put = (across, down) => {
  field("Across").value = clamp(across);
  field("Down").value = clamp(down);
  show();
};

// Where the pointer is on the picture, in percent.
const spot = (stage, { clientX, clientY }) => {
  const box = stage.getBoundingClientRect();
  return [(100 * (clientX - box.left)) / box.width, (100 * (clientY - box.top)) / box.height];
};

const make = () => {
  const button = document.createElement("button");
  Object.assign(button, { type: "button", className: "pin-new", textContent: "+" });
  button.addEventListener("keydown", (event) => {
    const step = event.shiftKey ? 10 : 1;
    const move = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] }[event.key];
    if (move) {
      event.preventDefault();
      put(parseFloat(field("Across").value) + move[0], parseFloat(field("Down").value) + move[1]);
    } else if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      document.getElementById("say-text").focus();
    }
  });
  button.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    button.setPointerCapture(event.pointerId);
    button.focus();
    const stage = button.parentElement;
    // The point of the pin keeps its distance to the hand.
    const [left, top] = spot(stage, event);
    const [across, down] = [parseFloat(field("Across").value) - left, parseFloat(field("Down").value) - top];
    const follow = (moved) => {
      const [x, y] = spot(stage, moved);
      put(x + across, y + down);
    };
    button.addEventListener("pointermove", follow);
    button.addEventListener("lostpointercapture", () => button.removeEventListener("pointermove", follow), { once: true });
  });
  return button;
};

const leave = () => {
  const fold = form()?.querySelector(".pin-f");
  if (!fold) return;
  for (const name of ["MediaId", "Across", "Down", "From", "To"]) if (field(name)) field(name).value = "";
  show();
};

const offer = () => {
  const chosen = field("MediaId")?.selectedOptions[0];
  form().querySelectorAll("[data-of-picture]").forEach((one) => { one.hidden = Boolean(chosen?.dataset.video); });
  form().querySelectorAll("[data-of-video]").forEach((one) => { one.hidden = !chosen?.dataset.video && chosen?.value !== ""; });
};

const clock = (seconds) => `${Math.floor(seconds / 60)}:${(seconds % 60).toFixed(1).padStart(4, "0")}`;

document.addEventListener("toggle", ({ target }) => {
  if (!target.matches?.(".pin-f")) return;
  if (!target.open) return leave();
  const files = field("MediaId");
  if (!files.value && files.options.length > 1) {
    files.selectedIndex = 1;
    const film = figure(files.value)?.querySelector("video");
    if (film) field("From").value = clock(film.currentTime);
  }
  offer();
  show();
  if (!marker?.isConnected) return;
  marker.focus();
  // On a phone the form lies over the lower part of the screen then.
  if (matchMedia("(max-width: 760px)").matches) marker.closest("figure").scrollIntoView({ block: "start" });
}, true);

document.addEventListener("input", ({ target }) => {
  if (target.form?.id !== "say" || !["MediaId", "Across", "Down"].includes(target.name)) return;
  offer();
  show();
});

document.addEventListener("click", (event) => {
  const stage = event.target.closest?.(".placing .pin-s");
  if (stage && !event.target.closest(".pin-new, a")) {
    put(...spot(stage, event));
    document.getElementById("say-text").focus({ preventScroll: true });
  }

  const jump = event.target.closest?.("[data-jump]");
  if (jump?.dataset.jump) {
    const film = (jump.closest("figure") ?? document.querySelector(jump.getAttribute("href")))?.querySelector("video");
    if (film) {
      film.currentTime = Number(jump.dataset.jump) / 1000;
      stop = jump.dataset.until ? Number(jump.dataset.until) / 1000 : undefined;
      document.querySelectorAll(".now-at").forEach((one) => one.classList.remove("now-at"));
      jump.classList.add("now-at");
      if (stop) film.play().catch(() => {});
      // Where the conversation lies under the video, going to the thread would take the moment out of sight.
      if (jump.closest("figure") && matchMedia("(max-width: 760px)").matches) {
        event.preventDefault();
        film.scrollIntoView({ block: "center" });
      }
    }
  }

  if (event.target.closest?.("[data-unquote]")) quote("");
});

document.addEventListener("timeupdate", ({ target }) => {
  if (stop && target.currentTime >= stop) {
    target.pause();
    stop = undefined;
  }
}, true);

document.addEventListener("said", () => {
  leave();
  quote("");
});

// Words marked in the preview are what the next comment is about.
const quote = (words) => {
  const shown = form()?.querySelector("[data-quoted]");
  if (!shown) return;
  field("Quote").value = words;
  shown.hidden = !words;
  shown.querySelector("q").textContent = words;
};

const ask = document.createElement("button");
Object.assign(ask, { type: "button", className: "btn sm quote-b", hidden: true });
ask.addEventListener("click", () => {
  quote(ask.dataset.words);
  ask.hidden = true;
  document.getElementById("say-text").focus();
});

document.addEventListener("selectionchange", () => {
  const chosen = getSelection();
  const words = chosen.toString().trim();
  const text = chosen.anchorNode?.parentElement?.closest(".stage :is(.txt, .pv-t)");
  if (!words || !text || !form()) {
    ask.hidden = true;
    return;
  }

  const box = chosen.getRangeAt(0).getBoundingClientRect();
  ask.dataset.words = words.slice(0, 1000);
  ask.textContent = form().dataset.quoteWords;
  ask.style.left = `${Math.max(8, Math.min(innerWidth - 220, box.left))}px`;
  ask.style.top = `${Math.min(innerHeight - 48, box.bottom + 8)}px`;
  ask.hidden = false;
  if (!ask.isConnected) document.body.append(ask);
});

// Somebody else's words arrived: the pin that is being placed stays where it was, and in hand.
let held = false;
document.addEventListener("htmx:before:swap", () => { held = Boolean(marker) && document.activeElement === marker; });
document.addEventListener("htmx:after:swap", () => {
  show();
  if (held && marker.isConnected) marker.focus({ preventScroll: true });
});
