// Rows of questions as the server draws them, made from [data-ask-row] and [data-ask-states], which it has filled with
// words. `data` is what questions.json says.

import { countVotes, voteLabel } from "./question-votes.js";

const SHOWN = 50;

// What a reader has not seen yet: questions that have come, and whether something else stands elsewhere by now.
export function listed(section, data, known) {
  const fresh = data.questions.filter((each) => each.state === "open" && !known.has(each.number));
  const states = new Map(data.questions.map((each) => [each.number, each.state]));
  const isOther = [...section.querySelectorAll("li[data-ask]")].some((row) => {
    const state = states.get(Number(row.dataset.ask));
    return state !== undefined && state !== row.dataset.state;
  });
  return { fresh, isOther: isOther || answeredSince(section, data).length > 0 };
}

// What was answered live while it stood in no list any more.
function answeredSince(section, data) {
  const list = section.querySelector(".asks-answered");
  if (list === null || list.children.length >= SHOWN) return [];
  return data.questions.filter(
    (each) => each.state === "answered" && section.querySelector(`li[data-ask="${each.number}"]`) === null,
  );
}

// Puts everything where it belongs by now. Returns the first row that is new.
export function show(section, data, fresh) {
  const list = section.querySelector("ol.asks") ?? madeList(section);
  // What was hidden and has come back is drawn anew, for nothing of it is left.
  for (const gone of section.querySelectorAll('li[data-state="gone"]')) {
    if (data.questions.some((each) => each.number === Number(gone.dataset.ask))) gone.remove();
  }
  const rows = new Map([...section.querySelectorAll("li[data-ask]")].map((row) => [Number(row.dataset.ask), row]));
  const isNewest = section.dataset.sort === "newest";
  const open = data.questions.filter((each) => each.state === "open");
  if (isNewest) open.sort((one, other) => other.number - one.number);
  const kept = new Set();
  const ordered = [];
  for (const each of open.slice(0, Math.max(SHOWN, list.children.length))) {
    ordered.push(rows.get(each.number) ?? row(section, each));
    kept.add(each.number);
  }
  for (const each of data.questions) {
    const old = rows.get(each.number);
    if (old === undefined || kept.has(each.number) || old.dataset.state === each.state) continue;
    settle(section, old, each);
    kept.add(each.number);
  }
  for (const each of answeredSince(section, data)) settle(section, row(section, each), each);
  // What waits no more, or is in none of the data, stands behind those with more votes.
  const others = [...list.querySelectorAll(":scope > li[data-ask]")].filter((each) => !ordered.includes(each));
  list.replaceChildren(...ordered, ...others);
  section.querySelector("[data-nobody]")?.remove();
  if (fresh.length === 0) return null;
  const first = section.querySelector(`li[data-ask="${fresh[0].number}"]`);
  if (first !== null) first.tabIndex = -1;
  return first;
}

// What is being answered, first and large.
export function nowBox(section, data) {
  const place = section.querySelector("[data-now]");
  const shown = place.querySelector(".ask-now");
  const asked = data.questions.find((each) => each.number === data.answering);
  const key = asked !== undefined ? `q${asked.number}` : data.answering_agenda !== null ? data.answering_agenda.since : "";
  const was = shown?.dataset.key ?? "";
  if (key === was) return;
  if (key === "") {
    place.replaceChildren();
    return;
  }
  const box = section.querySelector("template[data-ask-now]").content.firstElementChild.cloneNode(true);
  box.dataset.key = key;
  const said = asked ?? { text: data.answering_agenda.text, name: null, language: "" };
  words(box.querySelector(".ask-text"), said);
  const about = box.querySelector("[data-about]");
  if (asked === undefined) about.remove();
  else {
    box.dataset.ask = asked.number;
    about.querySelector("[data-asker]").textContent = asked.name || section.querySelector("[data-fresh]").dataset.nameless;
    countVotes(about, asked.votes);
    const by = box.querySelector("[data-by]");
    if (asked.for_whom) by.textContent = by.dataset.by.replace("{name}", () => asked.for_whom);
    // The promise leads to the row while there is one.
    if (document.getElementById(key) === null) box.id = key;
  }
  place.replaceChildren(box);
}

