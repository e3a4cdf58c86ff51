"""The peers' side: each in an environment of its own; Optuna on storages as durable as ours.

Optuna is asked by peers/optuna_control_plane.py, a program of its own so that our process has no Optuna
in it.
"""

import json
import os
import sqlite3
import subprocess
import sys

VERSION = "5.0.0"
PACKAGES = [f"optuna=={VERSION}", "psycopg2-binary"]
TORCH = "2.15.0"
# From PyTorch's own index, which has builds for processors alone; or from the common one, without the gigabytes
# for graphics cards: such a build runs on a processor as it is.
CPU_ONLY = [f"torch=={TORCH}", "--index-url", "https://download.pytorch.org/whl/cpu"]
NEEDS = ["filelock", "fsspec", "jinja2", "networkx", "sympy", "typing-extensions"]
WITHOUT_CUDA = ["--no-deps", f"torch=={TORCH}", *NEEDS, "mpmath", "markupsafe"]
PROGRAM = os.path.join(os.path.dirname(__file__), "peers", "optuna_control_plane.py")
SECONDS = 4
# Beyond a measure's own seconds: starting Python four times, and trials that ran over.
GRACE_SECONDS = 90


def install_optuna(target):
    """The Python that has Optuna, or None where it cannot be had."""
    return install(target, "optuna", VERSION, [PACKAGES])


def install_torch(target):
    """The Python that has PyTorch, or None where it cannot be had."""
    return install(target, "torch", TORCH, [CPU_ONLY, WITHOUT_CUDA])


def install(target, name, version, ways):
    """A Python environment with what `pip install` is given; each of the `ways` is tried."""
    venv = os.path.join(target, f"bench-{name}")
    python, done = os.path.join(venv, "bin", "python"), os.path.join(venv, version)
    if os.path.exists(done):
        return python
    pip = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    try:
        run([sys.executable, "-m", "venv", "--clear", venv])
        for way in ways[:-1]:
            try:
                run([*pip, *way])
                break
            except subprocess.SubprocessError:
                continue
        else:
            run([*pip, *ways[-1]])
        run([python, "-c", f"import {name}"])
    except (subprocess.SubprocessError, OSError) as error:
        said = (getattr(error, "stderr", None) or b"").decode(errors="replace").strip()
        reason = (said or str(error)).splitlines()[-1]
        print(f"bench: SKIPPED THE PEER: {name} cannot be had: {reason}", file=sys.stderr)
        return None
    open(done, "w").close()
    return python


def run(command):
    subprocess.run(command, check=True, capture_output=True, timeout=900)


class Optuna:
    """Asks Optuna on several storages; the fastest counts."""

    def __init__(self, python, storages):
        self.python, self.storages = python, storages

    def trials_per_second(self, workers):
        return self.best("throughput", "trials_per_s", "--workers", str(workers))

    def points_per_second(self, steps):
        arguments = ("--workers", "4", "--steps", str(steps))
        return self.best("throughput", "points_per_s", *arguments)

    def submitted_per_second(self):
        return self.best("submission", "trials_per_s")

    def recovery_seconds(self):
        """Optuna looks after killed workers only in its databases."""
        name, url = next(iter(self.storages.items()))
        return ask(self.python, url, "recovery", "--seconds", "60")["seconds"], f"Optuna, {name}"

    def best(self, measure, figure, *arguments):
        """The highest figure of all storages, and the storage's name."""
        timed = (*arguments, "--seconds", str(SECONDS))
        return max(
            (ask(self.python, url, measure, *timed)[figure], f"Optuna, {name}")
            for name, url in self.storages.items()
        )


def ask(python, url, measure, *arguments):
    answer = subprocess.run(
        [python, PROGRAM, measure, url, *arguments],
        check=True,
        stdout=subprocess.PIPE,
        timeout=SECONDS + GRACE_SECONDS,
    )
    return json.loads(answer.stdout)


def on_files(python, folder):
    """SQLite as Optuna opens it, SQLite with a write-ahead log, and Optuna's journal."""
    plain, wal, journal = (os.path.join(folder, f"optuna-{n}") for n in ("plain", "wal", "journal"))
    with sqlite3.connect(wal) as database:
        # A property of the file: whoever opens it later uses the log, syncing each commit.
        database.execute("pragma journal_mode = wal")
    storages = {
        "SQLite": f"sqlite:///{plain}",
        "SQLite, WAL": f"sqlite:///{wal}",
        "journal file": f"journal:{journal}",
    }
    return Optuna(python, storages)


def on_postgres(python, url):
    return Optuna(python, {"Postgres": url.replace("postgres://", "postgresql+psycopg2://", 1)})
