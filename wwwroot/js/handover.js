// <button data-share-files hidden> on the page of a post that is published from a phone: gives all its files to the phone's own sheet, which saves them or
// hands them to an app. Where a browser cannot, the links beside it save them one by one. Loaded where there is such a page.
const button = document.querySelector("[data-share-files]");
const links = [...document.querySelectorAll("a[data-file]")];
const sample = links.map((link) => new File([], link.download, { type: link.dataset.type }));
if (button && navigator.canShare?.({ files: sample })) button.hidden = false;

// Fetched ahead: a phone only shares at the press of a finger, and waiting for a download uses that up.
let files;
const fetched = () => files ??= Promise.all(links.map(async (link) => new File([await (await fetch(link.href)).blob()], link.download, { type: link.dataset.type })));
if (button && !button.hidden) fetched().catch(() => { files = undefined; });

button?.addEventListener("click", async () => {
  button.disabled = true;
  try {
    await navigator.share({ files: await fetched() });
  } catch {
    // Closed by the person, or the files are not there yet: the links still are.
  } finally {
    button.disabled = false;
  }
});
