// Which changes of the schema break somebody's program: node changes.mjs <manifest.json>
// The manifest names the schema of now and those that were committed, with their days. What was deprecated 90 days ago may go.
import { readFileSync } from "node:fs";
import { buildSchema, findBreakingChanges, isEnumType } from "graphql";

const { now, today, before } = JSON.parse(readFileSync(process.argv[2], "utf8"));
const read = (file) => buildSchema(readFileSync(file, "utf8"));
const notice = 90 * 24 * 3600 * 1000;
const current = read(now);
const past = before.map(({ file, at }) => ({ schema: read(file), at: Date.parse(at) }));

const wasDeprecated = (change) => {
  const [, type, field] = /^(\w+)\.(\w+) was removed\.$/.exec(change.description) ?? [];
  const [, value, names] = /^(\w+) was removed from enum type (\w+)\.$/.exec(change.description) ?? [];
  return past.some(({ schema, at }) => {
    if (Date.parse(today) - at < notice) return false;
    const found = type ? schema.getType(type)?.getFields?.()[field] : isEnumType(schema.getType(names)) ? schema.getType(names).getValue(value) : undefined;
    return found?.deprecationReason != null;
  });
};

const broken = new Set(past.flatMap(({ schema }) => findBreakingChanges(schema, current)).filter((c) => !wasDeprecated(c)).map((c) => c.description));
console.log(JSON.stringify([...broken]));
