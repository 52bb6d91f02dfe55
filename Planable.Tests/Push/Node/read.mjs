// Reads a message as a browser does, with the implementation of RFC 8188 and 8291 that npm has, and verifies who sent it (RFC 8292) with Node's own cryptography:
// node read.mjs <browser's private key> <shared secret> <body> <Authorization header>, the first three in base64url.
import { createECDH, createPublicKey, verify } from "node:crypto";
import ece from "http_ece";

const [key, secret, body, authorization] = process.argv.slice(2);
const browser = createECDH("prime256v1");
browser.setPrivateKey(key, "base64url");
const text = ece.decrypt(Buffer.from(body, "base64url"), { version: "aes128gcm", privateKey: browser, authSecret: secret }).toString();

const [, token, sender] = /^vapid t=([^,]+), k=(.+)$/.exec(authorization);
const point = Buffer.from(sender, "base64url");
const jwk = { kty: "EC", crv: "P-256", x: point.subarray(1, 33).toString("base64url"), y: point.subarray(33).toString("base64url") };
const [head, claims, signature] = token.split(".");
const isSigned = verify("sha256", Buffer.from(`${head}.${claims}`), { key: createPublicKey({ key: jwk, format: "jwk" }), dsaEncoding: "ieee-p1363" }, Buffer.from(signature, "base64url"));
const json = (part) => JSON.parse(Buffer.from(part, "base64url").toString());
console.log(JSON.stringify({ text, isSigned, head: json(head), claims: json(claims), sender }));
