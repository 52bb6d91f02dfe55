// Requests of htmx that do not come from a form carry the anti-forgery token in a header. Forms bring their own field.
document.addEventListener("htmx:config:request", ({ detail: { ctx } }) => {
  const token = document.querySelector('meta[name="csrf"]')?.content;
  if (token && ctx.request.method.toUpperCase() !== "GET") ctx.request.headers.RequestVerificationToken = token;
});
