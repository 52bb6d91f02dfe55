// Asks the server what a network finds for some words.
export const lookup = async (path, words, signal) => {
  const answer = await fetch(`${path}?${new URLSearchParams({ words })}`, { headers: { "HX-Request": "true", Accept: "text/html" }, signal });
  if (!answer.ok) return { found: [] };
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  return {
    found: [...page.querySelectorAll("[data-value]")].map((one) => ({ value: one.dataset.value, name: one.querySelector("b").textContent, detail: one.querySelector("small").textContent })),
    trouble: page.querySelector("[data-trouble]")?.textContent,
  };
};
