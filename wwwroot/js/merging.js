// What two people made of one text, put together: what either took out is gone, what either wrote is there. Where both wrote at one place, mine comes
// first, so that what is being typed is not torn apart. The server does the same for what is saved elsewhere (TextMerge.cs).

// Edits after which two texts are called different rather than compared further: the work grows with its square.
const most = 400;

const words = (text) => text.match(/[\p{L}\p{N}_]+|[^]/gu) ?? [];
const lines = (text) => text.match(/[^\n]*\n|[^\n]+/g) ?? [];

// Myers' shortest edit script. Answers the runs that differ as [from a, to a, from b, to b], or nothing when it takes too many edits.
const runs = (a, b) => {
  let [head, tail] = [0, 0];
  while (head < a.length && head < b.length && a[head] === b[head]) head++;
  while (tail < a.length - head && tail < b.length - head && a[a.length - 1 - tail] === b[b.length - 1 - tail]) tail++;
  const [n, m] = [a.length - head - tail, b.length - head - tail];
  if (n === 0 && m === 0) return [];
  if (n === 0 || m === 0) return [[head, head + n, head, head + m]];

  const limit = Math.min(most, n + m);
  const reach = new Int32Array(2 * limit + 3);
  const middle = limit + 1;
  const trail = [];
  for (let edits = 0; edits <= limit; edits++) {
    trail.push(reach.slice());
    for (let diagonal = -edits; diagonal <= edits; diagonal += 2) {
      const down = diagonal === -edits || (diagonal !== edits && reach[middle + diagonal - 1] < reach[middle + diagonal + 1]);
      let x = down ? reach[middle + diagonal + 1] : reach[middle + diagonal - 1] + 1;
      while (x < n && x - diagonal < m && a[head + x] === b[head + x - diagonal]) x++;
      reach[middle + diagonal] = x;
      if (x >= n && x - diagonal >= m) return back(trail, n, m, middle).map((run) => run.map((at) => at + head));
    }
  }
};

const back = (trail, n, m, middle) => {
  const found = [];
  let [x, y] = [n, m];
  for (let edits = trail.length - 1; edits > 0; edits--) {
    const reach = trail[edits];
    const diagonal = x - y;
    const down = diagonal === -edits || (diagonal !== edits && reach[middle + diagonal - 1] < reach[middle + diagonal + 1]);
    const from = down ? reach[middle + diagonal + 1] : reach[middle + diagonal - 1];
    const fromY = from - (down ? diagonal + 1 : diagonal - 1);
    const run = down ? [from, from, fromY, fromY + 1] : [from, from + 1, fromY, fromY];
    const next = found[0];
    if (next && next[0] === run[1] && next[2] === run[3]) found[0] = [run[0], next[1], run[2], next[3]];
    else found.unshift(run);
    [x, y] = [from, fromY];
  }
  return found;
};

const offsets = (tokens) => {
  const at = [0];
  for (const token of tokens) at.push(at.at(-1) + token.length);
  return at;
};

// Without the letters that stay: a word that grows by a letter is that letter. A pair of surrogates stays together.
const tight = (origin, { start, end, text }) => {
  const isHalf = (letter) => letter >= "\ud800" && letter <= "\udfff";
  while (start < end && text && origin[start] === text[0] && !isHalf(text[0])) [start, text] = [start + 1, text.slice(1)];
  while (start < end && text && origin[end - 1] === text.at(-1) && !isHalf(text.at(-1))) [end, text] = [end - 1, text.slice(0, -1)];
  return { start, end, text };
};

/** The changes that make one text of another: [{ start, end, text }], each at its place in the first. */
export const changes = (origin, changed) => {
  if (origin === changed) return [];
  for (const cut of [words, lines]) {
    const [a, b] = [cut(origin), cut(changed)];
    const found = runs(a, b);
    if (!found) continue;
    const [atA, atB] = [offsets(a), offsets(b)];
    return found.map(([from, to, fromB, toB]) => tight(origin, { start: atA[from], end: atA[to], text: changed.slice(atB[fromB], atB[toB]) }));
  }
  return [tight(origin, { start: 0, end: origin.length, text: changed })];
};

const isSame = (a, b) => a.start === b.start && a.end === b.end && a.text === b.text;

/** Where a place of the first text lies after the changes; behind what was written at that very place, or before it. */
export const moved = (place, made, isBehind) => {
  let shift = 0;
  for (const { start, end, text } of made) {
    if (start > place || (start === place && !(isBehind && start === end))) break;
    if (end > place) return start + shift + text.length;
    shift += text.length - (end - start);
  }
  return place + shift;
};

