// <form data-push data-key="address of the public key" data-worker="address of the worker" hidden>: asks the browser, when its button is pressed, to take notices,
// and sends where they go like any other form. Loaded where there is such a form.
const encoded = (bytes) => btoa(String.fromCharCode(...new Uint8Array(bytes))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
const decoded = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));

const can = "serviceWorker" in navigator && "PushManager" in window && "Notification" in window;
if (can) document.querySelectorAll("form[data-push]").forEach((form) => { form.hidden = false; });

const subscribe = async (form) => {
  if (await Notification.requestPermission() !== "granted") throw new Error("denied");
  const worker = await navigator.serviceWorker.register(form.dataset.worker, { scope: "/" });
  await navigator.serviceWorker.ready;
  const key = await (await fetch(form.dataset.key)).text();
  return await worker.pushManager.getSubscription() ?? worker.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: decoded(key) });
};

document.addEventListener("submit", async (event) => {
  const form = event.target.closest("form[data-push]");
  if (!form || form.elements.endpoint.value) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  const fault = form.querySelector("[data-fault]");
  fault.hidden = true;
  try {
    const subscription = await subscribe(form);
    form.elements.endpoint.value = subscription.endpoint;
    form.elements.key.value = encoded(subscription.getKey("p256dh"));
    form.elements.secret.value = encoded(subscription.getKey("auth"));
    form.requestSubmit();
  } catch {
    fault.hidden = false;
  }
}, { capture: true });
