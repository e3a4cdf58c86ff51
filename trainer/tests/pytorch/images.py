"""Writes images.json: what PyTorch makes of small convolutional and residual networks.

Usage: python images.py > images.json, with PyTorch 2.15. Nothing of ours is run. Everything is worked out in double
precision: first weights by PyTorch's own initialisation, then updates by plain SGD on batches of 4, 4 and 3 images, so that the
last one is short. Sides are odd, so that a pool leaves pixels out and a stride of 2 does not divide the image.
"""

import json

import torch
from torch import nn
from torch.nn import functional

torch.set_num_threads(1)
torch.set_default_dtype(torch.float64)
CHANNELS, HEIGHT, WIDTH, ROWS, CLASSES, LR = 2, 7, 6, 11, 3, 0.1
ACTIVATIONS = {"relu": nn.ReLU, "tanh": nn.Tanh, "gelu": nn.GELU}


class Cnn(nn.Module):
    def __init__(self, channels, kernel, activation, batch_norm, hidden):
        super().__init__()
        self.activation = ACTIVATIONS[activation]()
        widths = [CHANNELS, *channels]
        self.convs = nn.ModuleList(
            nn.Conv2d(a, b, kernel, padding=kernel // 2) for a, b in zip(widths, channels)
        )
        self.norms = nn.ModuleList(nn.BatchNorm2d(it) if batch_norm else nn.Identity() for it in channels)
        flat = channels[-1] * (HEIGHT >> len(channels)) * (WIDTH >> len(channels))
        sizes = [flat, *hidden, CLASSES]
        self.layers = nn.ModuleList(nn.Linear(a, b) for a, b in zip(sizes, sizes[1:]))

    def forward(self, x):
        for conv, norm in zip(self.convs, self.norms):
            x = functional.max_pool2d(self.activation(norm(conv(x))), 2)
        x = x.flatten(1)
        for layer in self.layers[:-1]:
            x = self.activation(layer(x))
        return self.layers[-1](x)


class Block(nn.Module):
    def __init__(self, inputs, outputs, stride):
        super().__init__()
        self.conv1 = nn.Conv2d(inputs, outputs, 3, stride=stride, padding=1, bias=False)
        self.bn1 = nn.BatchNorm2d(outputs)
        self.conv2 = nn.Conv2d(outputs, outputs, 3, padding=1, bias=False)
        self.bn2 = nn.BatchNorm2d(outputs)
        self.stride, self.new = stride, outputs - inputs

    def forward(self, x):
        y = self.bn2(self.conv2(functional.relu(self.bn1(self.conv1(x)))))
        kept = functional.pad(x[:, :, :: self.stride, :: self.stride], (0, 0, 0, 0, 0, self.new))
        return functional.relu(y + kept)


class Resnet(nn.Module):
    def __init__(self, depth, width):
        super().__init__()
        self.conv1 = nn.Conv2d(CHANNELS, width, 3, padding=1, bias=False)
        self.bn1 = nn.BatchNorm2d(width)
        inputs, blocks = width, (depth - 2) // 6
        for stage in range(3):
            outputs, layers = width << stage, []
            for block in range(blocks):
                layers.append(Block(inputs, outputs, 2 if stage > 0 and block == 0 else 1))
                inputs = outputs
            setattr(self, f"layer{stage + 1}", nn.Sequential(*layers))
        self.fc = nn.Linear(inputs, CLASSES)

    def forward(self, x):
        x = functional.relu(self.bn1(self.conv1(x)))
        return self.fc(self.layer3(self.layer2(self.layer1(x))).mean((2, 3)))


def rounded(tensor):
    return [float(f"{it:.8g}") for it in tensor.detach().flatten().tolist()]


def parameters(model):
    state = model.state_dict().items()
    return {name: rounded(it) for name, it in state if not name.endswith("num_batches_tracked")}


def case(config, model, images, labels):
    first = parameters(model)
    # What is written down is what is trained.
    for name, tensor in model.state_dict().items():
        if name in first:
            tensor.copy_(torch.tensor(first[name]).view(tensor.shape))
    losses = []
    for start in range(0, ROWS, 4):
        model.train()
        model.zero_grad()
        loss = functional.cross_entropy(model(images[start : start + 4]), labels[start : start + 4])
        loss.backward()
        losses.append(loss.item())
        with torch.no_grad():
            for it in model.parameters():
                it -= LR * it.grad
    model.eval()
    scored = functional.cross_entropy(model(images), labels).item()
    return {"model": config, "first": first, "losses": losses, "last": parameters(model), "scored": scored}


def main():
    torch.manual_seed(0)
    images = torch.tensor(rounded(torch.randn(ROWS, CHANNELS, HEIGHT, WIDTH))).view(ROWS, CHANNELS, HEIGHT, WIDTH)
    labels = torch.randint(CLASSES, (ROWS,))
    cnns = [
        ([3], 3, "relu", False, []),
        ([4, 3], 3, "relu", True, [5]),
        ([3, 4], 5, "tanh", False, [4]),
        ([17], 1, "gelu", False, []),
        ([3], 3, "gelu", True, []),
    ]
    cases = []
    for channels, kernel, activation, batch_norm, hidden in cnns:
        config = {"kind": "cnn", "channels": channels, "kernel": kernel, "activation": activation, "hidden": hidden}
        # As many rows as a batch has: a ghost batch is then the batch.
        config |= {"batch_norm": True, "ghost_batch": 4} if batch_norm else {}
        cases.append(case(config, Cnn(channels, kernel, activation, batch_norm, hidden), images, labels))
    for depth, width in [(8, 2), (14, 1)]:
        config = {"kind": "resnet", "depth": depth, "width": width}
        cases.append(case(config, Resnet(depth, width), images, labels))
    image = {"channels": CHANNELS, "height": HEIGHT, "width": WIDTH}
    print(json.dumps({"lr": LR, "image": image, "images": rounded(images), "labels": labels.tolist(), "cases": cases}))


main()
