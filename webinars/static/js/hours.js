// Hours and dates as the rest of the application writes them (webinars/pure/times/hours.py), in the reader's own zone.

// One set of figures, whatever letters stand beside them: an Arabic page has Latin lines as well.
const language = () => `${document.documentElement.lang || "en-GB"}-u-nu-latn`;
const speaks = (name) => language().startsWith(name);

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

const KEPT = "zone";
// Chosen where nothing can be kept, as in a sandbox: it holds until the page is left.
let chosenHere = null;

/** The zone that somebody has chosen on this device, or null. */
export function keptZone() {
  try {
    const zone = window.localStorage.getItem(KEPT);
    if (zone) new Intl.DateTimeFormat("en", { timeZone: zone });
    return zone || null;
  } catch {
    // No storage here, or a zone that this browser does not know.
    return chosenHere;
  }
}

/** Keeps `zone` on this device for every page; an empty one is forgotten. */
export function keepZone(zone) {
  try {
    if (zone === "") window.localStorage.removeItem(KEPT);
    else window.localStorage.setItem(KEPT, zone);
  } catch {
    // Then it is shown, and not remembered.
    chosenHere = zone || null;
  }
}

/** The zone in which hours are shown: the one chosen on this device, else the reader's own; null where neither is known. */
export function shownZone() {
  return keptZone() ?? ownZone();
}

/** The zone's present name: "Europe/Kyiv", whatever the browser calls it. */
export function presentName(zone) {
  return PRESENT_NAMES[zone] ?? zone;
}

/** The zone for people: "Europe/Kyiv", "America/New York". */
function zoneText(zone) {
  return presentName(zone).replaceAll("_", " ");
}

// As webinars/pure/times/zone_names.py calls them; of the others the name of the zone is that of the place.
const PLACES = {
  "Africa/Sao_Tome": "São Tomé",
  "America/Asuncion": "Asunción",
  "America/Ciudad_Juarez": "Ciudad Juárez",
  "America/Curacao": "Curaçao",
  "America/Indiana/Knox": "Knox, Indiana",
  "America/Indiana/Marengo": "Marengo, Indiana",
  "America/Indiana/Petersburg": "Petersburg, Indiana",
  "America/Indiana/Tell_City": "Tell City, Indiana",
  "America/Indiana/Vevay": "Vevay, Indiana",
  "America/Indiana/Vincennes": "Vincennes, Indiana",
  "America/Indiana/Winamac": "Winamac, Indiana",
  "America/Kentucky/Monticello": "Monticello, Kentucky",
  "America/Lower_Princes": "Lower Prince’s Quarter",
  "America/Noronha": "Fernando de Noronha",
  "America/North_Dakota/Beulah": "Beulah, North Dakota",
  "America/North_Dakota/Center": "Center, North Dakota",
  "America/North_Dakota/New_Salem": "New Salem, North Dakota",
  "America/Scoresbysund": "Ittoqqortoormiit",
  "America/St_Barthelemy": "St Barthélemy",
  "America/St_Johns": "St John’s",
  "Antarctica/DumontDUrville": "Dumont-d’Urville",
  "Antarctica/Macquarie": "Macquarie Island",
  "Asia/Aqtau": "Aktau",
  "Asia/Kolkata": "India",
  "Asia/Macau": "Macao",
  "Asia/Qostanay": "Kostanay",
  "Asia/Shanghai": "China",
  "Asia/Tokyo": "Japan",
  "Australia/Lord_Howe": "Lord Howe Island",
  "Europe/London": "Britain",
  "Indian/Christmas": "Christmas Island",
  "Indian/Cocos": "Cocos Islands",
  "Indian/Reunion": "Réunion",
  "Pacific/Easter": "Easter Island",
  "Pacific/Norfolk": "Norfolk Island",
  "Pacific/Wake": "Wake Island",
};

/** The place after "in": "Britain", "New York". */
export function placeText(zone) {
  const present = presentName(zone);
  return (speaks("en") ? PLACES[present] : null) ?? zoneText(present).split("/").at(-1);
}

/** Whether another zone was chosen here than the one that the device is in. */
export function isElsewhere() {
  const kept = keptZone();
  return kept !== null && ownZone() !== null && presentName(kept) !== presentName(ownZone());
}

/** The part of the world that the zone is in: "America". */
export function regionText(zone) {
  return presentName(zone).split("/")[0];
}

const formats = new Map();

// To make one costs a hundred times what it costs to use it, and a list asks for the same ones in each of its lines.
function formatOf(locale, options) {
  const key = JSON.stringify([locale, options]);
  if (!formats.has(key)) formats.set(key, new Intl.DateTimeFormat(locale, options));
  return formats.get(key);
}

/** The date of an instant as calendars in the zone show it: "2027-02-14". */
export function dateIn(instant, timeZone) {
  return formatOf("sv-SE", { dateStyle: "short", timeZone }).format(instant);
}

/** "4pm", "9.30pm", "12 noon", "midnight" in English, "16 Uhr" in German, "16 h" in French, "16:00" elsewhere. */
export function hourText(instant, timeZone) {
  const options = { hour: "numeric", minute: "numeric", hourCycle: "h23", timeZone };
  const parts = formatOf("en-GB", options).formatToParts(instant);
  const numberOf = (type) => Number(parts.find((part) => part.type === type).value);
  const hour = numberOf("hour");
  const minute = numberOf("minute");
  const two = (number) => String(number).padStart(2, "0");
  if (speaks("de")) return minute === 0 ? `${hour} Uhr` : `${hour}.${two(minute)} Uhr`;
  // “9 h” is a length as well as an hour.
  if (speaks("fr")) return minute === 0 && hour > 9 ? `${hour} h` : `${hour} h ${two(minute)}`;
  if (!speaks("en")) return `${two(hour)}:${two(minute)}`;
  if (minute === 0 && hour === 0) return "midnight";
  if (minute === 0 && hour === 12) return "12 noon";
  const minutes = minute === 0 ? "" : `.${two(minute)}`;
  return `${((hour + 11) % 12) + 1}${minutes}${hour < 12 ? "am" : "pm"}`;
}

/** "Sunday 14 February", without the comma that browsers put after the weekday in British English. */
export function dayText(instant, timeZone) {
  const options = { weekday: "long", day: "numeric", month: "long", timeZone };
  // Day and month stay together, as in the dates that the server writes.
  const words = formatOf(language(), options).format(instant);
  return (speaks("en") ? words.replace(/,(?= \d)/, "") : words).replace(/(\d) (?=\p{L})/u, "$1\u00a0");
}
