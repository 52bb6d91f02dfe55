// Suggestions below a field, by the combobox pattern: the focus stays in the field, arrows choose, Enter or Tab takes, Escape leaves.
let number = 0;

/**
 * @param field an input, or a textarea in which something is completed.
 * @param label what the list is called.
 * @param pick is given the item that was taken.
 */
export const suggestions = (field, { label, pick }) => {
  const list = document.createElement("div");
  const isCombobox = field.matches("input");
  number += 1;
  Object.assign(list, { id: `suggestions-${number}`, className: "float suggest", popover: "manual" });
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", label);
  field.after(list);
  field.setAttribute("aria-autocomplete", "list");
  field.setAttribute("aria-controls", list.id);
  if (isCombobox) {
    field.setAttribute("role", "combobox");
    field.setAttribute("aria-expanded", "false");
  }
  let items = [];
  let hot = -1;

  const isOpen = () => list.matches(":popover-open");

  const mark = (at) => {
    hot = at;
    [...list.children].forEach((one, i) => {
      one.classList.toggle("hot", i === at);
      one.setAttribute("aria-selected", i === at);
    });
    const option = list.children[at];
    if (option?.id) field.setAttribute("aria-activedescendant", option.id);
    else field.removeAttribute("aria-activedescendant");
    option?.scrollIntoView({ block: "nearest" });
  };

  const hide = () => {
    if (isOpen()) list.hidePopover();
    items = [];
    field.removeAttribute("aria-activedescendant");
    if (isCombobox) field.setAttribute("aria-expanded", "false");
  };

  const row = (item, at) => {
    const option = document.createElement("div");
    option.id = `${list.id}-${at}`;
    option.setAttribute("role", "option");
    const name = document.createElement("span");
    name.textContent = item.name;
    option.append(name);
    if (item.detail) {
      const detail = document.createElement("small");
      detail.textContent = item.detail;
      option.append(detail);
    }
    // The field must keep the focus, or it would be left before anything is taken.
    option.addEventListener("pointerdown", (event) => event.preventDefault());
    option.addEventListener("click", () => take(at));
    return option;
  };

  const take = (at) => {
    const item = items[at];
    hide();
    if (item) pick(item);
  };

  /** @param words stands in the list where there is nothing to take. @param place where it hangs; the field itself if left out. */
  const show = (found, { words, place, first = 0 } = {}) => {
    if (!field.isConnected || (found.length === 0 && !words)) return hide();
    items = found;
    list.replaceChildren(...found.map(row));
    if (found.length === 0) {
      const said = document.createElement("div");
      said.className = "hint";
      said.setAttribute("role", "option");
      said.setAttribute("aria-disabled", "true");
      said.textContent = words;
      list.append(said);
    }
    if (!isOpen()) list.showPopover();
    if (isCombobox) field.setAttribute("aria-expanded", "true");
    const at = place ?? field.getBoundingClientRect();
    list.style.minInlineSize = `${Math.min(at.width || 240, innerWidth - 16)}px`;
    const { width, height } = list.getBoundingClientRect();
    const below = at.bottom + 4 + height <= innerHeight;
    list.style.left = `${Math.max(8, Math.min(at.left, innerWidth - width - 8))}px`;
    list.style.top = `${below ? at.bottom + 4 : Math.max(8, at.top - height - 4)}px`;
    mark(found.length > 0 ? first : -1);
    return undefined;
  };

  field.addEventListener("keydown", (event) => {
    if (!isOpen() || event.isComposing) return;
    const last = items.length - 1;
    if (event.key === "Escape") hide();
    else if (last < 0) return;
    else if (event.key === "ArrowDown") mark(hot >= last ? 0 : hot + 1);
    else if (event.key === "ArrowUp") mark(hot <= 0 ? last : hot - 1);
    else if ((event.key === "Enter" || event.key === "Tab") && hot >= 0) take(hot);
    else return;
    event.preventDefault();
    event.stopImmediatePropagation();
  });
  field.addEventListener("blur", hide);
  addEventListener("scroll", (event) => { if (isOpen() && event.target !== list) hide(); }, { capture: true, passive: true });

  return { show, hide, isOpen };
};
