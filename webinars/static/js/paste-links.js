// What a browser copies from a page holds the links, but a text field takes the words alone. A field with data-paste-links
// takes both: each address after the words it stands on, and each block of the page on a line of its own.

const BLOCKS = "address, article, br, dd, div, dt, h1, h2, h3, h4, h5, h6, li, p, section, td, tr, ul, ol";

export function pasteLinks(root) {
  for (const field of root.querySelectorAll("[data-paste-links]")) {
    field.addEventListener("paste", (event) => {
      const html = event.clipboardData.getData("text/html");
      if (!/<a\s[^>]*href/i.test(html)) return;
      event.preventDefault();
      insert(field, linesOf(html));
    });
  }
}

function linesOf(html) {
  // A document of its own, which loads nothing and runs nothing.
  const page = new DOMParser().parseFromString(html, "text/html");
  for (const unseen of page.querySelectorAll("script, style, svg")) unseen.remove();
  for (const link of page.querySelectorAll("a[href]")) {
    const words = link.textContent.trim();
    const href = link.getAttribute("href");
    if (/^https?:/.test(href) && words !== href) link.after(` ${href} `);
  }
  for (const block of page.querySelectorAll(BLOCKS)) {
    block.before("\n");
    block.after("\n");
  }
  return page.body.textContent
    .split("\n")
    .map((line) => line.replace(/\s+/g, " ").trim())
    .filter((line) => line !== "")
    .join("\n");
}

function insert(field, text) {
  field.setRangeText(text, field.selectionStart, field.selectionEnd, "end");
  field.dispatchEvent(new Event("input", { bubbles: true }));
}
