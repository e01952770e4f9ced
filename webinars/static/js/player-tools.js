// The boxes below a player (Share, Cite, Download) close when somebody goes on elsewhere. Each opens without this.

export function openTools(page) {
  const tools = [...page.querySelectorAll("details.tool")];
  const close = (box) => (box.open = false);
  document.addEventListener("click", ({ target }) => {
    for (const box of tools) if (!box.contains(target)) close(box);
  });
  document.addEventListener("keydown", (event) => {
    const open = tools.find((box) => box.open);
    if (event.key !== "Escape" || open === undefined) return;
    // What is closed with the focus in it gives that back to its button.
    if (open.contains(document.activeElement)) open.querySelector("summary").focus();
    close(open);
  });
}
