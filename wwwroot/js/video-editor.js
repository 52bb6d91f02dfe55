// The video editor: the moment at which the player stands goes into a field, and the cover is shown as soon as its moment is written.
const editor = document.querySelector("[data-video-editor]");
const player = editor?.querySelector("video");
const say = (seconds) => `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}.${Math.floor((seconds % 1) * 10)}`;
const read = (text) => {
  const parts = text.trim().replace(",", ".").split(":").map(Number);
  return parts.length > 0 && text.trim() && parts.every((part) => part >= 0) ? parts.reduce((sum, part) => sum * 60 + part, 0) : undefined;
};

const cover = editor?.querySelector("[data-cover]");
let later;
const show = () => {
  const seconds = read(document.getElementById("ve-cover").value);
  if (seconds === undefined) return;
  clearTimeout(later);
  later = setTimeout(() => { cover.src = `${cover.dataset.at}${Math.round(seconds * 1000)}`; }, 300);
};

if (player) {
  editor.querySelectorAll("[data-now]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => {
      const field = document.getElementById(button.dataset.now);
      field.value = say(player.currentTime);
      if (field.id === "ve-cover") show();
    });
  });
  document.getElementById("ve-cover")?.addEventListener("input", show);
}
