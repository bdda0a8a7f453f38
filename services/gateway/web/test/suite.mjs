// SPDX-License-Identifier: Apache-2.0
// A palierd of its own with the example organisation, on free ports, on a day that stands still.
import { execFile, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { promisify } from "node:util";

const START_SECONDS = 60;

export async function startSuite(binFolder, today) {
  const folder = mkdtempSync(join(tmpdir(), "palier-web-"));
  const clock = join(folder, "clock");
  const ports = join(folder, "ports");
  writeFileSync(clock, today);
  const palierd = spawn(join(binFolder, "palierd"),
    ["--listen=127.0.0.1:0", "--http_listen=127.0.0.1:0", `--data=${join(folder, "data")}`, "--auth=dev", `--port_file=${ports}`, `--clock_file=${clock}`],
    { stdio: ["ignore", "ignore", "pipe"] });
  let log = "";
  palierd.stderr.on("data", (piece) => (log = (log + piece).slice(-4000)));
  for (let waited = 0; !existsSync(ports); waited += 0.1) {
    if (palierd.exitCode !== null || waited > START_SECONDS) throw new Error(`palierd did not start:\n${log}`);
    await pause(100);
  }
  const addresses = new Map(readFileSync(ports, "utf8").trim().split("\n").map((line) => line.split(" ")));
  const ended = new Promise((resolve) => palierd.once("exit", resolve));
  const stop = async () => {
    palierd.kill("SIGTERM");
    await ended;
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await promisify(execFile)(join(binFolder, "palierctl"), ["load-example"], { env: { ...process.env, PALIER_ADDRESS: addresses.get("grpc") } });
  } catch (error) {
    await stop();
    throw error;
  }
  return { url: `http://${addresses.get("http")}`, stop, setToday: (day) => writeFileSync(clock, day) };
}
