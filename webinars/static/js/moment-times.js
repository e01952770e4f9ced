// Times in a video as people type and players show them: "24:10", "1:02:03".

export function seconds(text) {
  const found = /^\s*(?:(\d{1,3}):)?(?:(\d{1,3}):)?(\d{1,6})\s*$/.exec(text);
  if (found === null) return null;
  const [hours, minutes] = found[2] === undefined ? [0, found[1] ?? 0] : [found[1], found[2]];
  return Number(hours) * 3600 + Number(minutes) * 60 + Number(found[3]);
}

export function clockText(second) {
  const whole = Math.floor(second);
  const rest = String(whole % 60).padStart(2, "0");
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return `${minutes}:${rest}`;
  return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, "0")}:${rest}`;
}
