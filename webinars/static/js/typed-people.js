// A person typed in one go, "Isaac Newton, Trinity College, chair": the same as webinars/pure/matching/typed_people.py, with
// the words that the page brings. What this script does not take apart the server does on saving.

const BRACKETS = /^([^()]+)\(([^()]+)\)\s*(?:[,:]\s*([^()]*))?$/;

export function typedPerson(text, { roles, suffixes }) {
  const whole = text.trim().replace(/\s+/g, " ");
  const brackets = BRACKETS.exec(whole);
  const parts = brackets ? brackets.slice(1).map((part) => part ?? "") : whole.split(/[,，、]/);
  let name = parts[0].trim();
  const rest = parts.slice(1).map((part) => part.trim()).filter((part) => part !== "");
  while (rest.length > 0 && suffixes.includes(rest[0].toLowerCase().replaceAll(".", ""))) name += `, ${rest.shift()}`;
  const word = rest.at(-1)?.toLowerCase().replace(/\.+$/, "");
  const role = word !== undefined && Object.hasOwn(roles, word) ? roles[word] : "";
  if (role !== "") rest.pop();
  return { name, affiliation: rest.join(", "), role };
}
