// Prints the schema as read from text and as read back by introspection: node introspection.mjs <address> <schema.graphql>
import { readFileSync } from "node:fs";
import { assertValidSchema, buildClientSchema, buildSchema, getIntrospectionQuery, lexicographicSortSchema, printSchema } from "graphql";

const query = getIntrospectionQuery({ descriptions: true, specifiedByUrl: true, directiveIsRepeatable: true, schemaDescription: true, inputValueDeprecation: true, oneOf: true });
const response = await fetch(process.argv[2], { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ query }) });
const answer = await response.json();
if (answer.errors) throw new Error(JSON.stringify(answer.errors));
const told = buildClientSchema(answer.data);
const written = buildSchema(readFileSync(process.argv[3], "utf8"));
assertValidSchema(told);
assertValidSchema(written);
console.log(JSON.stringify({ told: printSchema(lexicographicSortSchema(told)), written: printSchema(lexicographicSortSchema(written)) }));
