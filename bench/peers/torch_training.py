"""Trains with PyTorch what `trainer`'s example `speed` trains, as its users write it: eager, on one thread.

`torch_training.py CONFIG FOLDER [DEVICE]`; each line `trial` on standard input is answered with the seconds that one
trial took, from its first weights to its last score, and the validation loss that it ended at. The data lie on the device
from the start.
"""

import json
import os
import struct
import sys
import time

import torch
from torch.nn import functional
from torch_models import model

SCORED = 128


def main(config, folder, device="cpu"):
    torch.set_num_threads(1)
    with open(config, encoding="utf-8") as file:
        config = json.load(file)
    dataset = config["train"]["builtin"]["dataset"]
    read = {"idx": images, "text": text}[dataset["kind"]]
    classes, parts = read(dataset, folder)
    data = [[it.to(device) for it in part] for part in parts]
    for line in sys.stdin:
        if line.strip() != "trial":
            sys.exit(f"no such command: {line}")
        began = time.perf_counter()
        value = trial(config, classes, *data)
        print(
            json.dumps({"seconds": time.perf_counter() - began, "value": value}),
            flush=True,
        )


def trial(config, classes, training, validation):
    torch.manual_seed(0)
    train, optimizer = config["train"], config["optimizer"]
    features, labels = training
    network = model(train["builtin"]["model"], features[0], classes).to(features.device)
    update = torch.optim.SGD(network.parameters(), lr=optimizer["lr"])
    # The first point of a trial: how well it does before it has learnt.
    score(network, training)
    score(network, validation)
    for _ in range(train["epochs"]):
        for rows in torch.randperm(len(features), device=features.device).split(
            train["batch_size"]
        ):
            update.zero_grad()
            loss(network, features[rows], labels[rows]).backward()
            update.step()
    return score(network, validation)


def loss(network, features, labels, reduction="mean"):
    outputs = network(features)
    return functional.cross_entropy(outputs.flatten(0, -2), labels.flatten(), reduction=reduction)


def score(network, samples):
    network.eval()
    with torch.no_grad():
        parts = zip(*(it.split(SCORED) for it in samples))
        total = sum(loss(network, *some, reduction="sum") for some in parts)
    network.train()
    return float(total) / samples[1].numel()


def images(dataset, folder):
    """How many classes there are; images and labels, of the training and of the validation part."""

    def part(prefix):
        pixels, labels = (
            read(os.path.join(folder, dataset[prefix + it])) for it in ("images", "labels")
        )
        return pixels.float().unsqueeze(1) / 255.0, labels.long()

    parts = [part(""), part("validation_")]
    return int(parts[0][1].max()) + 1, parts


def text(dataset, folder):
    """How many symbols there are, the unknown among them; sequences and what follows each of their characters."""
    with open(os.path.join(folder, dataset["path"]), encoding="utf-8") as file:
        characters = file.read()
    validating, length = (
        round(len(characters) * dataset["validation"]),
        dataset["length"],
    )
    symbols = {it: at for at, it in enumerate(sorted(set(characters[:-validating])))}

    def part(characters):
        numbers = torch.tensor([symbols.get(it, len(symbols)) for it in characters])
        whole = (len(numbers) - 1) // length * length
        return numbers[:whole].view(-1, length), numbers[1 : whole + 1].view(-1, length)

    return len(symbols) + 1, [
        part(characters[:-validating]),
        part(characters[-validating:]),
    ]


def read(path):
    """A file in MNIST's format."""
    with open(path, "rb") as file:
        dimensions = file.read(4)[3]
        sizes = struct.unpack(f">{dimensions}I", file.read(4 * dimensions))
        return torch.frombuffer(bytearray(file.read()), dtype=torch.uint8).reshape(sizes)


if __name__ == "__main__":
    main(*sys.argv[1:])
