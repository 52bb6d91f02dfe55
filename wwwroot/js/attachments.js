// Files of comments go piece by piece, and on after a cut line, while the comment is being written. Without a script the form carries them itself.
import { send, words } from "./resumable.js";

const fill = (text, ...values) => values.reduce((filled, value, i) => filled.replace(`{${i}}`, value), text);

// What is on its way is not left behind: the form is sent once all of it is there.
const hold = (form, by) => {
  form.sending = (form.sending ?? 0) + by;
  for (const button of form.querySelectorAll('button:not([type="button"])')) button.disabled = form.sending > 0;
};

export const take = (field) => {
  const [form, data] = [field.form, field.dataset];
  const list = form.querySelector(".sent-l");
  for (const file of field.files) {
    const line = document.createElement("li");
    line.className = "sent-f";
    const [said, stop] = [document.createElement("span"), document.createElement("button")];
    said.className = "truncate num";
    said.setAttribute("role", "status");
    stop.type = "button";
    stop.className = "link t12";
    stop.textContent = fill(data.cancel, file.name);
    line.append(said, stop);
    list.append(line);
    said.textContent = fill(data.sending, file.name, 0);
    hold(form, 1);
    const job = send(file, { path: data.path, tus: data.tus, client: data.client }, ({ percent, waiting }) => {
      if (waiting) said.textContent = fill(data.waiting, file.name);
      else if (percent !== undefined) said.textContent = fill(data.sending, file.name, percent);
    });
    stop.addEventListener("click", () => job.cancel());
    job.done.then((outcome) => {
      hold(form, -1);
      if (outcome.cancelled) return line.remove();
      if (!outcome.html) {
        said.textContent = (outcome.refused && words(outcome.refused)) || fill(data.failed, file.name);
        line.classList.add("bad");
        said.classList.remove("truncate");
        stop.remove();
        return;
      }
      const arrived = document.createElement("template");
      arrived.innerHTML = outcome.html;
      line.replaceWith(arrived.content);
    });
  }
  field.value = "";
};

document.addEventListener("click", (event) => event.target.closest?.("[data-unsend]")?.closest("li").remove());
document.addEventListener("said", ({ target }) => target.querySelector(".sent-l")?.replaceChildren());
