// A press that asks the browser for a passkey: what it is asked comes from us, and its answer goes with the form.
// Browsers read and write the JSON of both themselves (WebAuthn, Level 3, 5.1.8 and 5.1.9).
export function takePasskeys(root) {
  const isKnown = "PublicKeyCredential" in window && "parseRequestOptionsFromJSON" in PublicKeyCredential;
  for (const button of root.querySelectorAll("[data-passkey]")) {
    button.disabled = !isKnown;
    button.addEventListener("click", () => ask(button));
  }
}

async function ask(button) {
  const form = button.form;
  const problem = form.querySelector("[data-passkey-problem]");
  button.disabled = true;
  problem.hidden = true;
  try {
    const body = new FormData();
    body.set("csrf_token", form.elements.csrf_token.value);
    const answer = await fetch(button.dataset.passkey, { method: "POST", body, headers: { Accept: "application/json" } });
    if (answer.headers.get("Content-Type") !== "application/json") {
      // It has to be proved first who this is: the page of the form asks for that.
      form.submit();
      return;
    }
    const options = await answer.json();
    const isNew = "pubKeyCredParams" in options;
    const credential = isNew
      ? await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) })
      : await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) });
    form.querySelector("[data-credential]").value = JSON.stringify(credential.toJSON());
    form.submit();
  } catch (error) {
    problem.textContent = error.name === "InvalidStateError" ? button.dataset.known : button.dataset.refused;
    problem.hidden = false;
    button.disabled = false;
  }
}
