// Looks into a document with PDFium compiled to WebAssembly: whatever stands in the file, it stays in there.
//   node pages.mjs LIBRARY FILE                      tells {"pages": 12}
//   node pages.mjs LIBRARY FILE PAGE WIDTH PICTURE   draws a page (from 1) as PNG, at most that wide, and tells its size too
// Exit codes: 3 for a file that opens only with a password, 4 for one that cannot be read.
import { readFile, writeFile } from "node:fs/promises";
import { pathToFileURL } from "node:url";
import { deflateSync } from "node:zlib";

const [library, file, page, width, picture] = process.argv.slice(2);
const mostHeight = 4000;

const table = Array.from({ length: 256 }, (_, n) => {
  for (let bit = 0; bit < 8; bit++) n = n & 1 ? (n >>> 1) ^ 0xedb88320 : n >>> 1;
  return n >>> 0;
});
const sum = (bytes) => ~bytes.reduce((crc, byte) => table[(crc ^ byte) & 255] ^ (crc >>> 8), -1) >>> 0;

const chunk = (name, bytes) => {
  const made = Buffer.alloc(bytes.length + 12);
  made.writeUInt32BE(bytes.length);
  made.write(name, 4, "latin1");
  Buffer.from(bytes).copy(made, 8);
  made.writeUInt32BE(sum(made.subarray(4, bytes.length + 8)), bytes.length + 8);
  return made;
};

// PDFium's colours stand in the order the library has put right already; paper is opaque.
const png = ({ data, width, height }) => {
  const rows = Buffer.alloc(height * (width * 3 + 1));
  for (let y = 0, to = 0, from = 0; y < height; y++) {
    to++;
    for (let x = 0; x < width; x++, from += 4) {
      rows[to++] = data[from];
      rows[to++] = data[from + 1];
      rows[to++] = data[from + 2];
    }
  }
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width);
  head.writeUInt32BE(height, 4);
  head.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]), chunk("IHDR", head), chunk("IDAT", deflateSync(rows, { level: 3 })), chunk("IEND", Buffer.alloc(0))]);
};

const { PDFiumLibrary } = await import(pathToFileURL(library));
const pdfium = await PDFiumLibrary.init();
try {
  const opened = await pdfium.loadDocument(await readFile(file));
  const facts = { pages: opened.getPageCount() };
  if (page) {
    const sheet = opened.getPage(Number(page) - 1);
    const { originalWidth, originalHeight } = sheet.getOriginalSize();
    const scale = Math.min(Number(width) / originalWidth, mostHeight / originalHeight);
    const drawn = await sheet.render({ scale, render: async (options) => png(options) });
    await writeFile(picture, drawn.data);
    Object.assign(facts, { width: drawn.width, height: drawn.height });
  }
  console.log(JSON.stringify(facts));
} catch (broken) {
  console.error(broken.message);
  process.exitCode = /password|security/i.test(broken.message) ? 3 : 4;
}
