// A button with data-copy="ID" puts the value of that field on the clipboard and says so in its own words, which stand in
// a role="status" so that they are heard as well.

export function offerCopying(root) {
  for (const button of root.querySelectorAll("[data-copy]")) {
    button.addEventListener("click", () => copyField(button, document.getElementById(button.dataset.copy)));
  }
}

async function copyField(button, field) {
  const words = button.querySelector("[role=status]");
  try {
    await navigator.clipboard.writeText(field.value);
  } catch {
    // Without permission, or on a page without https, the reader copies what is selected.
    field.select();
    return;
  }
  if (words.textContent === button.dataset.copied) return;
  const before = words.textContent;
  words.textContent = button.dataset.copied;
  setTimeout(() => {
    words.textContent = before;
  }, 3000);
}
