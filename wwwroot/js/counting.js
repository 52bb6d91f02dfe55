// Counts a text the way a network does, for the live counter. The server counts the same (Data/Networks/Measures) and has the
// last word; Tests/Networks/counting-cases.json holds both to each other.

// rule: { measure, limit, topLevelDomains? } and limits: { text: 280, linkLength: 23 ... }, both from the network's data file.
// along: words of the setting that count along, e.g. the content warning.
export function count(rule, text, limits, along = "") {
  const used = measures[rule.measure](text, along, rule, limits);
  return { used, limit: limits[rule.limit], left: limits[rule.limit] - used };
}

// Of several counts of one text the one to show: the rule that is filled the most.
export function tightest(counts) {
  return counts.reduce((most, next) => (next.used / next.limit > most.used / most.limit ? next : most));
}

const measures = {
  utf16: (text, along) => along.length + text.length,
  codePoints: (text, along) => codePoints(along) + codePoints(text),
  graphemes: (text, along) => graphemes(along + text),
  utf8Bytes: (text, along) => utf8Bytes(along) + utf8Bytes(text),
  emojiAsBytes: (text, along) => emojiAsBytes(along) + emojiAsBytes(text),
  tagList,
  x,
  mastodon,
};

function codePoints(text) {
  let points = 0;
  for (const _ of text) points++;
  return points;
}

const segmenter = new Intl.Segmenter("en", { granularity: "grapheme" });

// The segmenter's cost grows with the square of the text, so it gets only the pieces between letters that never join their neighbours:
// Latin, Greek, Cyrillic, Armenian, Hebrew, Arabic, kana, ideographs, Hangul syllables and common punctuation.
const apart =
  "\\0-\\f\\x0E-\\u02FF\\u0370-\\u0482\\u048A-\\u058A\\u05D0-\\u05EA\\u0620-\\u064A" +
  "\\u2010-\\u2027\\u3000-\\u3029\\u3041-\\u3096\\u30A1-\\u30FA\\u3400-\\u9FFF\\uAC00-\\uD7A3";
const seam = new RegExp(`(?<=[${apart}])(?=[${apart}])`);

function graphemes(text) {
  let clusters = 0;
  for (const piece of text.split(seam)) {
    if (piece.length === 1) clusters++;
    else for (const _ of segmenter.segment(piece)) clusters++;
  }
  return clusters;
}

const encoder = new TextEncoder();

function utf8Bytes(text) {
  return encoder.encode(text).length;
}

function emojiAsBytes(text) {
  return between(text, text.matchAll(emoji), codePoints, utf8Bytes);
}

function tagList(text) {
  const tags = text.split(",").map((tag) => tag.trim()).filter((tag) => tag !== "");
  return tags.reduce((sum, tag) => sum + codePoints(tag) + (tag.includes(" ") ? 2 : 0), 0) + Math.max(0, tags.length - 1);
}

function x(text, along, rule, limits) {
  const composed = (along + text).normalize("NFC");
  const endings = new Set((rule.topLevelDomains ?? "").split(" "));
  return between(composed, links(composed, endings), (rest) => between(rest, rest.matchAll(emoji), weight, () => 2), () => limits.linkLength);
}

function weight(text) {
  let sum = 0;
  for (const character of text) {
    const point = character.codePointAt(0);
    const isLight = point <= 4351 || (point >= 8192 && point <= 8205) || (point >= 8208 && point <= 8223) || (point >= 8242 && point <= 8247);
    sum += isLight ? 1 : 2;
  }
  return sum;
}

function mastodon(text, along, rule, limits) {
  const found = [...links(text, null), ...mentions(text)].sort((a, b) => a.index - b.index);
  let counted = along;
  let seen = 0;
  for (const span of found) {
    if (span.index < seen) continue;
    counted += text.slice(seen, span.index) + (span.local ?? "x".repeat(limits.linkLength));
    seen = span.index + span[0].length;
  }
  return graphemes(counted + text.slice(seen));
}

// Sums the stretches between the matches and the matches themselves.
function between(text, matches, ofRest, ofMatch) {
  let sum = 0;
  let seen = 0;
  for (const match of matches) {
    sum += ofRest(text.slice(seen, match.index)) + ofMatch(match[0]);
    seen = match.index + match[0].length;
  }
  return sum + ofRest(text.slice(seen));
}

