// A button with data-copy="ID" puts the value of that field on the clipboard and says so beside itself.

export function offerCopying(root) {
  for (const button of root.querySelectorAll("[data-copy]")) {
    button.addEventListener("click", () => copyField(button, root.getElementById(button.dataset.copy)));
  }
}

async function copyField(button, field) {
  const words = button.querySelector("[data-words]") ?? button;
  const before = words.textContent;
  try {
    await navigator.clipboard.writeText(field.value);
  } catch {
    // Without permission, or on a page without https, the reader copies what is selected.
    field.select();
    return;
  }
  words.textContent = button.dataset.copied;
  announce(button.dataset.copied);
  setTimeout(() => {
    words.textContent = before;
  }, 3000);
}

function announce(sentence) {
  const status = document.createElement("p");
  status.className = "visually-hidden";
  status.setAttribute("role", "status");
  document.body.append(status);
  // A live region that arrives with its text is not read by every screen reader.
  setTimeout(() => {
    status.textContent = sentence;
  }, 100);
  setTimeout(() => status.remove(), 4000);
}
