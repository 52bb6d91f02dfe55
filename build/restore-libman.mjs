// Restores what libman.json lists into wwwroot/lib, in LibMan's own layout, with npm pack:
// the LibMan tool itself is not in every package feed. Usage: node restore-libman.mjs <libman.json> <stamp>
import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve, sep } from "node:path";

const [manifestPath, stampPath] = process.argv.slice(2).map((p) => resolve(p));
const root = dirname(manifestPath);
const manifest = JSON.parse(readFileSync(manifestPath, "utf8"));
const refuse = (why) => { console.error(`libman.json : error : ${why}`); process.exit(1); };

if (manifest.defaultProvider !== "unpkg") refuse("defaultProvider must be unpkg");
const libraries = manifest.libraries.map(({ library, files, destination }) => {
  if (!/@\d+\.\d+\.\d+[^/]*$/.test(library)) refuse(`${library} needs an exact version`);
  if (!files?.length) refuse(`${library} must list its files`);
  const target = resolve(root, destination ?? "");
  if (!target.startsWith(resolve(root, "wwwroot") + sep)) refuse(`${library} must be restored below wwwroot`);
  return { library, files, target };
});

const temp = mkdtempSync(join(tmpdir(), "libman-"));
const outputs = [];
try {
  const npm = process.platform === "win32" ? "npm.cmd" : "npm";
  const packed = execFileSync(npm, ["pack", "--json", "--ignore-scripts", "--silent", "--pack-destination", temp, ...libraries.map((l) => l.library)], { cwd: temp, encoding: "utf8", shell: process.platform === "win32" });
  // npm 11 answers an array in the order asked; newer ones an object by name.
  const answers = Object.values(JSON.parse(packed.slice(packed.search(/^[[{]/m))));
  for (const { library, files, target } of libraries) {
    const name = library.slice(0, library.lastIndexOf("@"));
    const answer = answers.find((a) => a.name === name) ?? refuse(`npm gave no archive for ${library}`);
    const unpacked = mkdtempSync(join(temp, "x-"));
    execFileSync("tar", ["-xzf", join(temp, answer.filename.replace("@", "").replace("/", "-")), "--strip-components=1", "-C", unpacked]);
    for (const file of files) {
      const from = join(unpacked, file);
      if (!existsSync(from)) refuse(`${library} has no file ${file}`);
      const to = join(target, file);
      mkdirSync(dirname(to), { recursive: true });
      cpSync(from, to);
      outputs.push(to);
    }
  }
} finally {
  rmSync(temp, { recursive: true, force: true });
}
mkdirSync(dirname(stampPath), { recursive: true });
writeFileSync(stampPath, outputs.join("\n") + "\n");
console.log(`libman.json: ${outputs.length} files of ${libraries.length} libraries`);
