// Counts the seconds in which a publication can be called back. The server counts too: this only shows it.
const tick = () => {
  const bar = document.querySelector("[data-recall]");
  if (!bar) return;
  bar.until ??= performance.now() + Number(bar.dataset.recall);
  const left = Math.ceil((bar.until - performance.now()) / 1000);
  const words = left > 0 ? bar.dataset.words.replace("{0}", left) : bar.dataset.over;
  const place = bar.querySelector("[data-left]");
  if (place.textContent !== words) place.textContent = words;
  const button = bar.querySelector("button");
  if (button && left <= 0) button.hidden = true;
};

setInterval(tick, 250);
tick();
