"""What the benchmark says: a table for people, a JSON document for programs."""

import json
import os
import platform
import random
import statistics

# So often a figure is worked out again, from as many measurements drawn of those it was worked out from.
DRAWS = 1000


def standard_error(measurements, figure):
    """Of `figure`, a function of the measurements: by the bootstrap (Efron, 1979)."""
    chance = random.Random(0)
    draws = (chance.choices(measurements, k=len(measurements)) for _ in range(DRAWS))
    return statistics.stdev(map(figure, draws))


class Report:
    """Figures in the order in which they were measured, and on what machine."""

    def __init__(self):
        # How many processes were at work before ours, over the last minute.
        self.load = os.getloadavg()[0]
        self.figures = []
        self.surprises = []

    def add(self, part, what, unit, ours, peer=None, error=None):
        """`peer` is a figure and the name of what gave it. Of rates more is better, of times less. `error` is one standard
        error, of how many times better ours is or, without a peer, of our figure.
        """
        figure = {"part": part, "what": what, "unit": unit, "ratesmith": ours}
        if peer:
            value, name = peer
            better = ours / value if unit == "/s" else value / ours
            figure |= {"peer": value, "peer_name": name, "times_better": better}
        if error is not None:
            figure["standard_error"] = error
        self.figures.append(figure)
        print("  " + " · ".join(cells(figure)[1:]), flush=True)

    def table(self):
        head = ["part", "what", "Ratesmith", "peer", "times better"]
        rows = [head, ["---", "---", "---:", "---:", "---:"], *map(cells, self.figures)]
        return "\n".join("| " + " | ".join(row) + " |" for row in rows) + "\n"

    def write(self, folder):
        """Returns the paths of the table and of the JSON document."""
        os.makedirs(folder, exist_ok=True)
        paths = [os.path.join(folder, name) for name in ("report.md", "report.json")]
        document = {
            "machine": machine(),
            "figures": self.figures,
            "surprises": self.surprises,
        }
        for path, text in zip(paths, (self.table(), json.dumps(document, indent=2) + "\n")):
            with open(path, "w", encoding="utf-8") as file:
                file.write(text)
        return paths


def cells(figure):
    unit = figure["unit"]
    error = f" ± {figure['standard_error']:.1g}" if "standard_error" in figure else ""
    row = [figure["part"], figure["what"]]
    if "peer" not in figure:
        return [*row, f"{number(figure['ratesmith'])}{error} {unit}", "–", "–"]
    peer = f"{number(figure['peer'])} {unit} ({figure['peer_name']})"
    ours = f"{number(figure['ratesmith'])} {unit}"
    return [*row, ours, peer, f"{number(figure['times_better'])}{error}"]


def number(value):
    """Three digits are more than such a measurement is good for."""
    if value >= 1000:
        return f"{float(f'{value:.3g}'):,.0f}"
    return f"{value:.3g}"


def machine():
    return {"system": platform.platform(), "cpu": cpu(), "cores": os.cpu_count()}


def cpu():
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as lines:
            return next(it.split(":")[1].strip() for it in lines if it.startswith("model name"))
    except (OSError, StopIteration):
        return platform.processor()
