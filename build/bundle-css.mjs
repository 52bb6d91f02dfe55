// Joins wwwroot/css/*.css into one file: one request instead of thirty, no tool to install.
// What stands behind a review link gets a smaller one beside it, without the screens of the team: it is opened on phones, with nothing in the cache.
// Comments stay at home: they cost bytes, and what agencies show their clients says nothing of who made it.
// Order matters only for the first two, cascade layers decide the rest. Usage: node bundle-css.mjs <css folder> <output> <output for links>
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

const [folder, output, linkOutput] = process.argv.slice(2);
const first = ["tokens.css", "base.css"];
const team = new Set(["analytics", "approvals", "best-times", "brand-rules", "bulk", "calendar", "channels", "chart", "choices", "coauthors", "component-sheet", "dev-mail", "developers", "editor", "handover", "home", "ideas", "import", "labels", "links", "log", "overview", "palette", "paused", "post-card", "practice", "reports", "ring", "settings", "shell", "side-panel", "sign-in", "slots", "targets", "toast", "views"].map((name) => `${name}.css`));
const rest = readdirSync(folder).filter((name) => name.endsWith(".css") && !first.includes(name)).sort();

const write = (to, names) => {
  const text = names.map((name) => readFileSync(join(folder, name), "utf8").replace(/\/\*[\s\S]*?\*\//g, "").replace(/\n\s*\n+/g, "\n").trim()).join("\n") + "\n";
  mkdirSync(dirname(to), { recursive: true });
  // A new file each time: the old one may be a hard link that others read.
  rmSync(to, { force: true });
  writeFileSync(to, text);
  console.log(`${to}: ${names.length} files, ${Math.round(text.length / 1024)} KB`);
};

write(output, [...first, ...rest]);
if (linkOutput) write(linkOutput, [...first, ...rest.filter((name) => !team.has(name))]);
