// New rows of a list, made of the <template> beside it. In its texts stand words like {name} and {place}, and its own number
// behind the name of the list: in names of fields ("lineup-4-role") and in what buttons send ("up lineup 4").

export function nextNumber(template) {
  const number = Number(template.dataset.next ?? template.dataset.key.split("-").pop());
  template.dataset.next = number + 1;
  return number;
}

export function madeRow(template, number, words) {
  const [list, own] = template.dataset.key.split("-");
  const pattern = new RegExp(`(${list}[- ])${own}(?!\\d)|\\{(name|text|place)\\}`, "g");
  const worded = (value) => value.replace(pattern, (_, before, word) => (before ? `${before}${number}` : words[word]));
  const row = template.content.firstElementChild.cloneNode(true);
  const walker = document.createTreeWalker(row, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
  for (let node = row; node !== null; node = walker.nextNode()) {
    if (node.nodeType === Node.TEXT_NODE) node.data = worded(node.data);
    else for (const attribute of node.attributes) attribute.value = worded(attribute.value);
  }
  return row;
}
