// Whoever had the focus in what is swapped away gets it back as near as possible: on the first thing one can press in the smallest part that is still there.
const stop = 'a[href], button:not([disabled]), input:not([type="hidden"]), textarea, select, summary';
let around = [];

document.addEventListener("htmx:before:swap", () => {
  around = [];
  for (let one = document.activeElement; one && one !== document.body; one = one.parentElement) if (one.id) around.push(one.id);
});

document.addEventListener("htmx:after:swap", () => {
  if (document.activeElement !== document.body) return;
  for (const id of around) {
    const place = document.getElementById(id);
    const to = place?.matches(stop) ? place : place?.querySelector(stop);
    if (to) return to.focus({ preventScroll: true });
  }
});
