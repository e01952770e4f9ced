// A picture that is pasted, or dropped anywhere on a page that asks for one, is put into its box ([data-given]) as if it
// had been chosen there. Sending it stays a press of its own.

export function takePictures(root) {
  root.addEventListener("paste", (event) => {
    // What is copied from a text may bring a picture of itself along.
    const isText = event.target.closest("input, textarea") && event.clipboardData.types.includes("text/plain");
    if (!isText && put(event.clipboardData.files)) event.preventDefault();
  });
  root.addEventListener("dragover", (event) => {
    if (!isOurs(event)) return;
    event.preventDefault();
    box().classList.add("is-over");
  });
  root.addEventListener("dragleave", () => box()?.classList.remove("is-over"));
  root.addEventListener("drop", (event) => {
    if (!isOurs(event)) return;
    box().classList.remove("is-over");
    // Otherwise the browser would leave the page for the file.
    event.preventDefault();
    put(event.dataTransfer.files);
  });
}

// Boxes take what is dropped on them by themselves.
function isOurs(event) {
  const on = event.target.closest?.("input[type=file]");
  return box() !== null && event.dataTransfer.types.includes("Files") && (!on || on === box());
}

function put(files) {
  const takes = box()?.accept.split(",") ?? [];
  const picture = [...files].find((file) => takes.includes(file.type));
  if (!picture) return false;
  const given = new DataTransfer();
  given.items.add(picture);
  box().files = given.files;
  box().dispatchEvent(new Event("change", { bubbles: true }));
  // Its name is read out there.
  box().focus();
  return true;
}

// Looked up each time: after an upload the page is another one.
function box() {
  return document.querySelector("[data-given]");
}
