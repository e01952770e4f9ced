// The buttons of a row are one stop of Tab: arrows walk among them, and to "New" beside the name.

const buttonsOf = (row) => [...row.querySelectorAll("[data-mark-new], [data-tools] button:not([disabled])")];

export function rove(row, to = null) {
  const all = buttonsOf(row);
  const here = to ?? all.find((button) => button === document.activeElement) ?? all.at(-1);
  for (const button of row.querySelectorAll("[data-mark-new], [data-tools] button")) button.tabIndex = button === here ? 0 : -1;
}

export function walk(row, event) {
  const all = buttonsOf(row);
  const at = all.indexOf(event.target);
  if (at < 0) return;
  event.preventDefault();
  const to = all[(at + (event.key === "ArrowRight" ? 1 : all.length - 1)) % all.length];
  rove(row, to);
  to.focus();
}
