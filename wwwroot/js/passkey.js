// Forms with data-passkey: "get" signs in with a passkey, "create" makes one. Hidden in the page, since they need this script and a
// browser that speaks WebAuthn. The answer of the device goes into the form's credential field, and the form is sent as any other.
// WebAuthn needs a name to bind to: browsers refuse it for an address like 127.0.0.1.
const named = !/^[\d.]+$|:/.test(location.hostname);
const can = () => named && window.PublicKeyCredential?.parseCreationOptionsFromJSON && window.PublicKeyCredential.parseRequestOptionsFromJSON;

const ask = async (form) => {
  const response = await fetch(form.dataset.options, { method: "POST", body: new FormData(form) });
  if (!response.ok) throw new Error(`${response.status}`);
  const options = await response.json();
  return form.dataset.passkey === "create"
    ? navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) })
    : navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) });
};

if (can()) document.querySelectorAll("form[data-passkey]").forEach((form) => { form.hidden = false; });

document.addEventListener("submit", async (event) => {
  const form = event.target.closest("form[data-passkey]");
  if (!form || form.elements.credential.value) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  const fault = form.querySelector("[data-fault]");
  fault.hidden = true;
  try {
    const credential = await ask(form);
    form.elements.credential.value = JSON.stringify(credential.toJSON());
    form.requestSubmit();
  } catch {
    // Cancelled by the person, or the device refused: they may try again.
    fault.hidden = false;
  }
}, { capture: true });
