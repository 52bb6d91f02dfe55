// The figures of a day beside the pointer, taken from the table below the chart; and what a number is, on hover as on a tap.
const text = (cell) => cell?.textContent.trim() ?? "";

const point = (plot, event) => {
  const table = document.getElementById(plot.dataset.chart);
  const svg = plot.querySelector("svg");
  const lines = [...svg.querySelectorAll("path[class^='chart-series']")];
  if (!table || lines.length === 0) return;
  // The grid lines say where the first and the last value stand.
  const grid = svg.querySelector(".chart-grid-stroke, .chart-soft-stroke").getBBox();
  const scale = svg.getBoundingClientRect().width / svg.viewBox.baseVal.width;
  const [left, width] = [grid.x * scale, grid.width * scale];
  const rows = [...table.tBodies[0].rows];
  const share = (event.clientX - svg.getBoundingClientRect().left - left) / width;
  if (share < -0.02 || share > 1.02) return hide(plot);
  const at = Math.max(0, Math.min(rows.length - 1, Math.round(share * (rows.length - 1))));
  show(plot, table, rows[at], left + width * (rows.length > 1 ? at / (rows.length - 1) : 0.5));
};

const show = (plot, table, row, x) => {
  const line = plot.querySelector(".chart-line") ?? plot.appendChild(Object.assign(document.createElement("i"), { className: "chart-line" }));
  const tip = plot.querySelector(".chart-tip") ?? plot.appendChild(Object.assign(document.createElement("div"), { className: "chart-tip float" }));
  tip.setAttribute("aria-hidden", "true");
  const heads = [...table.tHead.rows[0].cells].slice(1);
  const list = document.createElement("dl");
  heads.forEach((head, n) => {
    const item = list.appendChild(document.createElement("div"));
    const key = item.appendChild(document.createElement("i"));
    key.className = head.dataset.line > 0 ? `key k${head.dataset.line}` : "";
    item.appendChild(document.createElement("dt")).textContent = text(head);
    item.appendChild(document.createElement("dd")).textContent = text(row.cells[n + 1]);
  });
  const day = document.createElement("b");
  day.textContent = text(row.cells[0]);
  tip.replaceChildren(day, list);
  line.style.left = `${x}px`;
  tip.style.left = x + 12 + tip.offsetWidth > plot.clientWidth ? `${x - 12 - tip.offsetWidth}px` : `${x + 12}px`;
};

const hide = (plot) => plot.querySelectorAll(".chart-line, .chart-tip").forEach((part) => part.remove());

document.addEventListener("pointermove", (event) => {
  const plot = event.target.closest?.(".plot[data-chart]");
  document.querySelectorAll(".plot[data-chart]").forEach((other) => { if (other !== plot) hide(other); });
  if (plot) point(plot, event);
});

let waiting;
document.addEventListener("pointerover", (event) => {
  const button = event.pointerType === "mouse" && event.target.closest?.(".prov-b");
  if (!button) return;
  clearTimeout(waiting);
  waiting = setTimeout(() => button.popoverTargetElement?.showPopover({ source: button }), 150);
});
document.addEventListener("pointerout", (event) => {
  if (event.pointerType === "mouse" && event.target.closest?.(".prov-b")) clearTimeout(waiting);
});
