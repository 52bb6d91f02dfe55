// Receives a mail as a stranger's server would: SPF, DKIM and DMARC by another implementation, with the DNS it is given.
import { readFile } from "node:fs/promises";
import { authenticate } from "mailauth";

const [file, sender, ip, dns] = process.argv.slice(2);
const records = JSON.parse(dns);
const missing = () => Object.assign(new Error("ENOTFOUND"), { code: "ENOTFOUND" });
const resolver = async (name, type) => {
  const found = records[`${type} ${name.replace(/\.$/, "")}`];
  if (!found) throw missing();
  return type === "TXT" ? found.map((text) => text.match(/.{1,255}/g)) : found;
};
const { dkim, spf, dmarc } = await authenticate(await readFile(file), { ip, helo: "post.example", sender, mta: "mx.client.example", resolver, disableArc: true, disableBimi: true });
console.log(JSON.stringify({
  dkim: dkim.results.map((r) => ({ result: r.status.result, domain: r.signingDomain, selector: r.selector, algorithm: r.algo, format: r.format, bits: r.modulusLength, signed: r.signingHeaders?.keys ?? "" })),
  spf: spf.status.result, spfDomain: spf.domain, dmarc: dmarc.status.result,
}));
