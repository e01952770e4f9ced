// Reads calendar files with one of the libraries that package.json names, and prints what it found:
//   node readers.mjs LIBRARY FILE…  →  [[[uid, start, end, summary, status, description], …], …]
import { readFileSync } from "node:fs";
import ICAL from "ical.js";
import nodeIcal from "node-ical";
import { convertIcsCalendar } from "ts-ics";

const readers = {
  "ical.js": (text) =>
    new ICAL.Component(ICAL.parse(text)).getAllSubcomponents("vevent").map((entry) => {
      const { uid, startDate, endDate, summary, description } = new ICAL.Event(entry);
      const status = entry.getFirstPropertyValue("status");
      return [uid, startDate.toJSDate(), endDate.toJSDate(), summary, status, description];
    }),
  "node-ical": (text) =>
    Object.values(nodeIcal.sync.parseICS(text))
      .filter(({ type }) => type === "VEVENT")
      .map(({ uid, start, end, summary, status, description }) => [uid, start, end, summary, status, description]),
  "ts-ics": (text) =>
    convertIcsCalendar(undefined, text).events.map(({ uid, start, end, summary, status, description }) => [
      uid, start.date, end.date, summary, status, description,
    ]),
};

const [library, ...files] = process.argv.slice(2);
console.log(JSON.stringify(files.map((file) => readers[library](readFileSync(file, "utf8")))));
