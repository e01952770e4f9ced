// Whoever has signed in is led to the desk, and from what they look at to where it is changed. Pages are the same bytes for
// everyone: that somebody has signed in says a cookie that holds nothing else, and the desk decides what they may do.
export function leadToDesk(root) {
  if (!/(?:^|; )desk=1(?:;|$)/.test(document.cookie)) return;
  for (const link of root.querySelectorAll("[data-desk]")) link.textContent = link.dataset.desk;
  for (const box of root.querySelectorAll("[data-for-desk]")) box.hidden = false;
}
