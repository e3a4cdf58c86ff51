// A coordinator and its workers for a test: the real binary, on a free port and a database of its own.
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

const BINARY =
  process.env.RATESMITH_BINARY ?? new URL("../../target/debug/ratesmith", import.meta.url).pathname;

export class Coordinator {
  static async start() {
    const it = new Coordinator();
    it.folder = mkdtempSync(join(tmpdir(), "ratesmith-dashboard-"));
    it.port = await freePort();
    it.url = `http://127.0.0.1:${it.port}`;
    it.processes = [];
    await it.serve();
    return it;
  }

  /** Starts the coordinator, or starts it again on what it had stored. */
  async serve() {
    const database = `sqlite://${join(this.folder, "test.db")}`;
    this.server = this.run("server", "--listen", `127.0.0.1:${this.port}`, "--database", database);
    await until(async () => (await fetch(`${this.url}/readyz`)).ok, "the coordinator to be ready");
  }

  /** Ends the coordinator as a power cut would. */
  async kill() {
    const ended = new Promise((resolve) => this.server.once("exit", resolve));
    this.server.kill("SIGKILL");
    await ended;
  }

  worker(name = "ada", slots = 1) {
    return this.run("worker", "--server", this.url, "--name", name, "--slots", String(slots));
  }

  run(...words) {
    const process = spawn(BINARY, words, {
      cwd: this.folder,
      stdio: ["ignore", "ignore", "inherit"],
      env: quiet(),
    });
    this.processes.push(process);
    return process;
  }

  async post(path, body, type = "application/json") {
    const response = await fetch(`${this.url}/api/v1${path}`, {
      method: "POST",
      body: typeof body === "string" ? body : JSON.stringify(body),
      headers: { "content-type": type },
    });
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return response.json();
  }

  async get(path) {
    return (await fetch(`${this.url}/api/v1${path}`)).json();
  }

  /** Submits a sweep; with workers there, waits until it is over. */
  async sweep(spec, { over = true } = {}) {
    const { id } = await this.post("/sweeps", spec);
    if (over)
      await until(async () => (await this.get(`/sweeps/${id}`)).state === "completed", `${spec.name} to end`);
    return id;
  }

  stop() {
    for (const process of this.processes) process.kill("SIGKILL");
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** Waits until `holds`; a test that waits for what never comes says for what. */
export async function until(holds, what, limit_ms = 60_000) {
  const end = Date.now() + limit_ms;
  for (;;) {
    if (await holds().catch(() => false)) return;
    if (Date.now() > end) throw new Error(`waited in vain for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

const quiet = () => ({ ...process.env, RUST_LOG: "error" });

function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}
