// A form of one client sent while another is open is refused (409). "Continue in Acme" sends the same thing again, said aloud: the page and what was typed
// in it are still here, so the element that asked asks again, with the client it is meant for in a header.
let asked;
let confirmed;

document.addEventListener("htmx:before:request", ({ target, detail: { ctx } }) => {
  if (ctx.request.method.toUpperCase() !== "GET") asked = { source: target, submitter: ctx.sourceEvent?.submitter };
});

document.addEventListener("htmx:config:request", ({ target, detail: { ctx } }) => {
  if (confirmed?.source !== target) return;
  ctx.request.headers["X-Client-Confirmed"] = confirmed.client;
  confirmed = undefined;
});

document.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-client-confirmed]");
  if (!button || !asked?.source.isConnected) return;
  confirmed = { source: asked.source, client: button.dataset.clientConfirmed };
  document.getElementById("alarm").replaceChildren();
  if (asked.source.matches("form")) asked.source.requestSubmit(asked.submitter?.isConnected ? asked.submitter : undefined);
  else asked.source.click();
});
