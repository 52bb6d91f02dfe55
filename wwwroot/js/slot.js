// "Next free slot" in the composer: asks for it in the background and fills date and time. Where that fails, the button sends the form.
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-slot]");
  if (!button || button.dataset.plain) return;
  event.preventDefault();
  if (button.ariaBusy) return;
  button.ariaBusy = true;
  const form = button.form;
  const fields = [...new FormData(form)].filter(([, value]) => typeof value === "string");
  const answer = await fetch(button.dataset.slot, {
    method: "POST",
    body: new URLSearchParams(fields),
    redirect: "manual",
    headers: { "HX-Request": "true", RequestVerificationToken: document.querySelector('meta[name="csrf"]').content },
  }).catch(() => null);
  button.ariaBusy = null;
  if (answer?.status !== 200) {
    button.dataset.plain = "true";
    form.requestSubmit(button);
    return;
  }

  document.getElementById("when-fields").innerHTML = await answer.text();
  form.dispatchEvent(new Event("input", { bubbles: true }));
});
