// The page behind a review link. Everything on it works as plain links and forms; this makes it quick for one thumb and keeps what is decided while there is no line.
// A decision waits ten seconds for "Undo" and is sent then, once, in order; what could not be sent stays in this browser, says so, and goes out when the line is back.
// The next posts are fetched ahead. A post that changed meanwhile comes back from the server as a page and is shown for another look.

const undoFor = 10000;
const ahead = 3;
const stage = () => document.querySelector("[data-review]");
const root = stage()?.dataset.review ?? location.pathname.split("/").slice(0, 3).join("/");
const store = `review ${root}`;
const pages = new Map();
let queue = [];
let busy = false;
let name = "";
let paused;
let finished = false;
let stalled;
let seen = new Set();

try { queue = JSON.parse(localStorage.getItem(store) ?? "[]"); } catch { /* A browser that keeps nothing: it lasts as long as the page. */ }
const keep = () => { try { localStorage.setItem(store, JSON.stringify(queue)); } catch { /* As above. */ } };
const address = (id) => `${root}/posts/${id}`;
const token = () => document.querySelector('meta[name="csrf"]')?.content ?? "";
const fill = (words, ...values) => values.reduce((text, value, i) => text.replace(`{${i}}`, value), words ?? "");
const waiting = (entry) => entry.state !== "back";
const decided = (id) => queue.some((entry) => entry.id === id && waiting(entry));

// What waits for this reader and was not answered on this page yet, beginning behind the open post.
const open = () => {
  const ids = [...document.querySelectorAll('.rv-queue a[data-waiting="true"]')].map((a) => a.dataset.item);
  const all = [...document.querySelectorAll(".rv-queue a[data-item]")].map((a) => a.dataset.item);
  const here = all.indexOf(stage()?.dataset.post);
  return [...all.slice(here + 1), ...all.slice(0, here + 1)].filter((id) => ids.includes(id) && !decided(id));
};

const mark = () => {
  for (const entry of queue.filter(waiting)) {
    const dot = document.querySelector(`.rv-prog [data-item="${entry.id}"]`);
    if (dot) dot.className = entry.what === "changes" ? "held" : "approved";
    document.querySelector(`.rv-queue a[data-item="${entry.id}"]`)?.classList.add("sent");
  }
  const left = open().length;
  for (const words of document.querySelectorAll("[data-left]")) words.textContent = left === 0 ? words.dataset.none : left === 1 ? words.dataset.one : fill(words.dataset.many, left);
  if (name) for (const field of document.querySelectorAll("[data-name] input")) { field.value = name; field.closest("[data-name]").hidden = true; }
};

// The line above the buttons: what can be undone, what is not sent, what came back.
const say = () => {
  const line = document.querySelector("[data-pending]");
  if (!line) return;
  const [said, button] = [line.querySelector("[data-said]"), line.querySelector("[data-undo-button]")];
  const data = line.dataset;
  const last = queue.filter((entry) => entry.state === "held").at(-1);
  const back = queue.find((entry) => !waiting(entry));
  const late = queue.filter((entry) => entry.state === "late" || (entry.state === "held" && !navigator.onLine));
  if (back) {
    const link = Object.assign(document.createElement("a"), { href: address(back.id), className: "link", textContent: data.look });
    link.addEventListener("click", (event) => { event.preventDefault(); again(back); });
    said.replaceChildren(`${fill(data.back, back.number)} `, link);
  } else if (late.length > 0) {
    const words = fill(data.unsent, late.length);
    said.replaceChildren(Object.assign(document.createElement("b"), { textContent: words }), navigator.onLine ? "" : ` ${data.offline}`);
  } else if (last && data.kept) {
    said.textContent = fill(data.kept, last.number, data[last.what]);
  } else {
    said.textContent = queue.length > 0 ? data.sending : "";
  }
  line.dataset.tone = back || late.length > 0 ? "waiting" : "";
  line.hidden = said.textContent === "";
  if (!button) return;
  button.hidden = !last;
  if (!last) return;
  button.querySelector("span").textContent = data.undo;
  button.querySelector("i").textContent = fill(data.seconds, Math.max(0, Math.ceil((last.sendAt - Date.now()) / 1000)));
};

const remember = async (id) => {
  if (pages.has(id)) return pages.get(id);
  const response = await fetch(address(id), { headers: { Accept: "text/html" } });
  if (response.status === 410 || response.status === 404) return location.reload();
  if (!response.ok) throw new Error("not now");
  const html = await response.text();
  pages.set(id, html);
  // Pictures too: the next post is there when it is asked for.
  for (const picture of new DOMParser().parseFromString(html, "text/html").querySelectorAll(".rv-cards img")) { const one = new Image(); one.sizes = picture.sizes; one.srcset = picture.srcset; one.src = picture.getAttribute("src"); }
  return html;
};

