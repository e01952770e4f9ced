// A page that is the answer to a form ([data-comes-back], the address that gives it again). A browser keeps no page of the
// desk, so whoever came back to this one would be asked by it whether to send the form once more. Instead the entry in its
// history becomes that of the page to paste on, and what stands in the form is left beside it, where the browser has kept what
// was sent anyway: not in its storage. Coming back, that page sends it for the same person, and shows all as it was left. Who
// has signed out meanwhile is asked to sign in by the server, and sees nothing.

// Octets. The server takes 2 MiB, and would answer with nothing but that the text is too large.
const LARGEST = 2_000_000;

export function comeBack(form) {
  const { comesBack: address, by, isAnswer } = form.dataset;
  const left = history.state?.pasted;
  if (isAnswer === undefined) {
    if (left?.by === by) send(address, [...left.fields, ["csrf_token", form.elements.csrf_token.value]]);
    return;
  }
  const keep = () => {
    const fields = [...new FormData(form)].filter(([name, value]) => name !== "csrf_token" && typeof value === "string");
    if (isAnswer !== "") fields.push([isAnswer, "1"]);
    if (new Blob(fields.flat()).size > LARGEST) return;
    try {
      history.replaceState({ pasted: { by, fields } }, "", address + location.hash);
    } catch {
      // Each browser keeps so much, and so often; beyond that it asks what it would ask without a script.
    }
  };
  // The second for what is typed as the page is left with the focus still in its field; not every browser has it.
  for (const event of ["change", "beforeunload"]) addEventListener(event, keep);
  keep();
}

// Before the page has loaded to its end, so that the answer takes its place in the history.
function send(address, fields) {
  const form = document.createElement("form");
  Object.assign(form, { method: "post", enctype: "multipart/form-data", action: address, hidden: true });
  for (const [name, value] of fields) {
    const field = document.createElement("textarea");
    Object.assign(field, { name, value });
    form.append(field);
  }
  document.body.append(form);
  form.submit();
}
