// The title is asked for where a chosen network shows one. The next comment field appears once the one before is filled; a channel's own fields only while it has comments of its own.
const dress = () => {
  const title = document.querySelector("#composer [data-titled]");
  if (title) title.hidden = !title.dataset.titled.split(" ").some((id) => document.querySelector(`#composer [data-channel="${id}"]`)?.checked);
  for (const fields of document.querySelectorAll("#composer .fc")) {
    const all = [...fields.querySelectorAll("[data-comment]")];
    const last = all.findLastIndex((one) => one.querySelector("textarea").value.trim() !== "");
    all.forEach((one, i) => { if (i <= last + 1) one.hidden = false; });
    const own = fields.querySelector("[data-own-comments]");
    if (own) fields.querySelector(".cmts").hidden = !own.checked;
  }
};

document.addEventListener("input", (event) => {
  if (event.target.closest?.("#composer")) dress();
});
dress();
