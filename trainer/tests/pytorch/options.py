"""Writes options.json: what PyTorch makes of small models with the options that keep training steady.

Usage: python options.py > options.json, with PyTorch 2.15. Nothing of ours is run: masks of dropout are drawn here
from ChaCha8, as our documentation says (trainer/src/mask.rs), and ghost batches are PyTorch's own batch norm, called for one
after the other.
"""

import json
import math
import struct

import torch
from torch.nn import functional

torch.set_num_threads(1)
SEED, FEATURES, CLASSES, ROWS, BATCH, UPDATES = 7, 5, 3, 24, 8, 6
WORD = 0xFFFFFFFF
DROPOUT = 16  # the stream of random numbers that masks are drawn from


def pcg32(state):
    """rand_core's way from a seed of 64 bits to ChaCha's of 256."""
    state = (state * 6364136223846793005 + 11634580027462260723) & (2**64 - 1)
    turned = (((state >> 18) ^ state) >> 27) & WORD
    turn = state >> 59
    return state, ((turned >> turn) | (turned << ((32 - turn) & 31))) & WORD


def chacha8(key, block, stream):
    """One block of ChaCha8: sixteen words (Bernstein, 2008)."""
    words = list(struct.unpack("<4I", b"expand 32-byte k")) + key
    words += [block & WORD, block >> 32, stream & WORD, stream >> 32]
    x = list(words)

    def quarter(a, b, c, d):
        for into, of, by, turn in ((a, b, d, 16), (c, d, b, 12), (a, b, d, 8), (c, d, b, 7)):
            x[into] = (x[into] + x[of]) & WORD
            x[by] ^= x[into]
            x[by] = ((x[by] << turn) | (x[by] >> (32 - turn))) & WORD

    for _ in range(4):
        for a in range(4):
            quarter(a, a + 4, a + 8, a + 12)
        for a in range(4):
            quarter(a, 4 + (a + 1) % 4, 8 + (a + 2) % 4, 12 + (a + 3) % 4)
    return [(a + b) & WORD for a, b in zip(x, words)]


