// <button data-copy="id" data-copied="Copied" hidden> copies the text of the element. Hidden in the page, since it needs this script.
const offer = () => document.querySelectorAll("button[data-copy][hidden]").forEach((button) => { button.hidden = !navigator.clipboard; });

document.addEventListener("click", async (event) => {
  const button = event.target.closest("button[data-copy]");
  if (!button) return;
  await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent.trim());
  button.lastChild.textContent = button.dataset.copied;
});

document.addEventListener("htmx:after:swap", offer);
offer();
