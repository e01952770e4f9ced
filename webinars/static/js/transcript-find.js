// Words are found in the transcript as they are typed: all of them are marked, and one of them is the present place. What the
// page was asked for by `?q=` the server has marked already; from there one goes on in the same way.
import { plainLetters } from "./accent-folding.js";
import { bodyOf, bringIntoView, scrolls } from "./player-panel.js";

export function findInTranscript(page) {
  const form = page.querySelector("[data-transcript-find]");
  if (form === null) return;
  const finder = new Finder(form, page.querySelector("[data-transcript]"), bodyOf(page));
  const field = form.querySelector("input[type=search]");
  finder.takeOver(field.value);
  field.addEventListener("input", () => finder.look(field.value.trim()));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    finder.go(1);
  });
  form.addEventListener("click", (event) => {
    const button = event.target.closest("[data-step]");
    if (button !== null) finder.go(Number(button.dataset.step));
  });
}

// Hits are kept as stretches of their paragraph's text. Only the present one is an element, which can have a frame; the others
// are marked without changing the page. Browsers that cannot do that still go from one to the next.
class Finder {
  constructor(form, transcript, body) {
    Object.assign(this, { form, transcript, body, hits: [], place: -1, words: "", isOfSearch: false });
    this.status = form.querySelector("[role=status]");
  }

  takeOver(words) {
    const marks = [...this.transcript.querySelectorAll("mark")];
    if (marks.length === 0) return;
    this.words = words;
    this.isOfSearch = true;
    this.place = marks.findIndex((mark) => mark.id === "place");
    this.hits = marks.map((mark) => {
      const before = document.createRange();
      before.setStart(mark.parentElement, 0);
      before.setEndBefore(mark);
      const from = before.toString().length;
      return { paragraph: mark.parentElement, from, to: from + mark.textContent.length };
    });
    for (const paragraph of new Set(this.hits.map((hit) => hit.paragraph))) flatten(paragraph);
    this.show();
    const isLanding = window.location.hash === "#place";
    if (scrolls(this.body) || isLanding) bringIntoView(this.body, this.mark);
    // The browser puts the place into the middle of the window, with the picture half out of it, and does so once more when
    // the page has loaded.
    const land = () => {
      if (scrolls(this.body) && isLanding) this.body.closest(".watch").scrollIntoView({ behavior: "instant" });
    };
    land();
    if (document.readyState !== "complete") addEventListener("load", () => requestAnimationFrame(land), { once: true });
  }

  look(words) {
    this.clear();
    this.words = words;
    this.isOfSearch = false;
    this.hits = words === "" ? [] : hitsIn(this.transcript, words);
    this.place = this.hits.length === 0 ? -1 : 0;
    this.show();
    this.tell();
    // Where the page scrolls, the field would go from under the fingers.
    if (this.mark !== null && scrolls(this.body)) bringIntoView(this.body, this.mark);
  }

  go(steps) {
    if (this.hits.length === 0) return;
    this.clear();
    this.place = (this.place + steps + this.hits.length) % this.hits.length;
    this.show();
    this.tell();
    bringIntoView(this.body, this.mark);
  }

  get mark() {
    return this.transcript.querySelector(".mark-here");
  }

  clear() {
    const paragraph = this.mark?.parentElement;
    if (paragraph !== undefined) flatten(paragraph);
  }

  show() {
    if (this.place >= 0) {
      const mark = document.createElement("mark");
      mark.className = "mark-here";
      mark.id = "place";
      rangeOf(this.hits[this.place]).surroundContents(mark);
    }
    if (window.Highlight !== undefined) CSS.highlights.set("found", new Highlight(...this.hits.map(rangeOf)));
  }

  tell() {
    const { none, place, searched } = this.form.dataset;
    const sentence = this.hits.length === 0 ? none : this.isOfSearch ? searched : place;
    const numbers = sentence.replace("{number}", this.place + 1).replace("{count}", this.hits.length);
    this.status.textContent = this.words === "" ? "" : numbers.replace("{words}", () => this.words);
  }
}

function flatten(paragraph) {
  paragraph.replaceChildren(paragraph.textContent);
}

function hitsIn(transcript, words) {
  const wanted = plainLetters(words).letters;
  const hits = [];
  if (wanted === "") return hits;
  for (const paragraph of transcript.querySelectorAll(".cue > p:not(.cue-voice)")) {
    const { letters, starts, ends } = saidIn(paragraph);
    for (let at = letters.indexOf(wanted); at >= 0; at = letters.indexOf(wanted, at + wanted.length)) {
      hits.push({ paragraph, from: starts[at], to: ends[at + wanted.length - 1] });
    }
  }
  return hits;
}

// A transcript of two hours is folded at the first letter that is typed, and not again at each.
const said = new WeakMap();

function saidIn(paragraph) {
  if (!said.has(paragraph)) said.set(paragraph, plainLetters(paragraph.textContent));
  return said.get(paragraph);
}

function rangeOf({ paragraph, from, to }) {
  const range = document.createRange();
  range.setStart(...spotIn(paragraph, from, true));
  range.setEnd(...spotIn(paragraph, to, false));
  return range;
}

// The text node in which so many letters of a paragraph have passed, and how many of its own. A border of two belongs to the
// later one at a beginning, to the earlier one at an end.
function spotIn(paragraph, letters, isBeginning) {
  const texts = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT);
  let left = letters;
  let text = texts.nextNode();
  while (left > text.length || (isBeginning && left === text.length)) {
    left -= text.length;
    text = texts.nextNode();
  }
  return [text, left];
}
