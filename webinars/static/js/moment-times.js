// Times in a video as people type and players show them: "24:10", "1:02:03", "1h2m", "62".

const CLOCK = /^(?:(\d{1,3}):)?(\d{1,3}):([0-5]\d)$/;
const UNITS = /^(?:(\d{1,3})h)?(?:(\d{1,5})m)?(?:(\d{1,6})s)?$/;
const PLAIN = /^(\d{1,6})s?$/;

/** The second that was typed, or null for what is no time: as the server reads it. */
export function seconds(text) {
  const typed = text.trim();
  if (typed === "") return null;
  const plain = PLAIN.exec(typed);
  if (plain !== null) return Number(plain[1]);
  const found = CLOCK.exec(typed) ?? UNITS.exec(typed);
  if (found === null) return null;
  const [, hours, minutes, rest] = found.map((each) => Number(each ?? 0));
  return hours * 3600 + minutes * 60 + rest;
}

export function clockText(second) {
  const whole = Math.floor(second);
  const rest = String(whole % 60).padStart(2, "0");
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return `${minutes}:${rest}`;
  return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, "0")}:${rest}`;
}
