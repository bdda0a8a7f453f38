// SPDX-License-Identifier: Apache-2.0
// embed.mjs DIST OUT: compresses the built pages into OUT and writes OUT/embedded_files.cc, which holds them.
import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { extname, join, relative, sep } from "node:path";
import { gzipSync } from "node:zlib";

const TYPES = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".svg": "image/svg+xml",
};

const [dist, out] = process.argv.slice(2);
if (!dist || !out) throw new Error("usage: embed.mjs DIST OUT");

const filesBelow = (folder) =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? filesBelow(join(folder, entry.name)) : [join(folder, entry.name)]));

mkdirSync(out, { recursive: true });
const files = filesBelow(dist).sort().map((file, index) => {
  const type = TYPES[extname(file)];
  if (!type) throw new Error(`${file}: no content type is known for ${extname(file)}`);
  const content = readFileSync(file);
  const compressed = join(out, `page_${index}.gz`);
  writeFileSync(compressed, gzipSync(content, { level: 9 }));
  const path = `/${relative(dist, file).split(sep).join("/")}`;
  return { path, type, symbol: `palier_page_${index}`, compressed, etag: createHash("sha256").update(content).digest("hex").slice(0, 32) };
});

const quoted = (text) => JSON.stringify(text);
writeFileSync(join(out, "embedded_files.cc"), `// Made by web/scripts/embed.mjs.
#include "gateway/pages/embedded_file.h"

asm(".section .rodata\\n"
${files.map(({ symbol, compressed }) => `    ".global ${symbol}\\n${symbol}:\\n.incbin \\"${compressed}\\"\\n.global ${symbol}_end\\n${symbol}_end:\\n.byte 0\\n"`).join("\n")}
    ".previous\\n");

${files.map(({ symbol }) => `extern const char ${symbol}[];\nextern const char ${symbol}_end[];`).join("\n")}

namespace palier::gateway {

absl::Span<const EmbeddedFile> EmbeddedFiles() {
  static const EmbeddedFile kFiles[] = {
${files.map(({ path, type, symbol, etag }) => `      {${quoted(path)}, ${quoted(type)}, "\\"${etag}\\"", ${path.startsWith("/assets/")}, absl::string_view(${symbol}, ${symbol}_end - ${symbol})},`).join("\n")}
  };
  return kFiles;
}

}  // namespace palier::gateway
`);
