// How previews are looked at: on a phone or a desktop, in light or dark. Remembered for the next post.
const key = "look";
const isDark = () => getComputedStyle(document.documentElement).colorScheme === "dark" || (getComputedStyle(document.documentElement).colorScheme !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);

const dress = (pane, look) => {
  pane.dataset.device = look.device ?? "phone";
  if (look.swapped) pane.querySelector(".prev-b").dataset.theme = isDark() ? "light" : "dark";
  else delete pane.querySelector(".prev-b").dataset.theme;
  const looks = pane.querySelector("[data-looks]");
  looks.hidden = false;
  looks.querySelectorAll("[data-look]").forEach((button) => {
    button.setAttribute("aria-pressed", button.dataset.look === "theme" ? Boolean(look.swapped) : button.dataset.look === pane.dataset.device);
  });
};

const read = () => JSON.parse(localStorage.getItem(key) ?? "{}");
const all = () => document.querySelectorAll("[data-look-pane]").forEach((pane) => dress(pane, read()));

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-look]");
  if (!button) return;
  const look = read();
  if (button.dataset.look === "theme") look.swapped = !look.swapped;
  else look.device = button.dataset.look;
  localStorage.setItem(key, JSON.stringify(look));
  all();
});

// The preview arrives anew with every change of the text.
document.addEventListener("htmx:after:swap", all);
all();
