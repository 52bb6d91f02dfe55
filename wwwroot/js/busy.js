// A form in flight cannot be sent twice, with and without htmx. The button keeps the focus, so it is marked rather than disabled.
const marks = new WeakMap();

const begin = (form, button) => {
  if (!form || marks.has(form)) return;
  marks.set(form, button);
  form.setAttribute("aria-busy", "true");
  button?.setAttribute("aria-disabled", "true");
};

const end = (form) => {
  if (!form || !marks.has(form)) return;
  marks.get(form)?.removeAttribute("aria-disabled");
  form.removeAttribute("aria-busy");
  marks.delete(form);
};

// Before anybody else sees the event: htmx listens on the form itself.
document.addEventListener("submit", (event) => {
  if (!marks.has(event.target)) return;
  event.preventDefault();
  event.stopImmediatePropagation();
}, { capture: true });

// A plain submit. A form that opens a download or another tab stays on the page, so it is free again after a while.
document.addEventListener("submit", (event) => {
  if (event.defaultPrevented || event.target.method === "get") return;
  begin(event.target, event.submitter);
  setTimeout(end, 8000, event.target);
});

const formOf = (event) => event.target.closest?.("form");
document.addEventListener("htmx:before:request", (event) => {
  if (event.target.matches("form")) begin(event.target, event.detail.ctx.sourceEvent?.submitter);
});
document.addEventListener("htmx:finally:request", (event) => end(formOf(event)));

// Back from the next page: the browser kept this one as it was left.
addEventListener("pageshow", () => document.querySelectorAll("form[aria-busy]").forEach(end));
