// What a channel's links get before the text is counted. The server does the same (Data/Links/LinkTags.cs) and has the last word.
import { links } from "./counting.js";

const escape = (value) => encodeURIComponent(value).replace(/[!*'()]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);

const isMarked = (page, domains) => domains.length === 0 || domains.some((domain) => page.hostname === domain || page.hostname.endsWith(`.${domain}`));

function on(address, { values, domains }) {
  const page = URL.canParse(address) ? new URL(address) : undefined;
  if (!page || !isMarked(page, domains)) return address;
  const hash = address.indexOf("#");
  const fragment = hash < 0 ? "" : address.slice(hash);
  const rest = address.slice(0, address.length - fragment.length);
  const mark = rest.indexOf("?");
  const query = mark < 0 ? "" : rest.slice(mark + 1);
  let path = mark < 0 ? rest : rest.slice(0, mark);
  const said = new Set(query.split("&").map((pair) => pair.split("=")[0].toLowerCase()));
  const added = Object.entries(values).filter(([name]) => !said.has(name.toLowerCase())).map(([name, value]) => `${name}=${escape(value)}`).join("&");
  if (added === "") return address;
  if (path.indexOf("/", path.indexOf("://") + 3) < 0) path += "/";
  return `${path}?${query === "" ? "" : `${query.replace(/&+$/, "")}&`}${added}${fragment}`;
}

// tags: { values, domains }; endings: top-level domains that make a bare name a link, as in counting.js.
export function tagged(text, tags, endings) {
  let marked = "";
  let seen = 0;
  for (const link of links(text, endings)) {
    const words = link[0];
    const scheme = /^https?:\/\//i.test(words) ? "" : "https://";
    marked += text.slice(seen, link.index) + on(scheme + words, tags).slice(scheme.length);
    seen = link.index + words.length;
  }
  return marked + text.slice(seen);
}
