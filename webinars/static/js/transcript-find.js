// Find words in the transcript as they are typed: all of them are marked, and Enter goes from one to the next.

export function findInTranscript(page) {
  const form = page.querySelector("[data-transcript-find]");
  if (form === null) return;
  const field = form.querySelector("input");
  const status = form.querySelector("[role=status]");
  const box = page.querySelector("[data-transcript]");
  let found = [];
  let place = -1;
  field.addEventListener("input", () => {
    found = field.value.trim() === "" ? [] : rangesOf(box, field.value.trim());
    place = -1;
    // Browsers without this still count, and still go from one place to the next.
    if (window.Highlight !== undefined) CSS.highlights.set("found", new Highlight(...found));
    status.textContent = field.value.trim() === "" ? "" : told(form, found.length, field.value.trim());
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (found.length === 0) return;
    place = (place + 1) % found.length;
    const words = found[place].getBoundingClientRect();
    box.scrollBy({ top: words.top - box.getBoundingClientRect().top - box.clientHeight / 3 });
  });
}

function rangesOf(box, words) {
  const wanted = words.toLocaleLowerCase();
  const ranges = [];
  for (const paragraph of box.querySelectorAll(".cue > p:not(.cue-voice)")) {
    const text = paragraph.firstChild;
    const said = text.data.toLocaleLowerCase();
    // In a few languages small letters are more letters: then a place in one text is none in the other.
    if (said.length !== text.data.length) continue;
    for (let at = said.indexOf(wanted); at >= 0; at = said.indexOf(wanted, at + wanted.length)) {
      const range = document.createRange();
      range.setStart(text, at);
      range.setEnd(text, at + wanted.length);
      ranges.push(range);
    }
  }
  return ranges;
}

function told(form, count, words) {
  const { none, one, many } = form.dataset;
  const sentence = count === 0 ? none : count === 1 ? one : many;
  return sentence.replace("{count}", count).replace("{words}", words);
}
