// What a browser copies from a page holds links and layout, but a text field takes the words alone. A field with
// data-paste-links takes the links too: each address after the words it stands on, and each block of the page on a line of
// its own. With data-paste-links="page" it also keeps what tells the lines of an announcement apart: headings, list items,
// rows of a table, with bars between their cells, and the start as the page tells it to programs, with its offset.

const BLOCKS = "address, article, blockquote, br, dd, div, dt, h1, h2, h3, h4, h5, h6, li, p, pre, section, tr, ul, ol";
const CELLS = "td, th";
const HEADINGS = "h1, h2, h3, h4, h5, h6";
const STARTS = "[itemprop~=startDate], .dt-start, .dtstart";
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d.*(?:Z|[+-]\d\d:?\d\d)$/;
const MARK = /^(?:#+|-)$/;
const EDGES = /^[ |]+|[ |]+$/g;

export function pasteLinks(root) {
  for (const field of root.querySelectorAll("[data-paste-links]")) {
    const isPage = field.dataset.pasteLinks === "page";
    const wanted = isPage ? /<(?:a\s[^>]*href|h[1-6]|li)\b/i : /<a\s[^>]*href/i;
    field.addEventListener("paste", (event) => {
      const html = event.clipboardData.getData("text/html");
      if (!wanted.test(html)) return;
      event.preventDefault();
      insert(field, linesOf(html, isPage));
    });
  }
}

function linesOf(html, isPage) {
  // A document of its own, which loads nothing and runs nothing.
  const page = new DOMParser().parseFromString(html, "text/html");
  for (const unseen of page.querySelectorAll("script, style, svg")) unseen.remove();
  joinWrapped(page);
  for (const link of page.querySelectorAll("a[href]")) {
    const words = link.textContent.trim();
    const href = link.getAttribute("href");
    const isOfHeading = isPage && link.closest(HEADINGS);
    if (/^https?:/.test(href) && words !== href && !isOfHeading) link.after(` ${href} `);
  }
  if (isPage) mark(page);
  for (const block of page.querySelectorAll(isPage ? BLOCKS : `${BLOCKS}, ${CELLS}`)) {
    block.before("\n");
    block.after("\n");
  }
  const lines = page.body.textContent
    .split("\n")
    .map((line) => line.replace(/\s+/g, " ").replace(EDGES, ""))
    .filter((line) => line !== "");
  return isPage ? joined(lines).join("\n") : lines.join("\n");
}

// Where the source of a page breaks its lines, the page itself does not.
function joinWrapped(page) {
  const texts = page.createTreeWalker(page.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const text = texts.currentNode;
    if (text.parentElement.closest("pre") === null) text.data = text.data.replace(/\s+/g, " ");
  }
}

function mark(page) {
  // Word and others put the words of each cell into a paragraph.
  for (const only of page.querySelectorAll(":is(td, th) > :is(p, div):only-child")) {
    if (only.querySelector(BLOCKS) === null) only.replaceWith(...only.childNodes);
  }
  for (const cell of page.querySelectorAll(CELLS)) cell.append(" | ");
  for (const block of page.querySelectorAll(`${HEADINGS}, li`)) {
    if (!block.textContent.trim()) continue;
    block.prepend(block.localName === "li" ? "- " : `${"#".repeat(Number(block.localName[1]))} `);
  }
  for (const start of page.querySelectorAll(STARTS)) {
    const told = ["datetime", "content", "title"].map((name) => start.getAttribute(name)).find(Boolean);
    if (told && INSTANT.test(told)) start.after(` (${told}) `);
  }
}

function joined(lines) {
  // A mark whose words are in a block of their own stands alone above them.
  const found = [];
  for (const line of lines) {
    if (found.length && MARK.test(found.at(-1))) found.push(`${found.pop()} ${line}`);
    else found.push(line);
  }
  return found;
}

function insert(field, text) {
  field.setRangeText(text, field.selectionStart, field.selectionEnd, "end");
  field.dispatchEvent(new Event("input", { bubbles: true }));
}
