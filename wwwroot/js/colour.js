// The colour well beside a field writes into it, and follows what is typed there.
document.addEventListener("input", (event) => {
  const well = event.target.closest("[data-colour-for]");
  if (well) {
    document.getElementById(well.dataset.colourFor).value = well.value.toUpperCase();
    return;
  }
  const own = event.target.id && document.querySelector(`[data-colour-for="${CSS.escape(event.target.id)}"]`);
  if (own && /^#?[0-9a-f]{6}$/i.test(event.target.value.trim()))
    own.value = `#${event.target.value.trim().replace("#", "").toLowerCase()}`;
}, true);
