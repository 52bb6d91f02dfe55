// A long list of choices is searched by typing. The select stays what the form sends; short lists stay as they are.
import { suggestions } from "./listbox.js";

const few = 8;

const dress = (select) => {
  if (select.hidden || select.options.length <= few) return;
  const field = document.createElement("input");
  Object.assign(field, { id: `${select.id}-search`, className: "input select grow", type: "text", autocomplete: "off", spellcheck: false });
  for (const name of ["aria-describedby", "aria-invalid"]) if (select.hasAttribute(name)) field.setAttribute(name, select.getAttribute(name));
  const label = document.querySelector(`label[for="${select.id}"]`);
  label?.setAttribute("for", field.id);
  const rest = () => {
    const chosen = select.selectedOptions[0];
    field.value = select.value === "" ? "" : (chosen?.text ?? "");
    field.placeholder = select.options[0].value === "" ? select.options[0].text : "";
  };
  const choose = (value) => {
    if (select.value !== value) {
      select.value = value;
      select.dispatchEvent(new Event("change", { bubbles: true }));
      select.dispatchEvent(new Event("input", { bubbles: true }));
    }
    rest();
  };
  select.before(field);
  const list = suggestions(field, { label: select.dataset.searched, pick: ({ value }) => choose(value) });
  select.hidden = true;
  rest();

  const offer = (words) => {
    const all = [...select.options].map(({ value, text }) => ({ value, name: text }));
    const sought = words.trim().toLocaleLowerCase();
    const found = sought ? all.filter(({ name }) => name.toLocaleLowerCase().includes(sought)) : all;
    list.show(found, { words: select.dataset.none, first: Math.max(0, found.findIndex(({ value }) => value === select.value)) });
  };
  field.addEventListener("input", (event) => {
    // What is typed here is no content of the post.
    event.stopPropagation();
    offer(field.value);
  });
  field.addEventListener("click", () => { if (!list.isOpen()) offer(""); });
  field.addEventListener("keydown", (event) => {
    if (list.isOpen() || !["ArrowDown", "ArrowUp", "Enter"].includes(event.key)) return;
    event.preventDefault();
    offer("");
  });
  field.addEventListener("focus", () => field.select());
  field.addEventListener("blur", () => {
    if (field.value.trim() === "" && select.options[0].value === "") choose("");
    else rest();
  });
};

const all = () => document.querySelectorAll("#composer select[data-searched]").forEach(dress);

document.addEventListener("htmx:after:swap", all);
all();
