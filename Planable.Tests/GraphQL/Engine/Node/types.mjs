// Writes the types of a schema as TypeScript, with a client of its own that uses them, and compiles both under --strict: node types.mjs <schema.graphql>
import { readFileSync } from "node:fs";
import { buildSchema, getNamedType, isEnumType, isInputObjectType, isInterfaceType, isListType, isNonNullType, isObjectType, isScalarType, isUnionType } from "graphql";
import ts from "typescript";

const schema = buildSchema(readFileSync(process.argv[2], "utf8"));
const scalars = { Int: "number", Float: "number", String: "string", Boolean: "boolean", ID: "string" };
const doc = (about) => (about.description ? `/** ${about.description.replaceAll("*/", "* /").replaceAll("\n", " ")} */\n` : "");
const named = (type) => (isScalarType(type) ? scalars[type.name] ?? "Scalar<\"" + type.name + "\">" : type.name);
const wrap = (type) => (isNonNullType(type) ? bare(type.ofType) : `${bare(type)} | null`);
const bare = (type) => (isListType(type) ? `ReadonlyArray<${wrap(type.ofType)}>` : named(type));
const input = (field) => `${doc(field)}  ${field.name}${isNonNullType(field.type) && field.defaultValue === undefined ? "" : "?"}: ${wrap(field.type)};\n`;

let text = "type Scalar<Name extends string> = string | number | { readonly __name?: Name };\n";
const types = Object.values(schema.getTypeMap()).filter((t) => !t.name.startsWith("__"));
for (const type of types) {
  if (isEnumType(type)) text += `${doc(type)}export type ${type.name} = ${type.getValues().map((v) => JSON.stringify(v.name)).join(" | ")};\n`;
  else if (isInputObjectType(type)) text += `${doc(type)}export interface ${type.name} {\n${Object.values(type.getFields()).map(input).join("")}}\n`;
  else if (isUnionType(type)) text += `${doc(type)}export type ${type.name} = ${type.getTypes().map((t) => t.name).join(" | ")};\n`;
  else if (isObjectType(type) || isInterfaceType(type)) {
    const contracts = type.getInterfaces().map((i) => i.name);
    text += `${doc(type)}export interface ${type.name}${contracts.length ? ` extends ${contracts.join(", ")}` : ""} {\n  readonly __typename?: ${isInterfaceType(type) ? "string" : JSON.stringify(type.name)};\n`;
    for (const field of Object.values(type.getFields())) text += `${doc(field)}  readonly ${field.name}: ${wrap(field.type)};\n`;
    text += "}\n";
    for (const field of Object.values(type.getFields()).filter((f) => f.args.length))
      text += `export interface ${type.name}_${field.name}_Arguments {\n${field.args.map(input).join("")}}\n`;
  }
}

// Somebody's program: every mutation, called with what it takes, gives what it says.
text += "export interface Calls {\n";
for (const field of Object.values(schema.getMutationType().getFields()))
  text += `  ${field.name}(${field.args.map((a) => `${a.name}: ${wrap(a.type)}`).join(", ")}): Promise<${wrap(field.type)}>;\n`;
text += "}\n";
text += `export async function program(api: Calls): Promise<string | null> {
  const made = await api.createPost({ text: "By a program", channels: [{ channelId: "x" }], time: { date: "2027-01-01", time: "09:00:00" } });
  const first = made.errors?.[0];
  if (first) return first.code;
  const post: Post | null = made.post;
  return post ? (await api.schedulePost({ id: post.id })).post?.state ?? null : null;
}
`;
const wrong = `import { Calls } from "./api"; export const bad = (api: Calls) => api.createPost({ texts: 1 });\n`;

const files = { "/api.ts": text, "/wrong.ts": wrong };
const compile = (name) => {
  const options = { strict: true, noEmit: true, target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Bundler, types: [] };
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists, readFile } = host;
  host.getSourceFile = (file, ...rest) => (files[file] !== undefined ? ts.createSourceFile(file, files[file], ts.ScriptTarget.ES2022) : getSourceFile.call(host, file, ...rest));
  host.fileExists = (file) => files[file] !== undefined || fileExists(file);
  host.readFile = (file) => files[file] ?? readFile(file);
  return ts.getPreEmitDiagnostics(ts.createProgram([name], options, host)).map((d) => `${d.file?.fileName ?? ""} ${ts.flattenDiagnosticMessageText(d.messageText, " ")}`);
};
console.log(JSON.stringify({ types: types.length, errors: compile("/api.ts").slice(0, 20), refused: compile("/wrong.ts").length > 0 }));
