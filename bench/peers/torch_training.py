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
from torch import nn
from torch.nn import functional

CLASSES = 10
SCORED = 128


def main(config, folder, device="cpu"):
    torch.set_num_threads(1)
    with open(config, encoding="utf-8") as file:
        config = json.load(file)
    data = [
        (images.to(device) / 255.0, labels.to(device)) for images, labels in files(config, folder)
    ]
    for line in sys.stdin:
        if line.strip() != "trial":
            sys.exit(f"no such command: {line}")
        began = time.perf_counter()
        value = trial(config, *data)
        print(json.dumps({"seconds": time.perf_counter() - began, "value": value}), flush=True)


def trial(config, training, validation):
    torch.manual_seed(0)
    train, optimizer = config["train"], config["optimizer"]
    images, labels = training
    network = model(train["builtin"]["model"], images).to(images.device)
    update = torch.optim.SGD(network.parameters(), lr=optimizer["lr"])
    shape = (
        (lambda it: it[:, None])
        if isinstance(network[0], nn.Conv2d)
        else (lambda it: it.flatten(1))
    )
    # The first point of a trial: how well it does before it has learnt.
    score(network, shape, training)
    score(network, shape, validation)
    for _ in range(train["epochs"]):
        for rows in torch.randperm(len(images), device=images.device).split(train["batch_size"]):
            update.zero_grad()
            loss = functional.cross_entropy(network(shape(images[rows])), labels[rows])
            loss.backward()
            update.step()
    return score(network, shape, validation)


def score(network, shape, samples):
    images, labels = samples
    with torch.no_grad():
        losses = [
            functional.cross_entropy(network(shape(some)), of_these, reduction="sum")
            for some, of_these in zip(images.split(SCORED), labels.split(SCORED))
        ]
    return float(sum(losses)) / len(images)


def model(document, images):
    layers, side = [], images.shape[-1]
    if document["kind"] == "mlp":
        inputs = side * side
        for outputs in document["hidden"]:
            layers += [nn.Linear(inputs, outputs), nn.ReLU()]
            inputs = outputs
        return nn.Sequential(*layers, nn.Linear(inputs, CLASSES))
    inputs = 1
    for outputs in document["channels"]:
        layers += [
            nn.Conv2d(inputs, outputs, document["kernel"], padding="same"),
            nn.ReLU(),
            nn.MaxPool2d(2),
        ]
        inputs, side = outputs, side // 2
    return nn.Sequential(*layers, nn.Flatten(), nn.Linear(inputs * side * side, CLASSES))


def files(config, folder):
    """Images and labels, of the training and of the validation part."""
    names = config["train"]["builtin"]["dataset"]
    for prefix in ("", "validation_"):
        images, labels = (
            read(os.path.join(folder, names[prefix + it])) for it in ("images", "labels")
        )
        yield images.float(), labels.long()


def read(path):
    """A file in MNIST's format."""
    with open(path, "rb") as file:
        dimensions = file.read(4)[3]
        sizes = struct.unpack(f">{dimensions}I", file.read(4 * dimensions))
        return torch.frombuffer(bytearray(file.read()), dtype=torch.uint8).reshape(sizes)


if __name__ == "__main__":
    main(*sys.argv[1:])
