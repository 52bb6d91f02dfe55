// Listens to the app with the clients of graphql-ws and graphql-sse: node events.mjs <address> <token>
import { createClient as createSse } from "graphql-sse";
import { createClient as createWs } from "graphql-ws";
import WebSocket from "ws";

const [, , address, token] = process.argv;
const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
const results = {};

const write = () => fetch(address, { method: "POST", headers, body: JSON.stringify({ query: 'mutation { createPost(input: {text: "By node"}) { post { id } errors { __typename } } }' }) });
const follow = (client) =>
  new Promise((resolve, reject) => {
    const got = [];
    const stop = client.subscribe({ query: "subscription { postChanged { number line { verb } } }" }, {
      next: (value) => { got.push(value); if (got.length >= 2) { stop(); resolve(got); } },
      error: (error) => reject(new Error(JSON.stringify(error.message ?? error.reason ?? error))),
      complete: () => resolve(got),
    });
    // What happened before the stream is there is not told, so it is done until something was.
    const again = setInterval(() => (got.length === 0 ? write() : clearInterval(again)), 1000);
    setTimeout(() => { clearInterval(again); resolve(got); }, 40000).unref();
  });

const url = address.replace("http", "ws");
const ws = createWs({ url, webSocketImpl: WebSocket, retryAttempts: 0, connectionParams: { authorization: `Bearer ${token}` } });
results.ws = await follow(ws);
const sse = createSse({ url: address, singleConnection: false, retryAttempts: 0, headers: { authorization: `Bearer ${token}` } });
results.sse = await follow(sse);
const wrong = createWs({ url, webSocketImpl: WebSocket, retryAttempts: 0, connectionParams: { authorization: "Bearer planable_wrong" } });
results.forbidden = await new Promise((resolve) => wrong.subscribe({ query: "{ me { member { name } } }" }, { next: () => resolve("let in"), error: (error) => resolve(error.code), complete: () => {} }));
await ws.dispose();
sse.dispose();
console.log(JSON.stringify(results));
process.exit(0);
