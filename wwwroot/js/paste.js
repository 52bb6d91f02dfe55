// What is pasted from a word processor or a spreadsheet keeps its paragraphs, lists and rows, and nothing else.
import { insert } from "./composer.js";

const paragraphs = new Set(["P", "H1", "H2", "H3", "H4", "H5", "H6", "BLOCKQUOTE", "UL", "OL", "TABLE", "PRE"]);
const lines = new Set(["DIV", "LI", "TR", "SECTION", "ARTICLE"]);

const words = (node, isPre = false) => {
  if (node.nodeType === Node.TEXT_NODE) return isPre ? node.data : node.data.replace(/[ \t\r\n]+/g, " ");
  if (node.nodeType !== Node.ELEMENT_NODE || ["STYLE", "SCRIPT", "TITLE"].includes(node.tagName)) return "";
  if (node.tagName === "BR") return "\n";
  let inner = [...node.childNodes].map((one) => words(one, isPre || node.tagName === "PRE")).join("");
  if (node.tagName === "TD" || node.tagName === "TH") return `${inner.trim()}${node.nextElementSibling ? "\t" : ""}`;
  if (node.tagName === "LI") inner = `• ${inner.trim()}`;
  // Word writes its list marks as text of their own, with a run of blanks after them.
  if (/MsoListParagraph/.test(node.className)) return `\n${inner.replace(/^[\s\u00a0]*[·•o§-]?[\s\u00a0]*/, "• ").trim()}\n`;
  if (paragraphs.has(node.tagName)) return `\n\n${inner.trim()}\n\n`;
  return lines.has(node.tagName) ? `\n${inner.trim()}\n` : inner;
};

export const plain = (html) => {
  const body = new DOMParser().parseFromString(html, "text/html").body;
  return words(body).replace(/\u00a0/g, " ").replace(/[ ]+\n/g, "\n").replace(/\n[ ]+/g, "\n").replace(/(• [^\n]*)\n\n(?=• )/g, "$1\n").replace(/\n{3,}/g, "\n\n").trim();
};

document.addEventListener("paste", (event) => {
  if (!event.target.matches?.("#composer textarea[data-text]") || event.clipboardData.files.length > 0) return;
  const html = event.clipboardData.getData("text/html");
  if (!/<(?:p|li|tr|h[1-6])[\s>]/i.test(html)) return;
  event.preventDefault();
  insert(plain(html), event.target);
});
