// Drives a server with the clients of graphql-ws and graphql-sse: node transports.mjs <address>
import { createClient as createSse } from "graphql-sse";
import { createClient as createWs } from "graphql-ws";
import WebSocket from "ws";

const address = process.argv[2];
const results = {};

const take = (client, query, variables) =>
  new Promise((resolve) => {
    const got = [];
    client.subscribe({ query, variables }, {
      next: (value) => got.push(value),
      error: (error) => resolve({ got, error: Array.isArray(error) ? error : { code: error.code, message: error.message ?? error.reason } }),
      complete: () => resolve({ got }),
    });
  });

const ws = createWs({ url: address.replace("http", "ws"), webSocketImpl: WebSocket, retryAttempts: 0 });
const sse = createSse({ url: address, singleConnection: false, retryAttempts: 0 });
for (const [name, client] of [["ws", ws], ["sse", sse]]) {
  results[name] = {
    query: await take(client, "{ hello }"),
    count: await take(client, "subscription ($to: Int!) { count(from: 1, to: $to) }", { to: 5 }),
    failing: await take(client, "subscription { count(from: 12, to: 14) }"),
    invalid: await take(client, "{ nonsense }"),
    syntax: await take(client, "{ hello"),
    refused: await take(client, "subscription { refused }"),
  };
}

const forbidden = createWs({ url: address.replace("http", "ws"), webSocketImpl: WebSocket, retryAttempts: 0, connectionParams: { token: "wrong" } });
results.forbidden = await take(forbidden, "{ hello }");

// What no client of theirs would do.
const raw = (messages, protocol = "graphql-transport-ws") =>
  new Promise((resolve) => {
    const socket = new WebSocket(address.replace("http", "ws"), protocol ? [protocol] : []);
    const got = [];
    socket.on("open", () => messages.forEach((m) => socket.send(typeof m === "string" ? m : JSON.stringify(m))));
    socket.on("message", (data) => got.push(JSON.parse(data)));
    socket.on("close", (code) => resolve({ code, got }));
    socket.on("error", () => {});
  });
const init = { type: "connection_init" };
const never = { id: "1", type: "subscribe", payload: { query: "subscription { bookRenamed { title } }" } };
results.raw = {
  twice: (await raw([init, init])).code,
  early: (await raw([never])).code,
  garbage: (await raw(["{"])).code,
  unknown: (await raw([{ type: "dance" }])).code,
  silent: (await raw([])).code,
  protocol: (await raw([init], "graphql-ws")).code,
  noProtocol: (await raw([init], null)).code,
  same: (await raw([init, never, never])).code,
  badQuery: (await raw([init, { id: "1", type: "subscribe", payload: { query: 5 } }])).code,
};

await ws.dispose();
sse.dispose();
await forbidden.dispose();
console.log(JSON.stringify(results));
process.exit(0);
