// Joins wwwroot/css/*.css into one file: one request instead of thirty, no tool to install.
// Order matters only for the first two, cascade layers decide the rest. Usage: node bundle-css.mjs <css folder> <output>
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

const [folder, output] = process.argv.slice(2);
const first = ["tokens.css", "base.css"];
const rest = readdirSync(folder).filter((name) => name.endsWith(".css") && !first.includes(name)).sort();
const text = [...first, ...rest].map((name) => readFileSync(join(folder, name), "utf8").trim()).join("\n\n") + "\n";
mkdirSync(dirname(output), { recursive: true });
writeFileSync(output, text);
console.log(`${output}: ${rest.length + first.length} files, ${Math.round(text.length / 1024)} KB`);
