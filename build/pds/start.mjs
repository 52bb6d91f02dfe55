// A real Bluesky PDS and its PLC directory, in memory and in a temp folder, on loopback only.
//   node build/pds/start.mjs [--pds <port>] [--plc <port>]   starts both (0 or nothing: a free port), prints one JSON line, runs until stdin ends or a signal comes
//   node build/pds/start.mjs --install-only                  restores the packages and prints where they are
// The packages (about 250 MB, a minute or two, one native module) go once into a cache folder of the user, keyed by the lock file,
// so that every clone shares them. PLANABLE_TOOL_CACHE names another folder.
// Exit code 3: the packages could not be restored.
import { spawnSync } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { createRequire } from "node:module";
import { homedir, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const here = dirname(fileURLToPath(import.meta.url));
const { values: options } = parseArgs({ options: { pds: { type: "string", default: "0" }, plc: { type: "string", default: "0" }, "install-only": { type: "boolean", default: false } } });

const folder = restore();
if (options["install-only"]) {
  console.log(folder);
} else {
  const data = mkdtempSync(join(tmpdir(), "planable-pds-"));
  process.on("exit", () => rmSync(data, { recursive: true, force: true }));
  await start(createRequire(join(folder, "package.json")), data);
}

function restore() {
  const cache = process.env.PLANABLE_TOOL_CACHE || join(process.env.LOCALAPPDATA || process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "planable");
  const lock = readFileSync(join(here, "package-lock.json"));
  const key = createHash("sha256").update(lock).update(process.versions.modules).digest("hex").slice(0, 12);
  const target = join(cache, `pds-${key}`);
  if (existsSync(target)) return target;

  mkdirSync(cache, { recursive: true });
  const fresh = mkdtempSync(join(cache, "restoring-"));
  for (const file of ["package.json", "package-lock.json"]) cpSync(join(here, file), join(fresh, file));
  const windows = process.platform === "win32";
  const npm = spawnSync(windows ? "npm.cmd" : "npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"], { cwd: fresh, stdio: ["ignore", "pipe", "pipe"], encoding: "utf8", shell: windows });
  if (npm.status !== 0) {
    rmSync(fresh, { recursive: true, force: true });
    console.error(`npm could not restore the packages of the PDS:\n${npm.error ?? npm.stderr}`);
    process.exit(3);
  }
  try {
    renameSync(fresh, target);
  } catch (error) {
    // Another process was first; its folder is as good.
    rmSync(fresh, { recursive: true, force: true });
    if (!existsSync(target)) throw error;
  }
  return target;
}

async function start(require, data) {
  process.env.LOG_ENABLED = "false";
  const { PDS, envToCfg, envToSecrets } = require("@atproto/pds");
  const { PlcServer, Database } = require("@did-plc/server");
  const { Secp256k1Keypair } = require("@atproto/crypto");

  const plcPort = Number(options.plc) || (await freePort());
  const pdsPort = Number(options.pds) || (await freePort());

  const plc = PlcServer.create({ db: Database.mock(), port: plcPort });
  onLoopback(plc.app);
  await plc.start();

  const rotationKey = await Secp256k1Keypair.create({ exportable: true });
  const environment = {
    port: pdsPort,
    hostname: "localhost",
    devMode: true,
    dataDirectory: data,
    blobstoreDiskLocation: join(data, "blobs"),
    blobstoreDiskTmpLocation: join(data, "blobs-tmp"),
    didPlcUrl: `http://127.0.0.1:${plcPort}`,
    serviceHandleDomains: [".test"],
    inviteRequired: false,
    rateLimitsEnabled: false,
    crawlers: [],
    disableSsrfProtection: true,
    jwtSecret: randomBytes(16).toString("hex"),
    adminPassword: randomBytes(16).toString("hex"),
    plcRotationKeyK256PrivateKeyHex: Buffer.from(await rotationKey.export()).toString("hex"),
  };
  const pds = await PDS.create(envToCfg(environment), envToSecrets(environment));
  onLoopback(pds.app);
  await pds.start();

  const origin = `http://127.0.0.1:${pdsPort}`;
  const call = async (method, body, token) => {
    const answer = await fetch(`${origin}/xrpc/${method}`, {
      method: "POST",
      headers: { "content-type": "application/json", ...(token && { authorization: `Bearer ${token}` }) },
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`${method}: ${answer.status} ${await answer.text()}`);
    return answer.json();
  };
  const account = async (handle) => {
    const password = randomBytes(12).toString("hex");
    const session = await call("com.atproto.server.createAccount", { handle, email: `${handle.split(".")[0]}@example.com`, password });
    const app = await call("com.atproto.server.createAppPassword", { name: "Planable" }, session.accessJwt);
    return { handle, did: session.did, password, appPassword: app.password };
  };
  console.log(JSON.stringify({ pds: origin, plc: `http://127.0.0.1:${plcPort}`, alice: await account("alice.test"), bob: await account("bob.test") }));

  let stopping = false;
  const stop = async () => {
    if (stopping) return;
    stopping = true;
    await pds.destroy();
    await plc.destroy();
    process.exit(0);
  };
  process.on("SIGTERM", stop).on("SIGINT", stop);
  process.stdin.on("end", stop).resume();
}

// Both servers listen on every address of the machine otherwise.
function onLoopback(app) {
  const listen = app.listen.bind(app);
  app.listen = (port) => listen(port, "127.0.0.1");
}

function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer().once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}
