// Keeps an open page true. <button data-live="/w/acme/live?since=41" data-words="# changes – show" hidden> opens the workspace's stream; posts that
// changed are gathered for a moment and told as "live:posts" on document, with their ids in detail. An element
// <div data-live-post="id" data-live-src="/w/acme/..."> is fetched anew by itself and leaves when the post is gone.
// More than twenty at once move nothing under the reader: the button says how many, and shows them when it is pressed.
const many = 20;
const bar = document.querySelector("[data-live]");
const changed = new Set();
let timer;

const fetchAnew = async (element) => {
  const response = await fetch(element.dataset.liveSrc, { headers: { "HX-Request": "true" } });
  if (response.status === 404) return element.remove();
  if (response.ok) swapElement(element, await response.text());
};

const tell = () => {
  timer = undefined;
  if (changed.size > many) {
    bar.textContent = bar.dataset.words.replace("#", changed.size);
    bar.hidden = false;
    return;
  }

  const ids = [...changed];
  changed.clear();
  for (const id of ids) document.querySelectorAll(`[data-live-post="${id}"][data-live-src]`).forEach(fetchAnew);
  document.dispatchEvent(new CustomEvent("live:posts", { detail: { ids } }));
};

/** Puts new HTML in the place of an element. What had the focus has it again, if it is still there. */
export const swapElement = (element, html) => {
  const template = document.createElement("template");
  template.innerHTML = html;
  const arrived = template.content.firstElementChild;
  const focused = element.contains(document.activeElement) ? document.activeElement : null;
  const holder = focused?.closest("[id]")?.id;
  element.replaceWith(arrived);
  window.htmx?.process(arrived);
  if (!focused) return arrived;
  const again = holder && document.getElementById(holder);
  (again?.matches("a, button, input, select, textarea, [tabindex]") ? again : (again ?? arrived).querySelector("a, button"))?.focus({ preventScroll: true });
  return arrived;
};

if (bar) {
  const stream = new EventSource(bar.dataset.live);
  stream.addEventListener("post", ({ data }) => {
    changed.add(JSON.parse(data).id);
    timer ??= setTimeout(tell, 300);
  });
  stream.addEventListener("notices", ({ data }) => document.dispatchEvent(new CustomEvent("live:notices", { detail: data })));
  stream.addEventListener("note", () => document.dispatchEvent(new CustomEvent("live:notes")));
  bar.addEventListener("click", () => {
    bar.hidden = true;
    changed.clear();
    if (document.dispatchEvent(new CustomEvent("live:all", { cancelable: true }))) location.reload();
  });
}
