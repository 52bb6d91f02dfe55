// Ctrl or Cmd and K: jump to a client, a page, a post, or start something. A combobox over /search; without this script the button leads to that page.
const dialog = document.getElementById("palette");
const form = dialog?.querySelector("form");
const input = form?.elements.q;
const list = document.getElementById("palette-list");
let timer;
let asked;

const options = () => [...list.querySelectorAll('[role="option"]')];
const hot = () => list.querySelector(".hot");

const choose = (option) => {
  for (const one of options()) {
    one.classList.toggle("hot", one === option);
    one.setAttribute("aria-selected", one === option);
  }
  if (option) {
    input.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  } else {
    input.removeAttribute("aria-activedescendant");
  }
};

const ask = async () => {
  asked?.abort();
  asked = new AbortController();
  const { signal } = asked;
  list.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(`/search?${new URLSearchParams(new FormData(form))}`, { headers: { "HX-Request": "true", Accept: "text/html" }, signal });
    if (!answer.ok) return;
    const found = new DOMParser().parseFromString(await answer.text(), "text/html");
    list.replaceChildren(...found.body.childNodes);
    choose(options()[0]);
  } catch (error) {
    if (error.name !== "AbortError" && !(error instanceof TypeError)) throw error;
  } finally {
    if (asked.signal === signal) list.removeAttribute("aria-busy");
  }
};

const open = () => {
  if (dialog.open || document.querySelector("dialog:modal")) return;
  form.elements.from.value = location.pathname + location.search;
  input.value = "";
  dialog.showModal();
  input.focus();
  ask();
};

// Enter right after typing means what was typed, not what an earlier answer left on top.
const go = async (newTab) => {
  if (timer) {
    clearTimeout(timer);
    timer = undefined;
    await ask();
  } else if (list.getAttribute("aria-busy")) {
    await ask();
  }
  const href = hot()?.href;
  if (!href) return;
  if (newTab) window.open(href, "_blank", "noopener");
  else location.assign(href);
};

if (dialog) {
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.key.toLowerCase() === "k") {
      event.preventDefault();
      open();
    }
  });

  document.addEventListener("click", (event) => {
    if (event.target.closest('[data-palette="find"]') && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      open();
    }
  });

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      timer = undefined;
      ask();
    }, 150);
  });

  form.addEventListener("submit", (event) => event.preventDefault());

  input.addEventListener("keydown", (event) => {
    const all = options();
    const at = all.indexOf(hot());
    if (event.key === "Enter") {
      event.preventDefault();
      go(event.ctrlKey || event.metaKey);
    } else if (["ArrowDown", "ArrowUp"].includes(event.key) && all.length) {
      event.preventDefault();
      choose(all.at((at + (event.key === "ArrowDown" ? 1 : -1)) % all.length));
    }
  });
}
