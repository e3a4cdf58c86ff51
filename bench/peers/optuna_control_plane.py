"""What Optuna's storage gives: trials, reported values and queued trials per second, and how soon a
trial of a killed worker is tried again.

One JSON line on standard output. The objective costs nothing, so that the storage is all there is to
wait for; workers are processes, each with a connection of its own, as Optuna's users run them.
"""

import argparse
import json
import math
import multiprocessing
import os
import signal
import time
import uuid
import warnings

import optuna
from optuna.storages import JournalStorage, RDBStorage, RetryHeartbeatStaleTrialCallback
from optuna.storages.journal import JournalFileBackend

# Here and not in `main`, since each worker reads this file anew: a line of log a trial costs time,
# and that heartbeats are "experimental" is known.
optuna.logging.set_verbosity(optuna.logging.ERROR)
warnings.simplefilter("ignore", optuna.exceptions.ExperimentalWarning)

# How long the trials of the worker last that lives on, in `recovery`.
TRIAL_SECONDS = 0.5
LR = optuna.distributions.FloatDistribution(1e-4, 0.5, log=True)


def storage(url, **heartbeat):
    if url.startswith("journal:"):
        return JournalStorage(JournalFileBackend(url.removeprefix("journal:")))
    return RDBStorage(url, **heartbeat)


def objective(steps):
    """A curve of `steps` reported values that ends at a loss computed from the rate."""

    def train(trial):
        loss = (math.log10(trial.suggest_float("lr", LR.low, LR.high, log=True)) + 1) ** 2
        for step in range(steps):
            trial.report(loss + 1 / (step + 1), step)
        return loss

    return train


def work(url, name, seed, steps, seconds, ready, go, answers):
    sampler = optuna.samplers.RandomSampler(seed)
    study = optuna.load_study(study_name=name, storage=storage(url), sampler=sampler)
    ready.release()
    go.wait()
    began, trials = time.perf_counter(), 0
    while time.perf_counter() - began < seconds:
        study.optimize(objective(steps), n_trials=1)
        trials += 1
    answers.put((trials, time.perf_counter() - began))


def throughput(url, name, workers, steps, seconds):
    """From the moment when all workers stand ready to the end of the last one's last trial."""
    spawn = multiprocessing.get_context("spawn")
    ready, go, answers = spawn.Semaphore(0), spawn.Event(), spawn.Queue()
    processes = [
        spawn.Process(target=work, args=(url, name, seed, steps, seconds, ready, go, answers))
        for seed in range(workers)
    ]
    for process in processes:
        process.start()
    for _ in processes:
        ready.acquire()
    go.set()
    counted = [answers.get() for _ in processes]
    for process in processes:
        process.join()
    trials, longest = sum(it[0] for it in counted), max(it[1] for it in counted)
    return {"trials_per_s": trials / longest, "points_per_s": trials * steps / longest}


def submission(url, name, seconds):
    """Trials of known parameters queued, one call each: Optuna has no call that queues many."""
    study = optuna.load_study(study_name=name, storage=storage(url))
    began, trials = time.perf_counter(), 0
    while (spent := time.perf_counter() - began) < seconds:
        study.enqueue_trial({"lr": LR.low + (LR.high - LR.low) * (trials % 1000) / 1000})
        trials += 1
    return {"trials_per_s": trials / spent}


def work_on(url, name, trial_seconds):
    alive = storage(
        url,
        heartbeat_interval=1,
        grace_period=2,
        heartbeat_stale_trial_callback=RetryHeartbeatStaleTrialCallback(),
    )
    study = optuna.load_study(study_name=name, storage=alive)
    study.optimize(lambda trial: time.sleep(trial_seconds) or trial.suggest_float("lr", 0.1, 1))


def recovery(url, name, seconds):
    """With a heartbeat of one second, beside a worker whose own trials last half a second."""
    spawn = multiprocessing.get_context("spawn")
    study = optuna.load_study(study_name=name, storage=storage(url))
    victim = spawn.Process(target=work_on, args=(url, name, 3600), daemon=True)
    heir = spawn.Process(target=work_on, args=(url, name, TRIAL_SECONDS), daemon=True)
    deadline = time.perf_counter() + seconds

    def wait_until(seen):
        while not any(seen(trial) for trial in study.get_trials(deepcopy=False)):
            if time.perf_counter() > deadline:
                raise SystemExit(f"nothing happened within {seconds} seconds")
            time.sleep(0.02)

    victim.start()
    wait_until(lambda trial: trial.state == optuna.trial.TrialState.RUNNING)
    heir.start()
    wait_until(lambda trial: trial.state == optuna.trial.TrialState.COMPLETE)
    os.kill(victim.pid, signal.SIGKILL)
    began = time.perf_counter()
    retried = RetryHeartbeatStaleTrialCallback.retried_trial_number
    wait_until(lambda trial: trial.state.is_finished() and retried(trial) is not None)
    # The trial that we saw end had begun that much earlier.
    spent = time.perf_counter() - began - TRIAL_SECONDS
    heir.kill()
    return {"seconds": spent}


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("measure", choices=["throughput", "submission", "recovery"])
    arguments.add_argument("storage", help="sqlite:///FILE, postgresql+psycopg2://…, journal:FILE")
    arguments.add_argument("--workers", type=int, default=1)
    arguments.add_argument("--steps", type=int, default=0, help="values reported by a trial")
    arguments.add_argument("--seconds", type=float, default=5)
    it = arguments.parse_args()

    # A study of its own: no measure inherits another's trials.
    name = str(uuid.uuid4())
    optuna.create_study(study_name=name, storage=storage(it.storage))
    if it.measure == "throughput":
        answer = throughput(it.storage, name, it.workers, it.steps, it.seconds)
    elif it.measure == "submission":
        answer = submission(it.storage, name, it.seconds)
    else:
        answer = recovery(it.storage, name, it.seconds)
    print(json.dumps(answer))


if __name__ == "__main__":
    main()
