// Undo for a field in which others write too: takes back one's own changes only, wherever they are by now. The browser's own would be lost as soon as
// somebody else's words come into the field.
const pause = 1000;
const most = 300;

// Every step is a list of parts [{ at, come, gone }]: what stands at a place now because of it, and what stood there before. The places of a step are
// those of the text as the step left it, so a change of others is carried down through the steps, each seeing it as it was before that step.
const before = (place, parts) => {
  let shift = 0;
  for (const { at, come, gone } of parts) {
    if (place <= at) break;
    if (place < at + come.length) return at + shift + Math.min(place - at, gone.length);
    shift += gone.length - come.length;
  }
  return place + shift;
};

const carry = (parts, start, end, length) => parts.flatMap(({ at, come, gone }) => {
  const stop = at + come.length;
  if (end <= at) return [{ at: at + length - (end - start), come, gone }];
  if (start >= stop) return [{ at, come, gone }];
  // Inside: the others' words stay when this step is taken back.
  const [head, tail] = [come.slice(0, Math.max(0, start - at)), come.slice(Math.min(come.length, end - at))];
  const from = Math.min(at, start);
  const pieces = [{ at: from, come: head, gone }];
  if (tail) pieces.push({ at: from + head.length + length, come: tail, gone: "" });
  return pieces;
});

const down = (steps, edit) => {
  let { start, end } = edit;
  for (const step of [...steps].reverse()) {
    const seen = step.parts;
    step.parts = carry(seen, start, end, edit.text.length);
    [start, end] = [before(start, seen), before(end, seen)];
  }
};

const turned = (parts) => {
  let shift = 0;
  return parts.map(({ at, come, gone }) => {
    const part = { at: at + shift, come: gone, gone: come };
    shift += gone.length - come.length;
    return part;
  });
};

export class Undo {
  past = [];
  future = [];

  /** A change of one's own. */
  keep({ start, end, text }, gone) {
    this.future = [];
    const last = this.past.at(-1);
    const part = last?.parts.length === 1 ? last.parts[0] : undefined;
    const isNear = part && performance.now() - last.at < pause && !/\s$/.test(part.come.slice(-1) + text.slice(0, 1));
    if (isNear && start === end && start === part.at + part.come.length && part.come) part.come += text;
    else if (isNear && !text && !part.come && end === part.at) Object.assign(part, { at: start, gone: gone + part.gone });
    else this.past.push({ parts: [{ at: start, come: text, gone }], at: 0 });
    this.past.at(-1).at = performance.now();
    if (this.past.length > most) this.past.shift();
  }

  /** Changes of others, each at its place in the text before all of them. */
  shift(edits) {
    for (const edit of [...edits].reverse()) {
      down(this.past, edit);
      down(this.future, edit);
    }
  }

  /** The edits that take the last change back, or bring it again; nothing if there is none. */
  take(isRedo) {
    const [from, to] = isRedo ? [this.future, this.past] : [this.past, this.future];
    const step = from.pop();
    if (!step) return undefined;
    to.push({ parts: turned(step.parts), at: 0 });
    return step.parts.map(({ at, come, gone }) => ({ start: at, end: at + come.length, text: gone }));
  }
}
