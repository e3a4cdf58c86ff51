"""What training costs: whole trials of five works, in turns with PyTorch, each on one thread.

Our side is `trainer`'s example `speed`, theirs peers/torch_training.py; both speak the same few lines and read
the same configuration and the same files. Samples are drawn: what is learnt does not change what it costs.
"""

import contextlib
import itertools
import json
import os
import random
import statistics
import struct
import subprocess

from coordinator import Surprise
from examples import example
from report import standard_error

PROGRAM = os.path.join(os.path.dirname(__file__), "peers", "torch_training.py")
# Pairs of trials: ours, theirs.
ROUNDS = 15
WARM_UP = 2
THREADS = 8


class Images:
    """Square images of bytes and their classes."""

    CLASSES = 10
    VALIDATION = 256

    def __init__(self, side):
        self.side = side

    def document(self):
        files = {"images": "images", "labels": "labels"}
        files |= {f"validation_{key}": f"validation-{path}" for key, path in files.items()}
        return {"kind": "idx", **files}

    def write(self, folder, samples):
        chance = random.Random(0)
        for prefix, rows in [("", samples), ("validation-", self.VALIDATION)]:
            pixels = chance.randbytes(rows * self.side**2)
            write_idx(
                os.path.join(folder, f"{prefix}images"),
                [rows, self.side, self.side],
                pixels,
            )
            labels = bytes(chance.randrange(self.CLASSES) for _ in range(rows))
            write_idx(os.path.join(folder, f"{prefix}labels"), [rows], labels)


class Text:
    """A text of so many different characters, cut into sequences."""

    VALIDATION = 0.1

    def __init__(self, length, symbols):
        self.length, self.symbols = length, symbols

    def document(self):
        return {
            "kind": "text",
            "path": "text",
            "length": self.length,
            "validation": self.VALIDATION,
        }

    def write(self, folder, samples):
        # Half a sequence more, so that rounding the parts takes no sequence from either.
        characters = round((samples + 0.5) * self.length / (1 - self.VALIDATION))
        first = ord("0")
        written = random.Random(0).choices(range(first, first + self.symbols), k=characters)
        with open(os.path.join(folder, "text"), "w", encoding="utf-8") as file:
            file.write("".join(map(chr, written)))


class Work:
    """A model and how it is trained: `updates` in epochs of whole batches."""

    def __init__(self, what, data, model, batch, epochs, batches, flops):
        self.what, self.data, self.model = what, data, model
        self.batch, self.epochs, self.batches = batch, epochs, batches
        # Multiplications and additions of a sample's way forth and back.
        self.flops = flops

    @property
    def updates(self):
        return self.epochs * self.batches

    def config(self):
        return {
            "train": {
                "builtin": {"dataset": self.data.document(), "model": self.model},
                "epochs": self.epochs,
                "batch_size": self.batch,
                # The validation set is scored before the first update and after the last.
                "report_every": self.updates,
            },
            "optimizer": {"kind": "sgd", "lr": 0.05},
        }

    def operations(self):
        return self.flops * self.batch * self.updates

    def write(self, folder):
        """The configuration and its data set."""
        self.data.write(folder, self.batch * self.batches)
        path = os.path.join(folder, "config.json")
        with open(path, "w", encoding="utf-8") as file:
            json.dump(self.config(), file)
        return path


def mlp(*widths):
    """The operations of a sample: a product forth, and two back but for the first layer, which needs no slopes by its inputs."""
    products = [2 * inputs * outputs for inputs, outputs in itertools.pairwise(widths)]
    return 3 * sum(products) - products[0]


def cnn(side, channels, classes):
    """The same of 3×3 convolutions, each with 2×2 pooling after it, and one dense layer."""
    products, inputs = [], 1
    for outputs in channels:
        products.append(2 * side**2 * 9 * inputs * outputs)
        side, inputs = side // 2, outputs
    products.append(2 * side**2 * inputs * classes)
    return 3 * sum(products) - products[0]


