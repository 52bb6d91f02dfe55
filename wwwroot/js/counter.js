// The rings of the composer: how much of each channel's limit the text has used, in words from nine tenths on. The server has the last word.
import { count, tightest } from "./counting.js";
import { tagged } from "./link-tags.js";
import { textFor } from "./panels.js";

const draw = (form) => {
  for (const ring of form.querySelectorAll("[data-ring]")) {
    const channel = ring.dataset.ring;
    ring.hidden = !form.querySelector(`[data-channel="${channel}"]`).checked;
    if (ring.hidden) continue;
    const limits = JSON.parse(ring.dataset.limits);
    const rules = JSON.parse(ring.dataset.rules);
    const written = textFor(form, channel).replaceAll("\r\n", "\n");
    const endings = rules.find((rule) => rule.topLevelDomains)?.topLevelDomains;
    // Links count as they go out.
    const text = ring.dataset.tags ? tagged(written, JSON.parse(ring.dataset.tags), endings ? new Set(endings.split(" ")) : null) : written;
    const counts = rules
      .filter((rule) => rule.limit in limits)
      .map((rule) => count(rule, text, limits, (rule.along && document.getElementById(`set-${channel}-${rule.along}`)?.value) || ""));
    if (counts.length === 0) continue;
    const { used, limit, left } = tightest(counts);
    const filled = Math.min(100, (100 * used) / limit);
    ring.style.setProperty("--v", filled);
    ring.classList.toggle("over", left < 0);
    ring.classList.toggle("near", left >= 0 && filled >= 90);
    ring.querySelector("[data-words]").textContent = left < 0 ? ring.dataset.over.replace("{0}", -left) : filled >= 90 ? ring.dataset.left.replace("{0}", left) : "";
    ring.title = ring.dataset.title.replace("{1}", used).replace("{2}", limit);
  }
};

document.addEventListener("input", (event) => {
  const form = event.target.closest?.("#composer");
  if (form) draw(form);
});

const form = document.getElementById("composer");
if (form) draw(form);
