// Joins wwwroot/css/*.css into one file: one request instead of thirty, no tool to install.
// Comments stay at home: they cost bytes, and what agencies show their clients says nothing of who made it.
// Order matters only for the first two, cascade layers decide the rest. Usage: node bundle-css.mjs <css folder> <output>
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

const [folder, output] = process.argv.slice(2);
const first = ["tokens.css", "base.css"];
const rest = readdirSync(folder).filter((name) => name.endsWith(".css") && !first.includes(name)).sort();
const text = [...first, ...rest].map((name) => readFileSync(join(folder, name), "utf8").replace(/\/\*[\s\S]*?\*\//g, "").replace(/\n\s*\n+/g, "\n").trim()).join("\n") + "\n";
mkdirSync(dirname(output), { recursive: true });
writeFileSync(output, text);
console.log(`${output}: ${rest.length + first.length} files, ${Math.round(text.length / 1024)} KB`);