// What a moderator has hidden is no longer to be read; its place stays until the page is put in order.
export function strike(section, data) {
  const present = new Set(data.questions.map((each) => each.number));
  const { gone } = section.querySelector("[data-fresh]").dataset;
  for (const row of section.querySelectorAll("[data-ask]")) {
    if (row.dataset.state === "gone" || present.has(Number(row.dataset.ask)) || !isMissed(row, data)) continue;
    row.dataset.state = "gone";
    // Those below it stay where they are.
    row.style.minBlockSize = `${row.getBoundingClientRect().height}px`;
    row.querySelector(".ask-text").textContent = gone;
    for (const part of row.querySelectorAll(".row, .meta, .state-line, .ask-report, .asks-answer, form")) part.remove();
  }
  for (const line of section.querySelectorAll(".state-line[id^=q]")) {
    if (data.more > 0 || present.has(Number(line.id.slice(1)))) continue;
    line.removeAttribute("id");
    line.textContent = gone;
  }
}

// Whether a row that the data do not have would stand in them: of many, they have those with most votes. One vote may just
// have been taken back.
function isMissed(row, data) {
  if (data.more === 0 || row.dataset.state === "answering") return true;
  if (row.dataset.state !== "open") return false;
  const least = Math.min(...data.questions.filter((each) => each.state === "open").map((each) => each.votes));
  return Number(row.querySelector("[data-count]").textContent) > least + 1;
}

function row(section, asked) {
  const made = section.querySelector("template[data-ask-row]").content.firstElementChild.cloneNode(true);
  const { nameless, forWords } = section.querySelector("[data-fresh]").dataset;
  const number = String(asked.number);
  made.id = `q${number}`;
  made.dataset.ask = number;
  made.dataset.state = asked.state;
  words(made.querySelector(".ask-text"), asked);
  const name = asked.name || nameless;
  made.querySelector(".meta").textContent = asked.for_whom
    ? forWords.replace("{name}", () => name).replace("{speaker}", () => asked.for_whom)
    : name;
  const form = made.querySelector("form");
  if (form !== null) {
    form.setAttribute("action", form.getAttribute("action").replace("/questions/0/", `/questions/${number}/`));
    const words = section.querySelector("[data-fresh]").dataset;
    form.querySelector("button").setAttribute("aria-label", voteLabel(words, "voteWords", asked.votes, asked.text));
  }
  countVotes(made, asked.votes);
  return made;
}

// Says at a row what has become of its question, and leaves it where it is: it moves when somebody asks for what is new.
export function sayStates(section, data) {
  for (const asked of data.questions) {
    const row = section.querySelector(`li[data-ask="${asked.number}"]`);
    const isSaid = row === null || row.dataset.state === asked.state || row.dataset.said === asked.state;
    if (!isSaid && ["answered", "declined"].includes(asked.state)) say(section, row, asked);
  }
}

// A row whose question waits no more.
function settle(section, old, asked) {
  old.dataset.state = asked.state;
  if (asked.state === "answering" || asked.state === "merged") {
    old.remove();
    return;
  }
  if (old.dataset.said !== asked.state) say(section, old, asked);
  const others = section.querySelector(asked.state === "answered" ? ".asks-answered" : ".asks-declined");
  if (others !== null) others.prepend(old);
  else if (section.dataset.follows !== undefined) old.remove();
}

function say(section, old, asked) {
  const states = section.querySelector("template[data-ask-states]").content;
  old.dataset.said = asked.state;
  const form = old.querySelector("form[data-vote]");
  if (form !== null) {
    const count = states.querySelector(".vote-count").cloneNode(true);
    countVotes(count, asked.votes);
    form.replaceWith(count);
  }
  old.querySelector(".ask-report")?.remove();
  const kind = asked.state === "answered" ? (asked.answer ? "written" : "answered") : asked.state;
  const line = states.querySelector(`[data-state-line="${kind}"]`)?.cloneNode(true);
  if (line !== undefined) {
    line.querySelector("[data-told]").textContent = kind === "declined" ? asked.reason : asked.told;
    const link = line.querySelector("a");
    if (link !== null) link.href = `${section.dataset.all}#q${asked.number}`;
    old.querySelector(":scope > div").append(line);
  }
}

function madeList(section) {
  const list = document.createElement("ol");
  list.className = "asks";
  list.setAttribute("role", "list");
  section.querySelector("[data-fresh]").after(list);
  return list;
}

function words(place, asked) {
  place.textContent = asked.text;
  if (asked.language && !document.documentElement.lang.startsWith(asked.language.split("-")[0])) place.lang = asked.language;
  place.dir = "auto";
}
