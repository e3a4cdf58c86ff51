"""What is measured on a running coordinator, each measure a function that returns a figure.

Each has a limit in time; a sweep that is not over by then is cancelled and counts as far as it came.
"""

import itertools
import statistics
import time

from coordinator import Surprise

POLL_SECONDS = 0.1
RATE_SECONDS = 15
# Several times as long as a lease lives.
RECOVERY_SECONDS = 120
QUERIES = 20
PAGE = 100


def trials_per_second(coordinator, trials, seconds=RATE_SECONDS):
    """Trials of one step: all that they cost is being leased, reported and recorded."""
    sweep = coordinator.submit(random_sweep(trials, steps=1))["id"]
    return rate(follow(coordinator, sweep, trials, seconds))


def points_per_second(coordinator, trials, steps, seconds=RATE_SECONDS):
    """Metric points of trials that report one a step, and one before the first."""
    sweep = coordinator.submit(random_sweep(trials, steps))["id"]
    figure = rate(follow(coordinator, sweep, trials, seconds)) * (steps + 1)
    ended = coordinator.get(f"/sweeps/{sweep}/trials?limit=1&state=completed")["items"][0]
    check_points(coordinator, ended["id"], steps + 1)
    return figure


def submission(coordinator, trials):
    """A grid of two parameters, stored; returns it and the seconds it took."""
    began = time.perf_counter()
    sweep = coordinator.submit(grid(trials))
    spent = time.perf_counter() - began
    if sweep["trials"] != trials:
        raise Surprise(f"a grid of {trials} cells became {sweep['trials']} trials")
    return sweep["id"], spent


def growth(samples):
    """Trials per second over the first tenth and over the last tenth of those that ended."""
    (begin, before), (end, after) = samples[0], samples[-1]
    tenth = (after - before) / 10
    first = tenth / (crossing(samples, before + tenth) - begin)
    last = tenth / (end - crossing(samples, after - tenth))
    return first, last


def query_ms(coordinator, path):
    """The median time of a request."""
    return statistics.median(first_query_ms(coordinator, path) for _ in range(QUERIES))


def first_query_ms(coordinator, path):
    """The time of one request, from the first byte asked to the last byte answered."""
    began = time.perf_counter()
    status, body = coordinator.answer("GET", f"/api/v1{path}")
    spent = time.perf_counter() - began
    if status != 200:
        raise Surprise(f"{path}: {status} {body[:500]}")
    return spent * 1000


def page(sweep, cursor=""):
    after = f"&cursor={cursor}" if cursor else ""
    return f"/sweeps/{sweep}/trials?limit={PAGE}{after}"


def deep_page(coordinator, sweep, trials):
    """The page nine tenths into the list, found by walking there."""
    cursor = ""
    for _ in range(trials * 9 // 10 // PAGE):
        cursor = coordinator.get(page(sweep, cursor))["next_cursor"]
    return page(sweep, cursor)


def recovery(coordinator):
    """From `kill -9` of a worker to its trial running on another, at the default length of a lease."""
    (victim,) = coordinator.start_workers(1, slots=1)
    sweep = coordinator.submit(random_sweep(1, steps=1_000_000, step_ms=100))["id"]
    path = f"/sweeps/{sweep}/trials?limit=1"
    wait_for(coordinator, path, attempt=1)
    coordinator.start_workers(1, slots=1)
    victim.kill()
    began = time.perf_counter()
    wait_for(coordinator, path, attempt=2)
    spent = time.perf_counter() - began
    cancel(coordinator, sweep)
    return spent


def follow(coordinator, sweep, trials, seconds):
    """Pairs of a time and how many trials had ended then, from the first that shows any."""
    deadline = time.perf_counter() + seconds
    samples = []
    while True:
        ended, now = coordinator.ended(sweep), time.perf_counter()
        if ended:
            samples.append((now, ended))
        if ended == trials or now > deadline:
            break
        time.sleep(POLL_SECONDS)
    if ended < trials:
        cancel(coordinator, sweep)
    check_outcomes(coordinator, sweep, trials)
    if len(samples) < 2 or samples[-1][1] == samples[0][1]:
        raise Surprise(f"{ended} of {trials} trials ended in {seconds} seconds: too few for a rate")
    return samples


def rate(samples):
    (begin, before), (end, after) = samples[0], samples[-1]
    return (after - before) / (end - begin)


def crossing(samples, ended):
    """When so many trials had ended, between two samples on the line that joins them."""
    for (begin, before), (end, after) in itertools.pairwise(samples):
        if before <= ended <= after and before < after:
            return begin + (end - begin) * (ended - before) / (after - before)
    raise ValueError(f"{ended} trials had ended at no time of {samples}")


def cancel(coordinator, sweep):
    """Returns once no trial of it runs."""
    coordinator.post(f"/sweeps/{sweep}/cancel")
    deadline = time.perf_counter() + RECOVERY_SECONDS
    while coordinator.get(f"/sweeps/{sweep}")["counts"]["running"]:
        if time.perf_counter() > deadline:
            raise Surprise("a cancelled sweep goes on running")
        time.sleep(POLL_SECONDS)


def check_outcomes(coordinator, sweep, trials):
    """Each trial exists once, and none of them failed."""
    counts = coordinator.get(f"/sweeps/{sweep}")["counts"]
    lost = trials - sum(n for state, n in counts.items() if state != "diverged")
    if lost or counts["failed"] or counts["quarantined"] or counts["queued"]:
        raise Surprise(f"a sweep of {trials} trials ended as {counts}")


def check_points(coordinator, trial, points):
    for series in coordinator.get(f"/trials/{trial}/metrics")["series"]:
        if series["metric"] == "val_loss" and len(series["values"]) == points:
            return
    raise Surprise(f"trial {trial} has not the {points} points that it reported")


def wait_for(coordinator, path, attempt):
    deadline = time.perf_counter() + RECOVERY_SECONDS
    while True:
        trial = coordinator.get(path)["items"][0]
        if trial["state"] == "running" and trial["attempt"] == attempt:
            return
        if time.perf_counter() > deadline:
            raise Surprise(f"attempt {attempt} did not start: {trial}")
        time.sleep(POLL_SECONDS)


def random_sweep(trials, steps, step_ms=0):
    return {
        "name": f"bench-random-{steps}",
        "method": "random",
        "trials": trials,
        "metric": {"name": "val_loss", "goal": "minimize"},
        # Below the edge where the curves diverge: each trial reports all of its points.
        "parameters": {"lr": {"distribution": "log_uniform", "min": 1e-4, "max": 0.5}},
        "train": {"synthetic": {"steps": steps, "step_ms": step_ms}},
    }


def grid(trials):
    return {
        "name": "bench-grid",
        "method": "grid",
        "metric": {"name": "val_loss", "goal": "minimize"},
        "parameters": {
            "lr": {
                "distribution": "log_uniform",
                "min": 1e-4,
                "max": 0.5,
                "points": trials // 10,
            },
            "optimizer.momentum": {"values": [n / 10 for n in range(10)]},
        },
        "train": {"synthetic": {"steps": 1}},
    }
