// A line in the browser's own language leads to the page in it, where the foot has a link to that. Nothing is remembered:
// what language a page is in is said by its address alone.
export function offerLanguage(root) {
  const place = root.querySelector("#language-offer");
  const own = (navigator.language || "").split("-")[0].toLowerCase();
  const link = root.querySelector(`.languages a[data-offer][hreflang="${CSS.escape(own)}"]`);
  if (place === null || link === null) return;
  const line = link.cloneNode();
  line.textContent = link.dataset.offer;
  place.replaceChildren(line);
  place.hidden = false;
}