def resnet(side, depth, width, classes):
    """The same of CIFAR's residual network."""
    products, inputs = [2 * side**2 * 9 * width], width
    for stage in range(3):
        for block in range((depth - 2) // 6):
            outputs = width << stage
            if stage > 0 and block == 0:
                side = -(-side // 2)
            products += [2 * side**2 * 9 * it * outputs for it in (inputs, outputs)]
            inputs = outputs
    products.append(2 * inputs * classes)
    return 3 * sum(products) - products[0]


def transformer(length, symbols, model):
    """The same of a causal transformer: each place looks at those up to it, and no further."""
    width, feedforward = model["width"], model["feedforward"]
    matrices = 2 * (4 * width**2 + 2 * width * feedforward)
    attention = 2 * 2 * width * (length + 1) // 2
    return 3 * length * (model["layers"] * (matrices + attention) + 2 * width * symbols)


MLP = {"kind": "mlp", "activation": "relu"}
CNN = {"kind": "cnn", "channels": [16, 32], "kernel": 3}
TRANSFORMER = {
    "kind": "transformer",
    "layers": 2,
    "heads": 4,
    "width": 128,
    "feedforward": 512,
}
TRANSFORMER |= {"context": 64}
WORKS = [
    Work(
        "MLP 64-128-128-10, batch 64, 560 updates",
        *(Images(8), {**MLP, "hidden": [128, 128]}, 64, 20, 28, mlp(64, 128, 128, 10)),
    ),
    Work(
        "MLP 784-512-256-10, batch 128, 100 updates",
        *(
            Images(28),
            {**MLP, "hidden": [512, 256]},
            128,
            5,
            20,
            mlp(784, 512, 256, 10),
        ),
    ),
    Work(
        "CNN 28×28, 3×3 convolutions of 16 and 32, batch 64, 50 updates",
        *(Images(28), CNN, 64, 2, 25, cnn(28, [16, 32], 10)),
    ),
    Work(
        "ResNet-8 28×28, 16 channels first, batch 32, 20 updates",
        *(Images(28), {"kind": "resnet", "depth": 8, "width": 16}, 32, 2, 10),
        resnet(28, 8, 16, 10),
    ),
    Work(
        "transformer, 2 layers 128 wide, 64 characters, batch 16, 20 updates",
        *(Text(64, 64), TRANSFORMER, 16, 2, 10, transformer(64, 65, TRANSFORMER)),
    ),
]


def measure(arguments, torch, folder, report):
    """All works; `torch` is a Python that has PyTorch, if there is one."""
    program = example("speed")
    rounds = max(1, round(ROUNDS * arguments.scale))
    for number, work in enumerate(WORKS):
        files = os.path.join(folder, f"work-{number}")
        os.makedirs(files)
        config = work.write(files)
        with contextlib.ExitStack() as stack:
            ours = stack.enter_context(Side([program, config, files]))
            theirs = torch and stack.enter_context(Side([torch, PROGRAM, config, files]))
            taken = in_turns(ours, theirs, rounds)
            seconds, *others = medians(taken)
            peer = (others[0], "PyTorch") if others else None
            error = standard_error(taken, times_faster) if others else None
            report.add("training", f"{work.what}: a trial", "s", seconds, peer, error)
            report.add("training", "– trials an hour on a core", "/h", 3600 / seconds)
            reached = work.operations() / seconds / ours.ask("peak")["flops_per_second"]
            report.add("training", "– of the core's measured peak", "%", 100 * reached)
            begin = min(ours.ask("begin")["seconds"] for _ in range(20))
            report.add("training", "– a trial before its first update", "ms", 1000 * begin)
        with Side([program, config, files]) as ours:
            one, many = (ours.ask(f"side-by-side {it}")["bytes_max"] for it in (1, THREADS))
            report.add(
                "training",
                f"– memory of a trial ({THREADS} side by side, one copy of the data)",
                "MB",
                (many - one) / (THREADS - 1) / 1e6,
            )


def in_turns(ours, theirs, rounds):
    """The seconds of each round's trials, ours and theirs (without them, ours alone)."""
    sides = [it for it in (ours, theirs) if it]
    for _ in range(WARM_UP):
        ends = [it.ask("trial")["value"] for it in sides]
    taken = [[it.ask("trial")["seconds"] for it in sides] for _ in range(rounds)]
    # Other first weights, the same loss: noise is not learnt in so few updates, nor is it blown up.
    if len(ends) == 2 and abs(ends[0] - ends[1]) > 0.25:
        raise Surprise(f"the two sides do not train the same: they end at {ends}")
    return taken


def medians(rounds):
    return [statistics.median(seconds) for seconds in zip(*rounds)]


def times_faster(rounds):
    ours, theirs = medians(rounds)
    return theirs / ours


class Side:
    """A program that trains when it is told to."""

    def __init__(self, command):
        self.command = command

    def __enter__(self):
        one_thread = {"OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
        self.process = subprocess.Popen(
            self.command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=os.environ | one_thread,
            text=True,
        )
        return self

    def __exit__(self, *_):
        self.process.stdin.close()
        self.process.wait()

    def ask(self, line):
        with contextlib.suppress(BrokenPipeError):
            self.process.stdin.write(line + "\n")
            self.process.stdin.flush()
        answer = self.process.stdout.readline()
        if not answer:
            raise Surprise(f"{' '.join(self.command)} did not answer {line!r}")
        return json.loads(answer)


def write_idx(path, sizes, values):
    """Bytes in MNIST's format."""
    with open(path, "wb") as file:
        file.write(struct.pack(f">HBB{len(sizes)}I", 0, 8, len(sizes), *sizes) + values)