const show = (html, path) => {
  const next = new DOMParser().parseFromString(html, "text/html");
  const csrf = next.querySelector('meta[name="csrf"]');
  if (csrf) document.querySelector('meta[name="csrf"]').content = csrf.content;
  document.title = next.title;
  document.body.className = next.body.className;
  document.body.replaceChildren(...next.body.childNodes);
  if (path) history.pushState(null, "", path);
  scrollTo(0, 0);
  begin();
};

const go = async (id) => {
  try {
    const html = await remember(id);
    if (html) show(html, address(id));
    return true;
  } catch {
    say();
    return false;
  }
};

const again = (entry) => {
  queue = queue.filter((one) => one !== entry);
  keep();
  if (pages.has(`back ${entry.id}`)) show(pages.get(`back ${entry.id}`), address(entry.id));
  else location.assign(address(entry.id));
};

const onward = async () => {
  const next = open()[0];
  if (next) {
    // Without a line the next post comes as soon as there is one.
    const here = stage()?.dataset.post;
    stalled = (await go(next)) ? undefined : here;
    return;
  }
  // The last one has its ten seconds too; then comes the page that says what happens next.
  finished = true;
  location.hash = "#post";
  for (const form of document.querySelectorAll("#decide form")) form.hidden = true;
  say();
};

/** Sends what is due, one after the other. Whatever has no answer stays. */
const send = async (all = false) => {
  if (busy) return;
  busy = true;
  try {
    for (const entry of [...queue]) {
      if (!waiting(entry) || (!all && (entry.state === "held" && (entry.sendAt > Date.now() || paused)))) continue;
      let response;
      try {
        response = await fetch(entry.url, { method: "POST", keepalive: true, headers: { "X-Review-Queue": "1", RequestVerificationToken: token(), Accept: "text/html" }, body: new URLSearchParams(entry.fields) });
      } catch {
        [entry.state, entry.again] = ["late", Date.now() + 5000];
        continue;
      }
      if (response.status === 204) {
        queue = queue.filter((one) => one !== entry);
        pages.delete(entry.id);
      } else if (response.status === 409 || response.status === 422) {
        const html = await response.text();
        const who = html.includes("data-who");
        if (who) queue = queue.filter((one) => one !== entry);
        else { entry.state = "back"; pages.set(`back ${entry.id}`, html); }
        keep();
        if (who) return show(html);
      } else if (response.status === 410 || response.status === 404 || response.status === 403) {
        queue = queue.filter((one) => one !== entry);
        keep();
        return location.reload();
      } else {
        [entry.state, entry.again] = ["late", Date.now() + 5000];
      }
    }
  } finally {
    busy = false;
    keep();
    say();
  }
};

// Who is asked for a name in one place is not asked in the next.
document.addEventListener("input", ({ target }) => {
  if (target.closest?.("[data-name]")) for (const field of document.querySelectorAll("[data-name] input")) if (field !== target) field.value = target.value;
});

document.addEventListener("submit", (event) => {
  const form = event.target.closest?.("form[data-decision]");
  // Who has to be asked for a code is asked by the server, before anything is kept.
  if (!form || !(form.dataset.known || form.querySelector("[data-name]"))) return;
  event.preventDefault();
  const data = new FormData(form, event.submitter);
  const what = data.get("Do");
  const main = stage();
  name = data.get("Name")?.trim() || name;
  data.delete("__RequestVerificationToken");
  const id = main.dataset.post;
  pages.set(id, document.documentElement.outerHTML);
  // Who comes to this from an old page decides anew; the one before is forgotten.
  queue = queue.filter((entry) => entry.id !== id);
  queue.push({ id, number: main.dataset.number, url: form.getAttribute("action"), what, fields: [...data.entries()], sendAt: Date.now() + undoFor, state: "held" });
  keep();
  onward();
});

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-undo-button]")) {
    const last = queue.filter((entry) => entry.state === "held").at(-1);
    if (!last) return;
    queue = queue.filter((entry) => entry !== last);
    [paused, stalled] = [];
    finished = false;
    keep();
    go(last.id);
    return;
  }
  const link = event.target.closest("a[href]");
  const id = link && /\/posts\/([0-9a-f-]{36})$/.exec(link.getAttribute("href"))?.[1];
  if (!id || event.ctrlKey || event.metaKey || event.shiftKey || !link.getAttribute("href").startsWith(`${root}/`) || !stage()?.dataset.post) return;
  event.preventDefault();
  stalled = undefined;
  go(id);
});

