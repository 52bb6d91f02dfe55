// The page of an upload link: files are sent one after the other, each with its progress and its own answer.
import { send, words } from "./resumable.js";

const fill = (text, ...values) => values.reduce((filled, value, i) => filled.replace(`{${i}}`, value), text);
let [chosen, sent, left, turn] = [0, 0, undefined, Promise.resolve()];

const row = (name) => {
  const made = document.getElementById("sent-row").content.firstElementChild.cloneNode(true);
  made.querySelector("[data-name]").textContent = name;
  made.querySelector("progress").setAttribute("aria-label", name);
  const list = document.getElementById("sent");
  list.hidden = false;
  list.querySelector("ul").append(made);
  return made;
};

const end = (line, text) => {
  line.querySelectorAll("button, progress").forEach((one) => one.remove());
  line.querySelector("[data-said]").textContent = text;
  line.classList.add("bad");
};

document.addEventListener("change", (event) => {
  const field = event.target;
  if (!field.matches("[data-link-upload]")) return;
  const data = field.dataset;
  left ??= Number(data.left);
  const count = () => { document.querySelector("[data-upload-count]").textContent = fill(data.count, sent, chosen); };
  for (const file of field.files) {
    const line = row(file.name);
    if (file.size > Number(data.most) * 1048576) { end(line, fill(data.tooLarge, file.name, Math.ceil(file.size / 1048576))); continue; }
    if (left <= 0) { end(line, fill(data.tooMany, file.name)); continue; }
    left--;
    chosen++;
    let [job, cancelled] = [undefined, false];
    const [bar, said] = [line.querySelector("progress"), line.querySelector("[data-said]")];
    line.querySelector("[data-cancel]").addEventListener("click", async () => {
      cancelled = true;
      await job?.cancel();
      left++;
      chosen--;
      line.remove();
      count();
    });
    turn = turn.then(async () => {
      if (cancelled) return;
      job = send(file, { path: data.path, tus: data.tus, client: "" }, ({ percent, waiting, examining }) => {
        if (percent !== undefined) bar.value = percent;
        said.textContent = waiting ? data.waiting : examining ? data.examining : fill(data.sending, bar.value);
      });
      const outcome = await job.done;
      if (outcome.cancelled) return;
      if (outcome.html) {
        sent++;
        const arrived = document.createElement("template");
        arrived.innerHTML = outcome.html;
        line.replaceChildren(...arrived.content.childNodes);
      } else {
        left++;
        chosen--;
        end(line, (outcome.refused && words(outcome.refused)) || data.failed);
      }
      count();
    });
  }
  field.value = "";
  count();
});
