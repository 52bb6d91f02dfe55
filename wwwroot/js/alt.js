// A suggested alternative text is marked until somebody changes or keeps it.
const settle = (tile) => {
  tile.querySelector("[data-suggested]")?.remove();
  tile.querySelector("[data-suggestion]")?.remove();
};

document.addEventListener("input", (event) => {
  const tile = event.target.matches?.("#pictures textarea") && event.target.closest(".pic");
  if (tile) settle(tile);
});

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-keep-alt]");
  if (!button) return;
  event.preventDefault();
  const tile = button.closest(".pic");
  settle(tile);
  tile.querySelector("textarea").focus();
  document.getElementById("composer").dispatchEvent(new Event("input", { bubbles: true }));
});
