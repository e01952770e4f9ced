// What stands beside the player: one of its parts is shown at a time. Its tabs are links, which lead to the parts without this.

export function showParts(page) {
  const words = page.querySelector("[data-words]");
  if (words === null) return;
  const tabs = [...words.querySelectorAll("[data-tab]")];
  const show = (name) => {
    for (const tab of tabs) {
      if (tab.dataset.tab === name) tab.setAttribute("aria-current", "true");
      else tab.removeAttribute("aria-current");
    }
    for (const part of words.querySelectorAll("[data-part]")) part.classList.toggle("is-shown", part.dataset.part === name);
    const finder = words.querySelector("[data-transcript-find]");
    if (finder !== null) finder.hidden = name !== "transcript";
  };
  words.addEventListener("click", (event) => {
    const tab = event.target.closest("[data-tab]");
    if (tab === null || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    show(tab.dataset.tab);
    window.history.replaceState(null, "", tab.hash);
    // Where the page itself scrolls, the other part may be shorter than what has been read of this one.
    if (!scrolls(bodyOf(page)) && words.getBoundingClientRect().top < 0) words.scrollIntoView();
  });
  const showAsked = () => {
    const asked = tabs.find((tab) => tab.hash === window.location.hash);
    if (asked === undefined) return;
    show(asked.dataset.tab);
    // Beside the player the title goes with it into view; below it there is room for the words alone.
    (scrolls(bodyOf(page)) ? words.closest(".watch") : words).scrollIntoView();
  };
  window.addEventListener("hashchange", showAsked);
  showAsked();
}

export function bodyOf(page) {
  return page.querySelector("[data-words-body]");
}

/** Whether the words scroll by themselves, beside the player; otherwise the page does. */
export function scrolls(body) {
  return window.getComputedStyle(body).overflowY === "auto";
}

/** Bring something into view within the words, wherever these scroll. */
export function bringIntoView(body, element, behavior = "auto") {
  if (scrolls(body)) {
    const top = element.getBoundingClientRect().top - body.getBoundingClientRect().top;
    body.scrollTo({ top: body.scrollTop + top - body.clientHeight / 3, behavior });
  } else element.closest("li").scrollIntoView({ block: "start", behavior });
}
