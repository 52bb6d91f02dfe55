// A request of htmx that failed is told where it was made: in the form, or as a toast where there is none. 422 and 409 carry their
// own words and are swapped by htmx; a 401 to 5xx or no answer at all gets a sentence from #alarm.
import { failed } from "./toast.js";

const swapped = [409, 422, 423];

const placeOf = (source) => {
  const place = source?.closest("form, dialog, [data-errors]");
  return place?.querySelector(".body, .fields") ?? place;
};

const tell = (source, sentence) => {
  const place = placeOf(source);
  if (!place?.isConnected) return failed(sentence);

  place.querySelector(":scope > .notice[data-error]")?.remove();
  const notice = document.createElement("div");
  notice.className = "notice";
  notice.dataset.state = "failed";
  notice.dataset.error = "";
  notice.setAttribute("role", "alert");
  notice.textContent = sentence;
  place.append(notice);
};

const words = () => document.getElementById("alarm").dataset;

document.addEventListener("htmx:response:error", ({ target, detail: { ctx } }) => {
  const { status, headers } = ctx.response;
  if (swapped.includes(status)) return;
  const request = headers.get("X-Request-Id");
  tell(target, (words()[status] ?? words().other) + (request ? ` ${words().request} ${request}` : ""));
});

document.addEventListener("htmx:error", ({ target, detail: { ctx, error } }) => {
  if (!ctx?.request) throw error;
  if (ctx.response) {
    tell(target, words().other);
    throw error;
  }

  tell(target, ctx.request.signal?.reason === "timeout" ? words().timeout : words().offline);
});

document.addEventListener("htmx:before:request", ({ target }) => placeOf(target)?.querySelector(":scope > .notice[data-error]")?.remove());
