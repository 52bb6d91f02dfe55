// The library: files chosen, dropped anywhere or pasted are sent with progress, pause and cancel. And the composer's picker adds what is clicked.
import { send, words } from "./resumable.js";

if (document.querySelector("[data-picture-editor]")) import("./picture-editor.js");
if (document.querySelector("[data-video-editor]")) import("./video-editor.js");
if (document.querySelector("[data-link-upload]")) import("./upload-link.js");
if (document.querySelector("[data-share-files]")) import("./handover.js");
if (document.querySelector("form[data-push]")) import("./push.js");

const field = () => document.querySelector("[data-library-upload]");
const fill = (text, ...values) => values.reduce((filled, value, i) => filled.replace(`{${i}}`, value), text);
let chosen = 0;
let finished = 0;
let refused = 0;
let turn = Promise.resolve();

const row = (file) => {
  const made = document.getElementById("upload-row").content.firstElementChild.cloneNode(true);
  made.querySelector("[data-name]").textContent = file.name;
  made.querySelector("progress").setAttribute("aria-label", file.name);
  const section = document.getElementById("uploads");
  section.hidden = false;
  section.querySelector("ul").append(made);
  return made;
};

const count = (data) => { document.querySelector("[data-upload-count]").textContent = fill(refused ? data.countRefused : data.count, finished - refused, chosen, refused); };

// The numbers and the order are the server's to say, once everything is there.
const renew = () => { if (finished === chosen && finished > refused) window.htmx?.ajax("GET", location.pathname + location.search, { target: "#library", swap: "outerMorph" }); };

const refuse = (line, text, data) => {
  refused++;
  line.querySelectorAll("button, progress").forEach((one) => one.remove());
  tell(line, text, "bad");
  count(data);
};

const tell = (line, text, kind) => {
  line.querySelector("[data-said]").textContent = text;
  line.classList.toggle("bad", kind === "bad");
};

const settle = (line, html) => {
  const arrived = document.createElement("template");
  arrived.innerHTML = html;
  const tile = arrived.content.querySelector(".ast");
  if (tile) {
    document.querySelector("#library [data-empty]")?.remove();
    document.getElementById("assets").prepend(tile);
    window.htmx?.process(tile);
    line.remove();
  } else {
    line.replaceChildren(...arrived.content.childNodes);
    line.classList.add("said");
    window.htmx?.process(line);
  }
};

const take = (file) => {
  const data = { ...field().dataset };
  const line = row(file);
  if (file.size > Number(data.most)) {
    finished++;
    return refuse(line, fill(data.tooLarge, file.name, Math.ceil(file.size / 1048576)), data);
  }
  let job, paused = false, cancelled = false;
  const bar = line.querySelector("progress");
  const [pause, cancel] = [line.querySelector("[data-pause]"), line.querySelector("[data-cancel]")];
  tell(line, fill(data.sending, 0));
  pause.addEventListener("click", () => {
    paused = !paused;
    [...pause.children].forEach((icon) => icon.toggleAttribute("hidden"));
    const label = pause.getAttribute("aria-label");
    pause.setAttribute("aria-label", pause.dataset.resumeLabel);
    pause.dataset.resumeLabel = label;
    if (paused) job?.pause();
    else job?.resume();
    tell(line, fill(paused ? data.paused : data.sending, bar.value));
  });
  cancel.addEventListener("click", async () => {
    cancelled = true;
    await job?.cancel();
    chosen--;
    line.remove();
    count(data);
  });
  // One after the other: the first is there soonest, and a phone's line is not divided.
  turn = turn.then(async () => {
    if (cancelled) return;
    job = send(file, { path: data.path, tus: data.tus, client: data.client, folder: data.folder }, ({ percent, waiting, examining }) => {
      if (paused) return;
      if (percent !== undefined) bar.value = percent;
      tell(line, waiting ? data.waiting : examining ? data.examining : fill(data.sending, bar.value));
    });
    const outcome = await job.done;
    if (outcome.cancelled) return;
    finished++;
    count(data);
    if (outcome.html) settle(line, outcome.html);
    else refuse(line, (outcome.refused && words(outcome.refused)) || data.failed, data);
    renew();
  });
};

const takeAll = (files) => {
  if (!field()) return;
  // What was said about the ones before has been read.
  if (finished === chosen) {
    chosen = finished = refused = 0;
    document.querySelectorAll("#uploads .bad").forEach((one) => one.remove());
  }
  chosen += files.length;
  files.forEach(take);
  count(field().dataset);
};

document.addEventListener("change", (event) => {
  if (!event.target.matches("[data-library-upload]")) return;
  const files = [...event.target.files];
  event.target.value = "";
  takeAll(files);
});

const carries = (event) => field() && event.dataTransfer?.types.includes("Files");
document.addEventListener("dragover", (event) => {
  if (!carries(event)) return;
  event.preventDefault();
  document.getElementById("library").dataset.drop = "on";
});
document.addEventListener("dragleave", (event) => { if (!event.relatedTarget) document.getElementById("library")?.removeAttribute("data-drop"); });
document.addEventListener("drop", (event) => {
  if (!carries(event)) return;
  event.preventDefault();
  document.getElementById("library").removeAttribute("data-drop");
  takeAll([...event.dataTransfer.files]);
});
document.addEventListener("paste", (event) => {
  if (field() && event.clipboardData.files.length > 0) takeAll([...event.clipboardData.files]);
});

document.addEventListener("click", async (event) => {
  const pick = event.target.closest("[data-pick]");
  if (!pick) return;
  const response = await fetch(pick.dataset.pick, { headers: { "HX-Request": "true" } });
  if (!response.ok) return;
  const arrived = document.createElement("template");
  arrived.innerHTML = await response.text();
  const tile = arrived.content.querySelector("[data-picture]");
  const list = document.getElementById("pictures");
  if (!list.querySelector(`[data-picture="${tile.dataset.picture}"]`)) {
    list.append(tile);
    window.htmx?.process(tile);
    document.getElementById("composer").dispatchEvent(new Event("input", { bubbles: true }));
  }
  document.getElementById("library").close();
});

// A new version of a file: sent like any other, then its page lists the posts that may get it.
document.addEventListener("change", async (event) => {
  if (event.target.matches("[data-tick-all]")) {
    event.target.closest("form").querySelectorAll('input[name="posts"]').forEach((tick) => { tick.checked = event.target.checked; });
    return;
  }
  if (!event.target.matches("[data-version-upload]")) return;
  const [field, [file]] = [event.target, event.target.files];
  if (!file) return;
  const data = field.dataset;
  const said = document.getElementById("version-said");
  const say = (text) => { said.hidden = false; said.textContent = text; };
  field.disabled = true;
  const outcome = await send(file, { path: data.path, tus: data.tus, client: data.client, of: data.of }, ({ percent, waiting, examining }) =>
    say(waiting ? data.waiting : examining ? data.examining : fill(data.sending, percent ?? 0))).done;
  field.disabled = false;
  field.value = "";
  if (outcome.html) location.assign(location.pathname);
  else say((outcome.refused && words(outcome.refused)) || data.failed);
});
