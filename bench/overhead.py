"""What the whole system costs beyond the training itself, on a sweep of real trials.

The same trials are trained twice, in turns: by a worker of a coordinator's, and by `examples/bare` of the trainer, which
does nothing else. Both have two threads, and the data in memory.
"""

import datetime
import json
import os
import statistics
import subprocess
import time

from coordinator import Coordinator, Surprise
from examples import example
from report import standard_error

THREADS = 2
TURNS = 21
PATIENCE_SECONDS = 600
# The end is told by the coordinator's clock: whoever asks often takes time from the training.
POLL_SECONDS = 1


def measure(binary, folder, report):
    """24 rates × 3 seeds of a network on digits: the sweep that comes with the repository."""
    sweep = os.path.join(os.path.dirname(__file__), "..", "sweeps", "digits-grid.yaml")
    bare = example("bare")
    with Coordinator(binary, f"sqlite://{folder}/ratesmith.db", folder) as it:
        it.start_workers(1, THREADS)
        turns = [
            (bare_seconds(bare, sweep), sweep_seconds(it, binary, sweep)) for _ in range(TURNS)
        ]
    alone, whole = (statistics.median(seconds) for seconds in zip(*turns))
    report.add("overhead", f"digits, 72 trials, the bare loop on {THREADS} threads", "s", alone)
    report.add("overhead", f"digits, 72 trials, the whole system on {THREADS} slots", "s", whole)
    error = standard_error(turns, percent_added)
    what = "what the system adds to the bare loop (bar: 5)"
    report.add("overhead", what, "%", percent_added(turns), error=error)


def percent_added(turns):
    """The median of the turns: both of a turn meet the machine in the same mood."""
    return 100 * (statistics.median(whole / alone for alone, whole in turns) - 1)


def bare_seconds(bare, sweep):
    run = subprocess.run(
        [bare, sweep, str(THREADS)], check=True, timeout=PATIENCE_SECONDS, capture_output=True
    )
    return float(run.stdout)


def sweep_seconds(coordinator, binary, file):
    """From the sweep's submission to the end of its last trial, by the coordinator's own clock."""
    submitted = subprocess.run(
        [binary, "submit", file, "--json", "--server", coordinator.url],
        check=True,
        capture_output=True,
    )
    sweep = json.loads(submitted.stdout)["id"]
    deadline = time.perf_counter() + PATIENCE_SECONDS
    while (now := coordinator.get(f"/sweeps/{sweep}"))["state"] == "running":
        if time.perf_counter() > deadline:
            raise Surprise(f"the sweep does not end: {now['counts']}")
        time.sleep(POLL_SECONDS)
    if now["counts"]["completed"] != now["trials"]:
        raise Surprise(f"trials were lost: {now['counts']}")
    begin, end = (datetime.datetime.fromisoformat(now[it]) for it in ("created_at", "ended_at"))
    return (end - begin).total_seconds()
