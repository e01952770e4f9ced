// Letters as words are compared by: small, without accents, as the archive folds them (webinars/domain/search/tokens.py).

const CLUSTER = /\P{M}\p{M}*|\p{M}+/gu;
const ACCENTS = new RegExp(
  "[\\u0300-\\u036f\\u0483-\\u0487\\u1ab0-\\u1aff\\u1dc0-\\u1dff\\u20d0-\\u20ff\\ufe00-\\ufe0f\\ufe20-\\ufe2f" +
    "\\u0591-\\u05c7" + // Hebrew points
    "\\u0610-\\u061a\\u0640\\u064b-\\u065f\\u0670\\u06d6-\\u06ed" + // Arabic vowels, the hamza over a letter, and stretching
    "\\p{Cf}]", // Joiners and soft hyphens
  "gu",
);
const LETTERS = { ß: "ss", ł: "l", ø: "o", œ: "oe", æ: "ae", đ: "d", ð: "d", þ: "th", ı: "i", ħ: "h", ŋ: "n", ς: "σ" };

const known = new Map();

function folded(cluster) {
  if (!known.has(cluster)) {
    const plain = cluster.normalize("NFKD").replace(ACCENTS, "").toLowerCase().normalize("NFC");
    known.set(cluster, LETTERS[plain] ?? plain);
  }
  return known.get(cluster);
}

/** The folded letters of `text` and, for each of them, where in `text` that one begins and ends. */
export function plainLetters(text) {
  let letters = "";
  const starts = [];
  const ends = [];
  for (const { 0: cluster, index } of text.matchAll(CLUSTER)) {
    const plain = folded(cluster);
    letters += plain;
    for (let each = 0; each < plain.length; each += 1) {
      starts.push(index);
      ends.push(index + cluster.length);
    }
  }
  return { letters, starts, ends };
}
