// Says of each document whether graphql-js takes it: node verdicts.mjs <schema.graphql> <documents.json>
import { readFileSync } from "node:fs";
import { buildSchema, parse, print, validate } from "graphql";

const schema = buildSchema(readFileSync(process.argv[2], "utf8"));
const verdicts = JSON.parse(readFileSync(process.argv[3], "utf8")).map((text) => {
  try {
    const document = parse(text);
    const errors = validate(schema, document);
    return { valid: errors.length === 0, why: errors[0]?.message ?? null, printed: print(document) };
  } catch (error) {
    return { valid: false, why: error.message, printed: null };
  }
});

console.log(JSON.stringify(verdicts));
