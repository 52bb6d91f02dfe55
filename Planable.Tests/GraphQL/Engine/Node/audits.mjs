// Runs the audits of graphql-http against a server: node audits.mjs <address> [token]
import { serverAudits } from "graphql-http";

const [, , url, token] = process.argv;
const fetchFn = token ? (address, init) => fetch(address, { ...init, headers: { ...init?.headers, authorization: `Bearer ${token}` } }) : undefined;
const failed = [];
const audits = serverAudits({ url, fetchFn });
for (const audit of audits) {
  const result = await audit.fn();
  if (result.status !== "ok") failed.push(`${audit.id} ${audit.name}: ${result.reason}`);
}

console.log(JSON.stringify({ total: audits.length, failed }));
