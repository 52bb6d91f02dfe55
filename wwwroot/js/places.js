// A place is searched by its name; what the form keeps is its number at the network with the name behind it.
import { suggestions } from "./listbox.js";
import { lookup } from "./lookup.js";

const nameOf = (value) => value.trim().split(" ").slice(1).join(" ") || value.trim();

const dress = (kept) => {
  if (kept.hidden) return;
  const field = document.createElement("input");
  Object.assign(field, { id: `${kept.id}-search`, className: "input", type: "text", autocomplete: "off" });
  for (const name of ["aria-describedby", "aria-invalid"]) if (kept.hasAttribute(name)) field.setAttribute(name, kept.getAttribute(name));
  document.querySelector(`label[for="${kept.id}"]`)?.setAttribute("for", field.id);
  const keep = (value) => {
    if (kept.value !== value) {
      kept.value = value;
      kept.dispatchEvent(new Event("input", { bubbles: true }));
    }
    field.value = nameOf(value);
  };
  kept.before(field);
  const list = suggestions(field, { label: kept.dataset.searched, pick: ({ value }) => keep(value) });
  kept.hidden = true;
  field.value = nameOf(kept.value);

  let timer;
  let asked;
  field.addEventListener("input", (event) => {
    event.stopPropagation();
    clearTimeout(timer);
    asked?.abort();
    if (field.value.trim().length < 2) return list.hide();
    timer = setTimeout(async () => {
      asked = new AbortController();
      try {
        const { found, trouble } = await lookup(kept.dataset.places, field.value.trim(), asked.signal);
        if (document.activeElement === field) list.show(found, { words: trouble ?? kept.dataset.none });
      } catch (error) {
        if (error.name !== "AbortError") list.show([], { words: kept.dataset.failed });
      }
    }, 300);
    return undefined;
  });
  field.addEventListener("blur", () => {
    clearTimeout(timer);
    const typed = field.value.trim();
    if (typed === "") keep("");
    // Who knows the number needs no search.
    else if (/^\d{4,}$/.test(typed)) keep(typed);
    else field.value = nameOf(kept.value);
  });
};

const all = () => document.querySelectorAll("#composer input[data-places]").forEach(dress);

document.addEventListener("htmx:after:swap", all);
all();
