"""What training many trials as one computation gains: seconds a trial by the size of the bundle.

`fused`'s example `speedup` trains, on the device that `--device` names; beside it stands our own trainer on one core, in
the same run. On a CPU nothing is to be gained (a CPU worker trains its trials side by side instead); the figures there show
that the machinery works, and what it costs.
"""

import json
import subprocess

from examples import example

MEMBERS = {"cpu": "1,4,16", "cuda": "1,4,16,64,256"}
PATIENCE_SECONDS = 900
NAMES = {
    "W1": "MLP 64-128-128-10, batch 64, 560 updates",
    "W3": "MLP 784-512-256-10, batch 128, 100 updates",
}


def measure(arguments, report):
    device = arguments.device
    program = example("speedup", "fused", ["cuda"] if device == "cuda" else [])
    works = "W1" if device == "cpu" else "W1,W3"
    run = subprocess.run(
        [program, "--device", device, "--work", works, "--members", MEMBERS[device]],
        check=True,
        capture_output=True,
        text=True,
        timeout=PATIENCE_SECONDS,
    )
    for line in map(json.loads, run.stdout.splitlines()):
        what = f"{NAMES[line['work']]}: a trial, {line['members']} as one on the {device}"
        peer = (line["one_core_seconds_a_trial"], "our trainer, one core")
        report.add("bundles", what, "s", line["seconds_a_trial"], peer)