def keys(seed, update, layer):
    key, state = [], seed
    for _ in range(8):
        state, word = pcg32(state)
        key.append(word)
    place = ((update << 32) | layer) * 2
    return chacha8(key, place // 16, DROPOUT)[place % 16 :][:2]


def mixed(bits):
    bits = ((bits ^ (bits >> 16)) * 0x21F0AAAD) & WORD
    bits = ((bits ^ (bits >> 15)) * 0xD35A2D97) & WORD
    return bits ^ (bits >> 15)


def mask(update, layer, share, count):
    first, second = keys(SEED, update, layer)
    hashes = (mixed((mixed(place ^ first) + second) & WORD) for place in range(count))
    bound = round(share * 2**32)
    return [0.0 if it < bound else 1 / (1 - share) for it in hashes]


class Perceptron(torch.nn.Module):
    def __init__(self, hidden, activation, batch_norm, ghost_batch, dropout):
        super().__init__()
        widths = [FEATURES, *hidden, CLASSES]
        self.layers = torch.nn.ModuleList(map(torch.nn.Linear, widths, widths[1:]))
        self.norms = torch.nn.ModuleList(map(torch.nn.BatchNorm1d, hidden if batch_norm else []))
        self.activation = {"relu": torch.relu, "tanh": torch.tanh, "gelu": functional.gelu}[activation]
        self.ghost, self.share = ghost_batch or 2**30, dropout

    def normalised(self, norm, values):
        if not self.training:
            return norm(values)
        ghosts = []
        for ghost in values.split(self.ghost):
            if len(ghost) > 1:
                ghosts.append(norm(ghost))
            else:  # by what is remembered, which PyTorch does not do by itself
                kept = norm.running_mean.clone(), norm.running_var.clone()
                ghosts.append(functional.batch_norm(ghost, *kept, norm.weight, norm.bias))
        return torch.cat(ghosts)

    def forward(self, values, update):
        for index, layer in enumerate(self.layers[:-1]):
            values = layer(values)
            if self.norms:
                values = self.normalised(self.norms[index], values)
            values = self.activation(values)
            if self.training and self.share > 0:
                drawn = mask(update, index, self.share, values.numel())
                values = values * torch.tensor(drawn).reshape(values.shape)
        return self.layers[-1](values)


RULES = {
    "sgd": torch.optim.SGD,
    "adagrad": torch.optim.Adagrad,
    "adadelta": torch.optim.Adadelta,
    "rmsprop": torch.optim.RMSprop,
    "adam": torch.optim.Adam,
    "adamw": torch.optim.AdamW,
}


def optimizer_of(model, asked):
    asked = {key: it for key, it in asked.items() if not key.startswith(("clip", "decay_skips"))}
    rule, decay = RULES[asked.pop("kind")], asked.pop("weight_decay")
    # Of what is learnt, matrices alone have two axes.
    groups = [
        {"params": [it for it in model.parameters() if it.dim() > 1], "weight_decay": decay},
        {"params": [it for it in model.parameters() if it.dim() == 1], "weight_decay": 0.0},
    ]
    return rule(groups, **asked)


def rounded(tensor):
    return [float(f"{it:.8g}") for it in tensor.detach().flatten().tolist()]


def numbers(count, seed):
    return [round(math.sin(1.7 * seed + 2.3 * it * (1 + it % 3)), 4) for it in range(count)]


def state(model):
    return {name: rounded(it) for name, it in model.state_dict().items() if "tracked" not in name}


def run(case):
    model = Perceptron(**{"batch_norm": False, "ghost_batch": None, "dropout": 0.0, **case["model"]})
    with torch.no_grad():
        for index, (name, it) in enumerate(model.named_parameters()):
            start = torch.tensor(numbers(it.numel(), index + 1)).reshape(it.shape) * 0.6
            it.copy_(1 + start * 0.3 if name.startswith("norms") and name.endswith("weight") else start)
    features = torch.tensor(numbers(ROWS * FEATURES, 11)).reshape(ROWS, FEATURES) * 2
    labels = torch.tensor([(it * it + it // 3) % CLASSES for it in range(ROWS)])
    told = {"model": case["model"], "optimizer": case["optimizer"], "label_smoothing": case["smoothing"]}
    told |= {"start": state(model), "losses": []}
    optimizer, asked = optimizer_of(model, case["optimizer"]), case["optimizer"]
    clipped = 0
    for update in range(UPDATES):
        first = update * BATCH % ROWS
        model.train()
        outputs = model(features[first : first + BATCH], update)
        loss = functional.cross_entropy(
            outputs, labels[first : first + BATCH], label_smoothing=case["smoothing"]
        )
        optimizer.zero_grad()
        loss.backward()
        if "clip_norm" in asked:
            norm = torch.nn.utils.clip_grad_norm_(model.parameters(), asked["clip_norm"])
            clipped += int(norm > asked["clip_norm"])
        if "clip_value" in asked:
            largest = max(it.grad.abs().max() for it in model.parameters())
            torch.nn.utils.clip_grad_value_(model.parameters(), asked["clip_value"])
            clipped += int(largest > asked["clip_value"])
        optimizer.step()
        told["losses"].append(loss.item())
    assert ("clip_norm" in asked or "clip_value" in asked) == (clipped > 0), told["optimizer"]
    model.eval()
    told["end"] = state(model)
    told["scored"] = functional.cross_entropy(model(features, None), labels).item()
    return told, rounded(features), labels.tolist()


def case(model, optimizer, smoothing=0.0):
    return {"model": model, "optimizer": optimizer, "smoothing": smoothing}


SPARING = {"decay_skips": "norms_and_biases"}
# The biases below a batch norm have no gradient but what rounding leaves of it. Rules that divide by a gradient's size would make
# much of that, were there not an eps that is larger.
CASES = [
    case(
        {"hidden": [6, 4], "activation": "relu", "batch_norm": True, "ghost_batch": 3},
        {"kind": "sgd", "lr": 0.1, "momentum": 0.9, "nesterov": True, "weight_decay": 0.05, **SPARING},
        0.1,
    ),
    case(
        {"hidden": [6, 4], "activation": "tanh", "batch_norm": True, "ghost_batch": 7},
        {"kind": "adamw", "lr": 0.02, "eps": 0.01, "weight_decay": 0.5, "clip_norm": 0.5, **SPARING},
    ),
    case(
        {"hidden": [19], "activation": "gelu"},
        {"kind": "adam", "lr": 0.02, "weight_decay": 0.3, "clip_value": 0.05, **SPARING},
    ),
    case(
        {"hidden": [6, 4], "activation": "tanh", "dropout": 0.3},
        {"kind": "sgd", "lr": 0.2, "weight_decay": 0.0, "clip_norm": 0.3},
        0.2,
    ),
    case(
        {"hidden": [17, 5], "activation": "relu", "batch_norm": True, "ghost_batch": 7, "dropout": 0.5},
        {"kind": "rmsprop", "lr": 0.01, "eps": 0.01, "momentum": 0.5, "weight_decay": 0.3, **SPARING},
    ),
    case(
        {"hidden": [9], "activation": "gelu", "dropout": 0.1, "batch_norm": True, "ghost_batch": 7},
        {"kind": "adagrad", "lr": 0.1, "eps": 0.01, "weight_decay": 0.3, "clip_norm": 0.3, **SPARING},
        0.3,
    ),
    case(
        {"hidden": [6], "activation": "tanh", "dropout": 0.25},
        {"kind": "adadelta", "lr": 1.0, "weight_decay": 0.3, "clip_value": 0.1, **SPARING},
    ),
]


def main():
    told = [run(it) for it in CASES]
    masks = [
        {"update": update, "layer": layer, "share": share, "factors": mask(update, layer, share, 12)}
        for update, layer, share in [(0, 0, 0.5), (1, 0, 0.3), (5, 3, 0.1), (999_999_999, 40, 0.75)]
    ]
    document = {
        "about": f"torch {torch.__version__}, single precision; see options.py",
        "seed": SEED,
        "batch": BATCH,
        "features": told[0][1],
        "labels": told[0][2],
        "masks": masks,
        "cases": [it[0] for it in told],
    }
    text = json.dumps(document)
    print(text.replace('{"model"', '\n{"model"').replace(', "cases"', ',\n"cases"').replace('"end"', '\n"end"'))


main()