// What of a stretch is still there after the changes.
const left = (start, end, made) => {
  const kept = [];
  let from = start;
  for (const change of made) {
    if (change.end <= from || change.start >= end) continue;
    if (change.start > from) kept.push([from, change.start]);
    from = Math.max(from, change.end);
  }
  if (from < end) kept.push([from, end]);
  return kept;
};

const isWord = (letter) => /[\p{L}\p{N}]/u.test(letter ?? "");

// One of their changes as edits of my text.
const over = (change, made, mine) => {
  const replaced = made.filter(({ start, end }) => start < change.end && end > change.start);
  const edits = left(change.start, change.end, made).map(([start, end]) => ({ start: moved(start, made, true), end: moved(end, made, false), text: "" }));
  if (!change.text) return edits;
  // Two words in place of one are two words.
  const at = replaced.length > 0 ? moved(replaced.at(-1).end, made, false) : moved(change.start, made, true);
  const text = replaced.length > 0 && isWord(change.text[0]) && isWord(mine[at - 1]) ? ` ${change.text}` : change.text;
  const first = edits.find((edit) => edit.start === at || edit.end === at);
  if (first) first.text = text;
  else edits.push({ start: at, end: at, text });
  return edits.sort((a, b) => a.start - b.start);
};

const ends = /[.!?…。！？]["'’”»)\]]*(?=\s|$)|\n/g;

// Where sentences begin and end: behind their last sign, and behind every line.
const borders = (text) => [0, ...[...text.matchAll(ends)].map((end) => end.index + end[0].length), text.length];

// The sentence a change is in; nothing for a new one beside others.
const sentence = (origin, { start, end, text }) => {
  if (start === end) {
    const [before, after] = [origin.slice(0, start), origin.slice(start)];
    const isNewLine = /^\n/.test(text) && (after === "" || after[0] === "\n");
    const isNewSentence = /^\s/.test(text) && /[.!?…。！？]["'’”»)\]]*$/.test(before);
    const isBefore = origin !== "" && (before === "" || /\s$/.test(before)) && /(?:[.!?…。！？]\s+|\n)$/.test(text);
    if (isNewLine || isNewSentence || isBefore) return undefined;
  }
  const all = borders(origin);
  const isInside = (border) => border < start || (border === start && (start < end || border === 0 || origin[border - 1] === "\n"));
  const from = all.filter(isInside).at(-1) ?? 0;
  const to = all.find((border) => border >= end && border > from) ?? origin.length;
  return { start: from, end: to };
};

/**
 * Their text as edits of mine, and the sentences that both changed: { edits: [{ start, end, text }], meetings: [{ start, end, mine, theirs }] },
 * where start and end of a meeting lie in the text that comes out.
 */
export const merge = (origin, mine, theirs) => {
  const my = changes(origin, mine);
  const their = changes(origin, theirs).filter((change) => !my.some((one) => isSame(one, change)));
  const edits = their.flatMap((change) => over(change, my, mine));
  const shared = [];
  for (const one of my) {
    const here = sentence(origin, one);
    for (const other of their) {
      const there = here && sentence(origin, other);
      if (!there || !(here.start < there.end && there.start < here.end) && !(here.start === there.start && here.end === there.end)) continue;
      const both = { start: Math.min(here.start, there.start), end: Math.max(here.end, there.end) };
      const near = shared.find((known) => known.start < both.end && both.start < known.end || (known.start === both.start && known.end === both.end));
      if (near) Object.assign(near, { start: Math.min(near.start, both.start), end: Math.max(near.end, both.end) });
      else shared.push(both);
    }
  }
  const full = changes(origin, theirs);
  const meetings = shared.map(({ start, end }) => {
    const [from, to] = [moved(start, my, false), moved(end, my, true)];
    return {
      start: moved(from, edits, false),
      end: moved(to, edits, true),
      mine: mine.slice(from, to).trim(),
      theirs: theirs.slice(moved(start, full, false), moved(end, full, true)).trim(),
    };
  }).filter((meeting) => meeting.mine !== meeting.theirs);
  return { edits, meetings };
};

/** The text after edits that were made for it. */
export const apply = (text, edits) => [...edits].reverse().reduce((now, { start, end, text: written }) => now.slice(0, start) + written + now.slice(end), text);
