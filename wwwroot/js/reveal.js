// The eye beside a password. Hidden in the page, since it needs this script.
const offer = () => document.querySelectorAll("button[data-reveal][hidden]").forEach((button) => { button.hidden = false; });

document.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-reveal]");
  if (!button) return;
  const field = document.getElementById(button.dataset.reveal);
  const shown = field.type === "password";
  field.type = shown ? "text" : "password";
  button.setAttribute("aria-pressed", shown);
});

document.addEventListener("htmx:after:swap", offer);
offer();
