// Votes, sent without leaving the page. Public pages are the same bytes for everyone: which votes are mine is kept on this
// device. A vote that does not get through says so, and the button stays as it was.

export function bindVotes(section) {
  const mine = remembered(section);
  showMine(section, mine);
  section.addEventListener("submit", (event) => {
    const form = event.target.closest("[data-vote]");
    if (form === null) return;
    event.preventDefault();
    press(section, form, form.querySelector("button"), mine);
  });
  section.addEventListener("click", (event) => {
    const button = event.target.closest("[data-similar-vote]");
    if (button === null) return;
    event.preventDefault();
    press(section, button, button, mine);
  });
}

// What is mine, among these rows: for rows that have come by a script as well.
export function showMine(root, mine) {
  if (mine === null) return;
  for (const holder of root.querySelectorAll("[data-vote]")) {
    if (mine.has(numberOf(holder))) mark(holder, true);
  }
}

export function setVotes(root, number, votes) {
  for (const row of root.querySelectorAll(`[data-ask="${number}"], [data-similar-vote="${number}"]`)) {
    countVotes(row, votes);
    const holder = row.matches("[data-vote]") ? row : row.querySelector("[data-vote]");
    if (holder !== null) label(holder);
  }
}

/** Writes how many votes there are, and beside the number the word that goes with it. */
export function countVotes(root, votes) {
  for (const count of root.querySelectorAll("[data-count]")) {
    count.textContent = votes;
    const noun = count.parentElement.querySelector("[data-noun]");
    if (noun !== null) noun.textContent = votes === 1 ? noun.dataset.one : noun.dataset.many;
  }
}

async function press(section, holder, button, mine) {
  if (button.getAttribute("aria-busy") === "true") return;
  const isBack = button.getAttribute("aria-pressed") === "true";
  button.setAttribute("aria-busy", "true");
  say(holder, "");
  try {
    const response = await fetch(isBack ? `${addressOf(holder)}/deletion` : addressOf(holder), {
      method: "POST",
      headers: { Accept: "application/json" },
    });
    const answer = await response.json();
    if (!response.ok) throw new Refused(answer.error);
    section.dataset.newest = answer.revision;
    const numbers = [answer.number, answer.merged_into].filter((each) => each !== undefined);
    for (const number of numbers) {
      remember(section, mine, number, !isBack);
      for (const each of section.querySelectorAll("[data-vote]")) if (numberOf(each) === number) mark(each, !isBack);
      setVotes(section, number, answer.votes);
    }
    if (answer.is_held) say(holder, section.querySelector("[data-fresh]").dataset.held);
  } catch (error) {
    say(holder, (error instanceof Refused && error.message) || section.querySelector("[data-fresh]").dataset.failed);
  } finally {
    button.removeAttribute("aria-busy");
  }
}

class Refused extends Error {}

export const numberOf = (holder) => Number(holder.dataset.similarVote ?? holder.closest("[data-ask]").dataset.ask);

const buttonOf = (holder) => (holder.matches("button") ? holder : holder.querySelector("button"));

// Where a vote is given; it is taken back below that.
const addressOf = (holder) =>
  holder.getAttribute(holder.matches("form") ? "action" : "formaction").replace(/\/deletion$/, "");

function mark(holder, isPressed) {
  buttonOf(holder).setAttribute("aria-pressed", String(isPressed));
  if (holder.matches("form")) holder.setAttribute("action", addressOf(holder) + (isPressed ? "/deletion" : ""));
  label(holder);
}

function label(holder) {
  const button = buttonOf(holder);
  const kind = button.getAttribute("aria-pressed") === "true" ? "votedWords" : "voteWords";
  const text = holder.closest("li").querySelector(".ask-text").textContent;
  const votes = button.querySelector("[data-count]").textContent;
  const words = holder.closest("[data-audience]").querySelector("[data-fresh]").dataset;
  button.setAttribute("aria-label", voteLabel(words, kind, votes, text));
}

/** What a button of votes is called, by the words that the server has written for its `kind`. */
export function voteLabel(words, kind, votes, text) {
  const form = Number(votes) === 1 ? words[`${kind}One`] : words[kind];
  return form.replace("{count}", votes).replace("{text}", () => text);
}

// One sentence below the question.
function say(holder, words) {
  const place = holder.closest("li, .ask-now").querySelector(":scope > div") ?? holder.parentElement;
  let said = place.querySelector("[data-vote-says]");
  if (said === null) {
    said = document.createElement("p");
    said.className = "state-line";
    said.dataset.voteSays = "";
    said.setAttribute("role", "status");
    place.append(said);
  }
  said.textContent = words;
}

// The numbers that were voted for on this device; null where the server knows and has marked them.
export function remembered(section) {
  if (section.dataset.remembered === undefined) return null;
  try {
    return new Set(JSON.parse(localStorage.getItem(keyOf(section)) ?? "[]"));
  } catch {
    return new Set();
  }
}

function remember(section, mine, number, isMine) {
  if (mine === null) return;
  if (isMine) mine.add(number);
  else mine.delete(number);
  try {
    if (mine.size > 0) localStorage.setItem(keyOf(section), JSON.stringify([...mine]));
    else localStorage.removeItem(keyOf(section));
  } catch {
    // A browser that keeps nothing still shows it until the page is left.
  }
}

const keyOf = (section) => `voted:${section.dataset.remembered}`;
