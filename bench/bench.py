"""Measures training beside PyTorch, and the coordinator beside Optuna on the same storage, on the same machine.

`make bench` runs this; README.md beside it says what the figures mean. It leaves a table in
TARGET/bench/report.md, the same as TARGET/bench/report.json, and nothing else.
"""

import argparse
import os
import signal
import subprocess
import sys
import tempfile
import uuid

import bundles
import measures
import overhead
import peer
import training
from coordinator import Coordinator, Surprise
from report import Report

WORKERS = 4
# Trials that a worker trains side by side: as many as a worker of Optuna's.
SLOTS = 1
# For the sweep of 100,000 trials.
LARGE_SECONDS = 90


def main():
    arguments = read_arguments()
    signal.signal(signal.SIGTERM, leave)
    report = Report()
    if report.load > os.cpu_count() / 2:
        print(
            f"bench: THE MACHINE IS BUSY ({report.load:.1f} at work): trust no figure",
            file=sys.stderr,
        )
    for name in [arguments.only] if arguments.only else SECTIONS:
        print(f"{name}:", flush=True)
        with tempfile.TemporaryDirectory(dir=arguments.target, prefix="bench-") as folder:
            try:
                SECTIONS[name](arguments, folder, report)
            except (Surprise, subprocess.SubprocessError) as surprise:
                report.surprises.append(f"{name}: {surprise}")
    paths = report.write(os.path.join(arguments.target, "bench"))
    print(f"\n{report.table()}\n{' '.join(paths)}")
    for surprise in report.surprises:
        print(f"bench: FAILED: {surprise}", file=sys.stderr)
    return 1 if report.surprises else 0


def leave(*_):
    """Stops the processes below us and removes the files, undisturbed by being told twice."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    sys.exit(143)


def of_training(arguments, folder, report):
    torch = None if arguments.alone else arguments.torch or peer.install_torch(arguments.target)
    training.measure(arguments, torch, folder, report)


def on_sqlite(arguments, folder, report):
    python = None if arguments.alone else peer.install_optuna(arguments.target)
    database = f"sqlite://{folder}/ratesmith.db"
    optuna = python and peer.on_files(python, folder)
    section("SQLite", arguments, database, folder, optuna, report)


def on_postgres(arguments, folder, report):
    python = None if arguments.alone else peer.install_optuna(arguments.target)
    server = os.environ.get("TEST_POSTGRES_URL")
    if not server:
        raise Surprise(
            "no Postgres: call this through scripts/with-postgres.sh, as `make bench` does"
        )
    ours, theirs = create_database(server), create_database(server)
    optuna = python and peer.on_postgres(python, theirs)
    section("Postgres", arguments, ours, folder, optuna, report)


def of_the_system(arguments, folder, report):
    overhead.measure(arguments.binary, folder, report)


def of_bundles(arguments, folder, report):
    bundles.measure(arguments, report)


def section(storage, arguments, database, folder, optuna, report):
    """All measures on one storage, Optuna's first: no two of them ever run at the same time."""
    theirs = ask_optuna(optuna) if optuna else {}

    def add(what, unit, ours):
        report.add(storage, what, unit, ours, theirs.get(what))

    def scaled(trials):
        return round(trials * arguments.scale)

    with Coordinator(arguments.binary, database, folder) as it:
        it.start_workers(1, SLOTS)
        add("trials, 1 worker", "/s", measures.trials_per_second(it, scaled(40_000)))
        it.start_workers(WORKERS - 1, SLOTS)
        add("trials, 4 workers", "/s", measures.trials_per_second(it, scaled(40_000)))
        points = measures.points_per_second(it, scaled(20_000), steps=100)
        add("points, 100 a trial, 4 workers", "/s", points)
        points = measures.points_per_second(it, scaled(2_000), steps=1000)
        add("points, 1,000 a trial, 4 workers", "/s", points)

        trials = scaled(100_000)
        sweep, spent = measures.submission(it, trials)
        add("trials submitted, a grid of 100,000", "/s", trials / spent)
        samples = measures.follow(it, sweep, trials, seconds=LARGE_SECONDS)
        first, last = measures.growth(samples)
        add("trials, the first tenth of 100,000", "/s", first)
        add("trials, the last tenth of 100,000", "/s", last)

        it.stop_workers()
        page, best = measures.page(sweep), f"/sweeps/{sweep}/best"
        add("first page of 100,000 trials", "ms", measures.query_ms(it, page))
        page = measures.deep_page(it, sweep, trials)
        add("page after 90,000 trials", "ms", measures.query_ms(it, page))
        add("the answer over 100,000 trials, worked out", "ms", measures.first_query_ms(it, best))
        add("the answer over 100,000 trials, asked again", "ms", measures.query_ms(it, best))
        for page in ("timeline", "configurations"):
            spent = measures.query_ms(it, f"/sweeps/{sweep}/{page}")
            add(f"the {page} of 100,000 trials", "ms", spent)
        add("trial of a killed worker runs again", "s", measures.recovery(it))


def ask_optuna(optuna):
    """Figures under the same names as ours."""
    return {
        "trials, 1 worker": optuna.trials_per_second(workers=1),
        "trials, 4 workers": optuna.trials_per_second(workers=WORKERS),
        "points, 100 a trial, 4 workers": optuna.points_per_second(steps=100),
        "trials submitted, a grid of 100,000": optuna.submitted_per_second(),
        "trial of a killed worker runs again": optuna.recovery_seconds(),
    }


SECTIONS = {
    "training": of_training,
    "overhead": of_the_system,
    "bundles": of_bundles,
    "sqlite": on_sqlite,
    "postgres": on_postgres,
}


def create_database(server):
    """An empty database of its own, on the same Postgres; its URL."""
    name = f"bench_{uuid.uuid4().hex}"
    subprocess.run(["psql", "--quiet", server, "--command", f"create database {name}"], check=True)
    return server.rsplit("/", 1)[0] + "/" + name


def read_arguments():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--binary", required=True, type=os.path.abspath, help="ratesmith, built")
    arguments.add_argument("--target", required=True, type=os.path.abspath, help="for all files")
    arguments.add_argument("--only", choices=SECTIONS)
    arguments.add_argument("--alone", action="store_true", help="without the peers beside us")
    arguments.add_argument("--torch", help="a Python that has PyTorch (else it is installed)")
    arguments.add_argument("--device", choices=["cpu", "cuda"], default="cpu", help="for bundles")
    arguments.add_argument("--scale", type=float, default=1, help="0.01 tries it out in a minute")
    it = arguments.parse_args()
    os.makedirs(it.target, exist_ok=True)
    return it


if __name__ == "__main__":
    sys.exit(main())
