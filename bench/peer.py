"""The peer's side: Optuna in an environment of its own, on storages as durable as ours.

It is asked by peers/optuna_control_plane.py, a program of its own so that our process has no Optuna
in it.
"""

import json
import os
import sqlite3
import subprocess
import sys

VERSION = "5.0.0"
PACKAGES = [f"optuna=={VERSION}", "psycopg2-binary"]
PROGRAM = os.path.join(os.path.dirname(__file__), "peers", "optuna_control_plane.py")
SECONDS = 4
# Beyond a measure's own seconds: starting Python four times, and trials that ran over.
GRACE_SECONDS = 90


def install(target):
    """The Python that has Optuna, or None where it cannot be had."""
    venv = os.path.join(target, "bench-venv")
    python = os.path.join(venv, "bin", "python")
    if not os.path.exists(os.path.join(venv, VERSION)):
        try:
            subprocess.run(
                [sys.executable, "-m", "venv", "--clear", venv],
                check=True,
                capture_output=True,
            )
            pip = [
                python,
                "-m",
                "pip",
                "install",
                "--quiet",
                "--disable-pip-version-check",
            ]
            subprocess.run([*pip, *PACKAGES], check=True, capture_output=True, timeout=300)
        except (subprocess.SubprocessError, OSError) as error:
            said = (getattr(error, "stderr", None) or b"").decode(errors="replace").strip()
            reason = (said or str(error)).splitlines()[-1]
            print(
                f"bench: SKIPPED THE PEER: Optuna cannot be had: {reason}",
                file=sys.stderr,
            )
            return None
        open(os.path.join(venv, VERSION), "w").close()
    return python


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
        return ask(self.python, url, "recovery", "--seconds", "60")["seconds"], name

    def best(self, measure, figure, *arguments):
        """The highest figure of all storages, and the storage's name."""
        timed = (*arguments, "--seconds", str(SECONDS))
        return max(
            (ask(self.python, url, measure, *timed)[figure], name)
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
