// SPDX-License-Identifier: Apache-2.0
import { defineConfig } from "vite";

const gateway = process.env.PALIER_HTTP ?? "http://127.0.0.1:8080";

export default defineConfig({
  // Files stay files: the content security policy allows no `data:` script or style.
  build: { assetsInlineLimit: 0, modulePreload: { polyfill: false }, target: "es2022" },
  esbuild: { jsx: "automatic" },
  server: { host: "127.0.0.1", proxy: { "/v1": gateway, "/openapi.json": gateway } },
});