// Who reaches for "Undo" gets the time to do it.
const hold = (on) => {
  const last = queue.filter((entry) => entry.state === "held").at(-1);
  if (on && last && !paused) paused = Math.max(1500, last.sendAt - Date.now());
  else if (!on && paused) { if (last) last.sendAt = Date.now() + paused; paused = undefined; }
};
// A pointer that only happens to lie where the button came up has not reached for it.
for (const [type, on] of [["pointermove", true], ["focusin", true], ["pointerout", false], ["focusout", false]])
  document.addEventListener(type, (event) => { if (event.target.closest?.("[data-undo-button]") && (type !== "pointermove" || event.movementX || event.movementY)) hold(on); });

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && location.hash === "#request") return void (location.hash = "#post");
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches("input, textarea, select")) return;
  const key = event.key.toLowerCase();
  if (key === "a" || key === "r") document.querySelector(`[data-key="${key}"]`)?.click();
  if (key === "arrowleft" || key === "arrowright") document.querySelectorAll(".rv-step > *")[key === "arrowleft" ? 0 : 1]?.click();
});

addEventListener("popstate", () => { const id = /\/posts\/([0-9a-f-]{36})$/.exec(location.pathname)?.[1]; if (id && stage()?.dataset.post && id !== stage().dataset.post) remember(id).then((html) => html && show(html)).catch(() => location.reload()); });
addEventListener("hashchange", () => { if (location.hash === "#request") document.querySelector("#request input")?.focus({ preventScroll: true }); });
addEventListener("online", () => { for (const entry of queue) entry.again = 0; send().then(over); resume(); });
addEventListener("offline", say);
// Leaving the page means it: what waits for its ten seconds goes out with it. Sent again later, it counts once.
addEventListener("pagehide", () => { paused = undefined; send(true); });

// Whoever went elsewhere meanwhile is left there.
const resume = () => {
  const from = stalled;
  stalled = undefined;
  if (from && stage()?.dataset.post === from) onward();
};

const over = () => { if (finished && queue.length === 0) location.assign(`${root}/done`); };

setInterval(() => {
  if (paused) return;
  say();
  if (navigator.onLine) resume();
  if (queue.some((entry) => waiting(entry) && (entry.state === "late" ? navigator.onLine && entry.again <= Date.now() : entry.sendAt <= Date.now()))) send().then(over);
}, 1000);

const look = async () => {
  const main = stage();
  if (!main?.dataset.post || document.visibilityState !== "visible") return;
  const what = `${main.dataset.post} ${main.dataset.version}`;
  if (seen.has(what)) return;
  seen.add(what);
  await fetch(`${address(main.dataset.post)}/seen`, { method: "POST", headers: { RequestVerificationToken: token() }, body: new URLSearchParams({ version: main.dataset.version }) }).catch(() => seen.delete(what));
};
for (const type of ["pointerdown", "keydown", "wheel", "touchmove"]) addEventListener(type, look, { passive: true });

const listen = () => {
  const path = stage()?.dataset.live;
  if (!path) return;
  const stream = new EventSource(path);
  stream.addEventListener("over", () => { stream.close(); location.reload(); });
  stream.addEventListener("post", async ({ data }) => {
    const { id } = JSON.parse(data);
    pages.delete(id);
    const main = stage();
    const typing = location.hash === "#request" || [...document.querySelectorAll("textarea")].some((area) => area.value !== area.defaultValue);
    if (main?.dataset.post !== id || decided(id)) { if (open().slice(0, ahead).includes(id)) remember(id).catch(() => {}); return; }
    if (typing) return;
    const html = await remember(id).catch(() => null);
    if (!html || stage()?.dataset.post !== id) return;
    show(html);
    // A thumb on its way must not say yes to words that were not there when it set off.
    const buttons = [...document.querySelectorAll("#decide button.approve")];
    buttons.forEach((button) => { button.disabled = true; });
    setTimeout(() => buttons.forEach((button) => { button.disabled = false; }), 1500);
  });
};

const begin = () => {
  mark();
  say();
  for (const id of open().filter((one) => one !== stage()?.dataset.post).slice(0, ahead)) remember(id).catch(() => {});
  setTimeout(look, 5000);
};

begin();
listen();
// What an earlier visit left behind is sent now.
queue.forEach((entry) => { if (entry.state === "held") entry.sendAt = 0; });
send();

// Fetched when the first file is chosen.
document.addEventListener("change", ({ target }) => { if (target.matches?.("[data-pieces]") && target.files.length) import("./attachments.js").then(({ take }) => take(target)); });
