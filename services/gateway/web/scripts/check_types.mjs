// SPDX-License-Identifier: Apache-2.0
// check_types.mjs PALIER_OPENAPI OUT: makes the types of the API from its own document, as this build serves it, and checks the
// pages against them. The types of an editor: copy OUT/openapi.d.ts into generated/.
import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const web = dirname(dirname(fileURLToPath(import.meta.url)));
const [print, folder] = process.argv.slice(2);
if (!print || !folder) throw new Error("usage: check_types.mjs PALIER_OPENAPI OUT");
const out = resolve(folder);
const run = (tool, ...parameters) => execFileSync(process.execPath, [join(web, "node_modules", tool), ...parameters], { stdio: "inherit", cwd: web });

mkdirSync(out, { recursive: true });
const document = join(out, "openapi.json");
writeFileSync(document, execFileSync(print, { maxBuffer: 64 << 20 }));
run("openapi-typescript/bin/cli.js", document, "-o", join(out, "openapi.d.ts"));
writeFileSync(join(out, "tsconfig.json"), JSON.stringify({
  extends: join(web, "tsconfig.json"),
  compilerOptions: { paths: { "palier-api": [join(out, "openapi.d.ts")] } },
  include: [join(web, "src")],
}));
try {
  run("typescript/bin/tsc", "-p", join(out, "tsconfig.json"));
} catch {
  process.exit(1); // it has said why
}
