// The history in the reader's own days. Where an account names no zone the page is told in UTC; this tells the hours by the
// browser's clock, and puts each act under the day on which it was there.
import { dayText, hourText, ownZone, placeText } from "./hours.js";

const DAY_MS = 24 * 60 * 60 * 1000;

export function tellByOwnDays(root) {
  const page = root.querySelector("[data-history]");
  const zone = ownZone();
  const sections = [...page.querySelectorAll(".history-day")];
  if (zone === null) return;
  for (const time of page.querySelectorAll("time[data-at]")) {
    const at = new Date(time.dateTime);
    const isElsewhere = time.dataset.beside !== undefined && dateIn(at, zone) !== dateIn(new Date(time.dataset.beside), zone);
    time.textContent = isElsewhere ? `${fullDay(at, zone)}, ${hourText(at, zone)}` : hourText(at, zone);
  }
  page.querySelector("[data-zone-said]").textContent = page.dataset.said.replace("{zone}", placeText(zone));
  if (sections.length > 0) regroup(page, sections, zone);
}

function regroup(page, sections, zone) {
  const days = new Map();
  for (const act of page.querySelectorAll(".history-day ol > li")) {
    const date = dateIn(new Date(act.querySelector("time").dateTime), zone);
    days.set(date, [...(days.get(date) ?? []), act]);
  }
  const made = [...days.values()].map((acts, place) => {
    const section = sections[0].cloneNode(true);
    const heading = section.querySelector("h2");
    heading.id = `day-${place + 1}`;
    section.setAttribute("aria-labelledby", heading.id);
    heading.textContent = dayHeading(page, new Date(acts[0].querySelector("time").dateTime), zone);
    section.querySelector(".section-head .meta").textContent =
      acts.length === 1 ? page.dataset.one : page.dataset.many.replace("{count}", acts.length);
    section.querySelector("ol").replaceChildren(...acts);
    return section;
  });
  sections[0].before(...made);
  for (const section of sections) section.remove();
}

function dayHeading(page, at, zone) {
  const now = new Date();
  const isThisYear = dateIn(at, zone).slice(0, 4) === dateIn(now, zone).slice(0, 4);
  const day = isThisYear ? dayText(at, zone) : `${dayText(at, zone)} ${dateIn(at, zone).slice(0, 4)}`;
  if (dateIn(at, zone) === dateIn(now, zone)) return page.dataset.today.replace("{day}", day);
  if (dateIn(at, zone) === dateIn(new Date(now - DAY_MS), zone)) return page.dataset.yesterday.replace("{day}", day);
  return day;
}

// "2026-11-28", which sorts and compares.
function dateIn(instant, timeZone) {
  const options = { year: "numeric", month: "2-digit", day: "2-digit", timeZone };
  return new Intl.DateTimeFormat("sv-SE", options).format(instant);
}

function fullDay(instant, timeZone) {
  const options = { day: "numeric", month: "long", year: "numeric", timeZone };
  return new Intl.DateTimeFormat(document.documentElement.lang || "en-GB", options).format(instant);
}