// The patterns work on UTF-16 units, without the u flag, as they do on the server.
const tone = "\\uD83C[\\uDFFB-\\uDFFF]";
const flag = "\\uD83C[\\uDDE6-\\uDDFF]\\uD83C[\\uDDE6-\\uDDFF]";
const keycap = "[0-9#*]\\uFE0F?\\u20E3";
const tags = "(?:\\uDB40[\\uDC20-\\uDC7E])+\\uDB40\\uDC7F";
const picture =
  "(?:[\\u203C\\u2049\\u2122\\u2139\\u2194-\\u2199\\u21A9\\u21AA\\u231A\\u231B\\u2328\\u23CF\\u23E9-\\u23F3\\u23F8-\\u23FA" +
  "\\u24C2\\u25AA\\u25AB\\u25B6\\u25C0\\u25FB-\\u25FE\\u2600-\\u27BF\\u2934\\u2935\\u2B05-\\u2B07\\u2B1B\\u2B1C\\u2B50\\u2B55\\u3030\\u303D\\u3297\\u3299]" +
  "|\\uD83C[\\uDC00-\\uDDE5\\uDE00-\\uDFFA]|\\uD83D[\\uDC00-\\uDFFF]|\\uD83E[\\uDC00-\\uDEFF])";
const one = `(?:${picture}(?:\\uFE0F|${tone})?(?:${tags})?|[\\u00A9\\u00AE]\\uFE0F)`;
const emoji = new RegExp(`${flag}|${keycap}|${one}(?:\\u200D${one})*`, "g");

const beyond = "\\u00C0-\\u1FFF\\u2C00-\\u2DFF\\u3040-\\uD7FF\\uF900-\\uFDFF";
const label = `[A-Za-z0-9${beyond}](?:[A-Za-z0-9_${beyond}\\-]{0,62})`;
const ending = `(?:[Xx][Nn]--[A-Za-z0-9\\-]{1,59}|[A-Za-z]{2,63}|[${beyond}]{2,63})(?![A-Za-z0-9@-])`;
const port = "(?::[0-9]{1,5})?";
const address = `(?<![A-Za-z0-9@\\uFF20$#\\uFF03])(?<scheme>[Hh][Tt][Tt][Pp][Ss]?://)(?:${label}\\.)+${ending}${port}`;
const bare = `(?<![A-Za-z0-9@\\uFF20$#\\uFF03_./\\-])(?<name>(?:[A-Za-z0-9](?:[A-Za-z0-9_\\-]{0,62})\\.)+[A-Za-z]{2,63})(?![A-Za-z0-9@-])${port}`;

// endings: top-level domains that make a bare name a link; null where only http:// and https:// do.
export function* links(text, endings) {
  const pattern = new RegExp(endings ? `${address}|${bare}` : address, "g");
  for (let match; (match = pattern.exec(text)); ) {
    const end = endOfPath(text, pattern.lastIndex, endings !== null);
    if (!match.groups.scheme && !isBareLink(match.groups.name, end > pattern.lastIndex, endings)) continue;
    yield { 0: text.slice(match.index, end), index: match.index };
    pattern.lastIndex = end;
  }
}

function isBareLink(name, hasPath, endings) {
  const last = name.slice(name.lastIndexOf(".") + 1).toLowerCase();
  if (last.length > 2) return endings.has(last);
  return hasPath || name.indexOf(".") !== name.lastIndexOf(".") || last === "co" || last === "tv";
}

const narrow = /[A-Za-z0-9!*';:=+,.$/%#[\]\-_~@|&?()\u2013\u00C0-\u024F\u0400-\u04FF]/;
const wide = /[^\s\u0085<>"]|\uFEFF/;
const trailing = /[!*"'.,;:?$%[\]~|@&\u300C\u300D\u2026]/;

function endOfPath(text, start, isNarrow) {
  if (text[start] !== "/" && text[start] !== "?") return start;
  const allowed = isNarrow ? narrow : wide;
  const open = [];
  let end = start;
  for (; end < text.length && allowed.test(text[end]); end++) {
    if (text[end] === "(" && open.length === 2) break;
    if (text[end] === "(") open.push(end);
    else if (text[end] === ")" && open.pop() === undefined) break;
  }
  if (open.length > 0) end = open[0];
  while (end > start && trailing.test(text[end - 1])) end--;
  return end;
}

const nameAtServer = /@([A-Za-z0-9_]+(?:[.-]+[A-Za-z0-9_]+)*)(?:@[A-Za-z0-9\u00C0-\u024F_]+(?:[.-]+[A-Za-z0-9\u00C0-\u024F_]+)*)?/g;
const beforeMention = /[\p{L}\p{N}\p{M}_/=]/u;

function* mentions(text) {
  nameAtServer.lastIndex = 0;
  for (let match; (match = nameAtServer.exec(text)); ) {
    if (match.index > 0 && beforeMention.test(text[match.index - 1])) {
      nameAtServer.lastIndex = match.index + 1;
      continue;
    }
    yield { 0: match[0], index: match.index, local: "@" + match[1] };
  }
}
