// Filters lie open beside the results where there is room. Browsers without ::details-content cannot do that by style.

export function openWideFilters(root) {
  if (!window.matchMedia("(min-width: 60rem)").matches) return;
  for (const details of root.querySelectorAll("details.filters")) {
    details.open = true;
  }
}
