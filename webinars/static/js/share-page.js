// *Share* on a page ([data-share-page]) hands its address to whatever the device shares with. Where there is nothing of the
// kind, and without this, the box opens with the address to copy.

export function offerSharing(root) {
  if (navigator.share === undefined) return;
  for (const box of root.querySelectorAll("[data-share-page]")) {
    box.querySelector("summary").addEventListener("click", (event) => {
      if (box.open) return;
      event.preventDefault();
      share(box);
    });
  }
}

async function share(box) {
  try {
    await navigator.share({ title: box.dataset.sharePage, url: box.querySelector("input").value });
  } catch (error) {
    // Somebody who has changed their mind needs nothing more.
    box.open = error.name !== "AbortError";
  }
}
