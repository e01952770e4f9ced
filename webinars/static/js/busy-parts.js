// Whether somebody is using a part of the page, so that it may not be taken from under their hands: it has the focus,
// holds what they have typed, chosen or marked, or plays something.

export function isInUse(part) {
  const active = document.activeElement;
  if (active !== null && active !== part && part.contains(active)) return true;
  const selection = document.getSelection();
  if (selection !== null && !selection.isCollapsed && part.contains(selection.anchorNode)) return true;
  if (part.querySelector("iframe, video") !== null) return true;
  return [...part.querySelectorAll("input, textarea, select")].some(isChanged);
}

function isChanged(field) {
  if (field instanceof HTMLSelectElement) {
    const first = [...field.options].findIndex((option) => option.defaultSelected);
    return field.options.length > 0 && field.selectedIndex !== Math.max(first, 0);
  }
  return field.value !== field.defaultValue || (field.checked ?? false) !== (field.defaultChecked ?? false);
}
