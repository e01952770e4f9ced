// Hours and dates as the rest of the application writes them (webinars/pure/times/hours.py), in the reader's own zone.

const language = () => document.documentElement.lang || "en-GB";

// Browsers still answer with names that the zone database has left behind.
const PRESENT_NAMES = {
  "Africa/Asmera": "Africa/Asmara",
  "America/Buenos_Aires": "America/Argentina/Buenos_Aires",
  "Asia/Calcutta": "Asia/Kolkata",
  "Asia/Katmandu": "Asia/Kathmandu",
  "Asia/Rangoon": "Asia/Yangon",
  "Asia/Saigon": "Asia/Ho_Chi_Minh",
  "Atlantic/Faeroe": "Atlantic/Faroe",
  "Europe/Kiev": "Europe/Kyiv",
};

/** The reader's IANA zone, or null where the browser does not tell. */
export function ownZone() {
  try {
    return Intl.DateTimeFormat().resolvedOptions().timeZone || null;
  } catch {
    return null;
  }
}

/** The zone's present name: "Europe/Kyiv", whatever the browser calls it. */
export function presentName(zone) {
  return PRESENT_NAMES[zone] ?? zone;
}

/** The zone for people: "Europe/Kyiv", "America/New York". */
export function zoneText(zone) {
  return presentName(zone).replaceAll("_", " ");
}

/** "4pm", "9.30pm", "12 noon", "midnight" in English; elsewhere as the language writes it. */
export function hourText(instant, timeZone) {
  if (!language().startsWith("en")) {
    return new Intl.DateTimeFormat(language(), { timeStyle: "short", timeZone }).format(instant);
  }
  const options = { hour: "numeric", minute: "numeric", hourCycle: "h23", timeZone };
  const parts = new Intl.DateTimeFormat("en-GB", options).formatToParts(instant);
  const numberOf = (type) => Number(parts.find((part) => part.type === type).value);
  const hour = numberOf("hour");
  const minute = numberOf("minute");
  if (minute === 0 && hour === 0) return "midnight";
  if (minute === 0 && hour === 12) return "12 noon";
  const minutes = minute === 0 ? "" : `.${String(minute).padStart(2, "0")}`;
  return `${((hour + 11) % 12) + 1}${minutes}${hour < 12 ? "am" : "pm"}`;
}

/** "Sunday 14 February", without the comma that browsers put after the weekday in British English. */
export function dayText(instant, timeZone) {
  const options = { weekday: "long", day: "numeric", month: "long", timeZone };
  return new Intl.DateTimeFormat(language(), options).format(instant).replace(/,(?= \d)/, "");
}
