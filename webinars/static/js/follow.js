// Chapters and words follow a video: what is being said is marked, and scrolled to within its box unless the reader has
// taken the box in hand or has switched it off. The focus stays where it is.

const REST_MS = 8000;
const calm = window.matchMedia("(prefers-reduced-motion: reduce)");

export function followVideo(page, video, stage) {
  const chapters = marks(page.querySelector("[data-chapters]"), (link) => link);
  const words = marks(page.querySelector("[data-transcript]"), (link) => link.closest(".cue"));
  const box = page.querySelector("[data-transcript]");
  const choice = page.querySelector("[data-follow]");
  let restsUntil = 0;
  for (const touch of ["wheel", "touchmove", "pointerdown", "keydown"]) {
    box?.addEventListener(touch, () => (restsUntil = performance.now() + REST_MS), { passive: true });
  }
  video.addEventListener("timeupdate", () => {
    const now = stage.now;
    mark(chapters, now, (link, isCurrent) => {
      if (isCurrent) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    });
    const cue = mark(words, now, (each, isCurrent) => each.classList.toggle("cue-current", isCurrent));
    if (cue !== null && choice.checked && performance.now() > restsUntil) bringIntoView(box, cue);
  });
}

// The places of a list by their seconds, in order, with the one that is marked now.
function marks(list, elementOf) {
  const links = [...(list?.querySelectorAll("a[data-at]") ?? [])];
  return {
    seconds: links.map((link) => Number(link.dataset.at)),
    elements: links.map(elementOf),
    current: undefined,
  };
}

// Mark the last place that has begun. Returns it if it has changed.
function mark(list, now, show) {
  const index = list.seconds.findLastIndex((second) => second <= now);
  if (index === list.current) return null;
  // The first time, the server's own mark is taken away as well.
  if (list.current === undefined) for (const each of list.elements) show(each, false);
  else if (list.current >= 0) show(list.elements[list.current], false);
  list.current = index;
  if (index < 0) return null;
  show(list.elements[index], true);
  return list.elements[index];
}

function bringIntoView(box, cue) {
  const top = cue.offsetTop - box.offsetTop - box.clientHeight / 3;
  box.scrollTo({ top, behavior: calm.matches ? "auto" : "smooth" });
}
