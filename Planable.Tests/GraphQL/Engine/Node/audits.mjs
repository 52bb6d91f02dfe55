// Runs the audits of graphql-http against a server: node audits.mjs <address>
import { serverAudits } from "graphql-http";

const failed = [];
const audits = serverAudits({ url: process.argv[2] });
for (const audit of audits) {
  const result = await audit.fn();
  if (result.status !== "ok") failed.push(`${audit.id} ${audit.name}: ${result.reason}`);
}

console.log(JSON.stringify({ total: audits.length, failed }));
