// Waits until the app is ready and prints where it is and who can sign in. Usage: node announce.mjs <process id of the app>
import { setTimeout as pause } from "node:timers/promises";

const app = Number(process.argv[2]);
const address = process.env.ASPNETCORE_URLS.split(";")[0].replace(/\/\/(\*|\+|0\.0\.0\.0|\[::\])/, "//127.0.0.1").replace(/\/$/, "");
process.stdout.on("error", () => process.exit());

const isRunning = () => {
  try {
    return process.kill(app, 0);
  } catch {
    return false;
  }
};
const isReady = () => fetch(`${address}/health/ready`, { signal: AbortSignal.timeout(2000) }).then((answer) => answer.status === 200, () => false);

while (isRunning() && !(await isReady())) await pause(200);

if (isRunning()) {
  console.log(`\nPlanable is ready: ${address}\n`);
  if (process.env.Demo__Seed === "true" && process.env.ASPNETCORE_ENVIRONMENT !== "Production") {
    console.log(`Demo people, password planable-demo:
  Northlight   olga@northlight.example    owner
               adam@northlight.example    administrator
               wanda@northlight.example   writer
               pia@northlight.example     publisher
               ivo@northlight.example     internal approver
  Client Acme  clara@acme.example         approver
               carl@acme.example          viewer
  Stranger     oscar@elsewhere.example    works at another company
`);
  }
  console.log("Ctrl+C stops it.\n");
}
