// Pictures of the composer: chosen, dropped or pasted, sent one by one with progress; moved with buttons or by dragging.
import { send as resume } from "./resumable.js";

const list = () => document.getElementById("pictures");
const changed = () => document.getElementById("composer").dispatchEvent(new Event("input", { bubbles: true }));
const fill = (words, ...values) => values.reduce((text, value, i) => text.replace(`{${i}}`, value), words);

const note = (words, kind = "") => {
  const item = document.createElement("li");
  item.className = `pic note ${kind}`;
  item.setAttribute("role", kind === "error" ? "alert" : "status");
  item.textContent = words;
  list().append(item);
  return item;
};

const parse = (html) => new DOMParser().parseFromString(html, "text/html").body;

// What a form can carry goes as one; what is larger, and every video or document, piece by piece, so that a cut line costs nothing.
const small = 8 * 1024 * 1024;

const settle = (html, refused, name, failed) => {
  const answer = parse(html ?? "");
  const tile = !refused && answer.querySelector("[data-picture]");
  if (!tile) return note(answer.querySelector("p.error")?.textContent || fill(failed, name), "error");
  if (list().querySelector(`[data-picture="${tile.dataset.picture}"]`)) return;
  list().append(tile);
  window.htmx?.process(tile);
  changed();
};

const sendWhole = (file, { upload, failed, sending }) => new Promise((done) => {
  const progress = note(fill(sending, file.name, 0));
  const request = new XMLHttpRequest();
  request.open("POST", upload);
  request.setRequestHeader("RequestVerificationToken", document.querySelector('meta[name="csrf"]').content);
  request.setRequestHeader("HX-Request", "true");
  request.upload.addEventListener("progress", (event) => { progress.textContent = fill(sending, file.name, Math.floor((100 * event.loaded) / event.total)); });
  request.addEventListener("loadend", () => {
    progress.remove();
    settle(request.responseText, request.status !== 200, file.name, failed);
    done();
  });
  const body = new FormData();
  body.append("File", file);
  request.send(body);
});

const sendPieces = async (file, { path, tus, client, failed, sending, cancel }) => {
  const progress = note(fill(sending, file.name, 0));
  const said = document.createElement("span");
  const button = document.createElement("button");
  Object.assign(button, { type: "button", className: "btn sm", textContent: cancel });
  const job = resume(file, { path, tus, client, into: "composer" }, ({ percent }) => { if (percent !== undefined) said.textContent = fill(sending, file.name, percent); });
  said.textContent = progress.textContent;
  progress.replaceChildren(said, button);
  button.addEventListener("click", job.cancel);
  const outcome = await job.done;
  progress.remove();
  if (!outcome.cancelled) settle(outcome.html ?? outcome.refused, !outcome.html, file.name, failed);
};

const send = (file, data) => (file.size > small || /^(video\/|application\/pdf)/.test(file.type) ? sendPieces(file, data) : sendWhole(file, data));

const take = async (files) => {
  const { dataset } = document.querySelector("#composer [data-upload]");
  list().querySelectorAll(".note").forEach((one) => one.remove());
  for (const file of files) await send(file, dataset);
};

document.addEventListener("change", (event) => {
  if (!event.target.matches("[data-upload]")) return;
  const files = [...event.target.files];
  event.target.value = "";
  take(files);
});

document.addEventListener("paste", (event) => {
  if (event.target.closest?.("#composer") && event.clipboardData.files.length > 0) {
    event.preventDefault();
    take([...event.clipboardData.files]);
  }
});

document.addEventListener("click", (event) => {
  const button = event.target.closest("#composer [data-move]");
  if (!button) return;
  event.preventDefault();
  const tile = button.closest(".pic");
  const { move } = button.dataset;
  if (move === "up") tile.previousElementSibling?.before(tile);
  if (move === "down") tile.nextElementSibling?.after(tile);
  const next = tile.nextElementSibling ?? tile.previousElementSibling;
  if (move === "remove") tile.remove();
  (button.isConnected ? button : next?.querySelector('[data-move="remove"]') ?? document.querySelector("#composer [data-upload]")).focus();
  changed();
});

let dragged;
document.addEventListener("pointerdown", (event) => {
  const tile = event.target.closest("#pictures .pic");
  if (tile) tile.draggable = Boolean(event.target.closest(".tile"));
});
document.addEventListener("dragstart", (event) => { dragged = event.target.closest?.("#pictures .pic"); });
document.addEventListener("dragend", () => {
  if (dragged) changed();
  dragged = undefined;
});
document.addEventListener("dragover", (event) => {
  const over = event.target.closest?.("#pictures .pic");
  if (dragged && over && over !== dragged) {
    const { top, height } = over.getBoundingClientRect();
    if (event.clientY < top + height / 2) over.before(dragged);
    else over.after(dragged);
  }
  if (dragged || (event.target.closest?.("#composer") && event.dataTransfer.types.includes("Files"))) event.preventDefault();
});
document.addEventListener("drop", (event) => {
  if (dragged || !event.target.closest?.("#composer") || event.dataTransfer.files.length === 0) return;
  event.preventDefault();
  take([...event.dataTransfer.files]);
});
