// Filters lie open beside the results where there is room, and so does the index of a form. Browsers without ::details-content cannot do that by style.

export function openWideFilters(root) {
  if (!window.matchMedia("(min-width: 60rem)").matches) return;
  for (const details of root.querySelectorAll("details.filters, details.sections")) {
    details.open = true;
  }
}
