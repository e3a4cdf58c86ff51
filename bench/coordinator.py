"""Our side of the benchmark: a coordinator and its workers as processes, asked over REST.

What is measured is in measures.py.
"""

import contextlib
import http.client
import json
import os
import signal
import socket
import subprocess
import time

START_SECONDS = 60
STOP_SECONDS = 40
# An answer that takes longer than this is a failure of ours, not a slow answer.
ANSWER_SECONDS = 120
IDLE_SECONDS = 2
ENDED = ("completed", "stopped", "failed", "cancelled", "quarantined")


class Surprise(Exception):
    """Something that makes the figures meaningless."""


class Coordinator:
    """A running `ratesmith server`; leaving the `with` stops it and its workers."""

    def __init__(self, binary, database, folder):
        self.binary, self.database, self.folder = binary, database, folder
        self.workers = []
        self.asked = time.perf_counter()

    def __enter__(self):
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=ANSWER_SECONDS)
        listen = f"127.0.0.1:{self.port}"
        self.server = self.start("server", "--listen", listen, "--database", self.database)
        deadline = time.perf_counter() + START_SECONDS
        while not self.is_ready():
            if self.server.poll() is not None or time.perf_counter() > deadline:
                self.__exit__()
                raise Surprise(f"the coordinator did not start: {self.last_lines('server')}")
            time.sleep(0.05)
        return self

    def __exit__(self, *_):
        self.stop_workers()
        stop([self.server])

    def start(self, command, *arguments):
        # Settings of the person who runs the benchmark stay out of it.
        settings = {k: v for k, v in os.environ.items() if not k.startswith("RATESMITH_")}
        with open(self.log(command), "ab") as log:
            return subprocess.Popen(
                [self.binary, command, *arguments],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=settings,
                cwd=self.folder,
            )

    def start_workers(self, count, slots):
        """Returns once the coordinator knows them."""
        # CUDA or not, these trials are no work for a device.
        arguments = ("--server", self.url, "--slots", str(slots), "--device", "cpu")
        before = self.worker_ids()
        started = [self.start("worker", *arguments) for _ in range(count)]
        self.workers += started
        deadline = time.perf_counter() + START_SECONDS
        while len(self.worker_ids() - before) < count:
            if time.perf_counter() > deadline:
                raise Surprise(f"a worker did not join: {self.last_lines('worker')}")
            time.sleep(0.05)
        return started

    def worker_ids(self):
        return {it["id"] for it in self.get("/workers")["items"]}

    def stop_workers(self):
        stop(self.workers)
        self.workers = []

    def submit(self, sweep):
        return self.ask("POST", "/sweeps", sweep)

    def get(self, path):
        return self.ask("GET", path)

    def post(self, path):
        return self.ask("POST", path)

    def ask(self, method, path, document=None):
        status, body = self.answer(method, f"/api/v1{path}", document)
        if status >= 300:
            raise Surprise(f"{method} {path}: {status} {body.decode()[:500]}")
        return json.loads(body)

    def answer(self, method, path, document=None):
        """The status and the body, over the one connection kept for this."""
        body = None if document is None else json.dumps(document)
        headers = {"Content-Type": "application/json"} if body else {}
        if time.perf_counter() - self.asked > IDLE_SECONDS:
            # The coordinator hangs up on those who are silent; the next request connects again.
            self.connection.close()
        self.asked = time.perf_counter()
        try:
            self.connection.request(method, path, body, headers)
            response = self.connection.getresponse()
            return response.status, response.read()
        except (OSError, http.client.HTTPException):
            self.connection.close()
            raise

    def is_ready(self):
        with contextlib.suppress(OSError, http.client.HTTPException):
            return self.answer("GET", "/readyz")[0] == 200
        return False

    def ended(self, sweep):
        """How many of its trials are over."""
        counts = self.get(f"/sweeps/{sweep}")["counts"]
        return sum(counts.get(state, 0) for state in ENDED)

    def log(self, command):
        return os.path.join(self.folder, f"{command}.log")

    def last_lines(self, command):
        with open(self.log(command), encoding="utf-8", errors="replace") as log:
            return log.read()[-2000:]


def stop(processes):
    """Asks them to leave, and sees to it that they do."""
    for process in processes:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
    deadline = time.perf_counter() + STOP_SECONDS
    for process in processes:
        try:
            process.wait(max(0.1, deadline - time.perf_counter()))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def free_port():
    with socket.socket() as it:
        it.bind(("127.0.0.1", 0))
        return it.getsockname()[1]
