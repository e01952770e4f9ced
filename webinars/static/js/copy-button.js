// A button with data-copy="ID" puts the value of that field, or the words of that element, on the clipboard and says so
// in its own words. They are said in a live region as well, because a changed label is not read out.

const SHOWN_FOR = 3000;

export function offerCopying(root) {
  const buttons = root.querySelectorAll("[data-copy]");
  if (buttons.length === 0) return;
  const region = document.querySelector("[data-copy-says]") ?? document.body.appendChild(madeRegion());
  for (const button of buttons) {
    button.addEventListener("click", () => copyField(button, document.getElementById(button.dataset.copy), region));
  }
}

function madeRegion() {
  const region = document.createElement("p");
  region.className = "visually-hidden";
  region.setAttribute("role", "status");
  region.dataset.copySays = "";
  return region;
}

async function copyField(button, field, region) {
  const words = button.querySelector("span");
  const { copied } = button.dataset;
  try {
    await navigator.clipboard.writeText(field.value ?? field.textContent);
  } catch {
    // Without permission, or on a page without https, the reader copies what is selected.
    if (field.select) field.select();
    else getSelection().selectAllChildren(field);
    return;
  }
  if (words.textContent === copied) return;
  const before = words.textContent;
  words.textContent = region.textContent = copied;
  setTimeout(() => {
    words.textContent = before;
    region.textContent = "";
  }, SHOWN_FOR);
}
