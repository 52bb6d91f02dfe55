// A new label is made at once and put on the post, without leaving the composer.
const make = async (field) => {
  const { labels: path, failed } = field.closest("[data-labels]").dataset;
  const words = field.closest("[data-labels]").querySelector("[data-label-words]");
  words.textContent = "";
  if (field.value.trim() === "") return;
  const known = [...document.querySelectorAll(".chip.lab")].find((one) => one.textContent.trim().toLowerCase() === field.value.trim().toLowerCase());
  if (!known) {
    const answer = await fetch(path, {
      method: "POST",
      body: new URLSearchParams({ Name: field.value }),
      redirect: "manual",
      headers: { "HX-Request": "true", RequestVerificationToken: document.querySelector('meta[name="csrf"]').content },
    }).catch(() => null);
    const body = new DOMParser().parseFromString((await answer?.text()) ?? "", "text/html").body;
    if (answer?.status !== 200) {
      words.textContent = body.querySelector(".toast span, .error")?.textContent.trim() || failed;
      return;
    }
    document.querySelector(".chip.add:has([data-labels-open])").before(body.firstElementChild);
  } else {
    known.querySelector("input").checked = true;
  }
  field.value = "";
  field.dispatchEvent(new Event("input", { bubbles: true }));
};

document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !event.target.matches?.("[data-new-label]")) return;
  event.preventDefault();
  make(event.target);
});

document.addEventListener("click", (event) => {
  const button = event.target.closest?.('button[value="label"]');
  if (!button) return;
  event.preventDefault();
  make(button.parentElement.querySelector("[data-new-label]"));
});
