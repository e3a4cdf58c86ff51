"""The networks that `trainer` has, as PyTorch's users write them. Images are [samples, 1, height, width], texts [samples,
length]; what comes out has the classes last.
"""

import torch
from torch import nn
from torch.nn import functional

# GPT-2's first weights (Radford et al., 2019). With PyTorch's own the logits of a tied head would start too large.
DEVIATION = 0.02


def model(document, features, classes):
    """What a trial's `model` section describes, for samples of this shape."""
    return {"mlp": mlp, "cnn": cnn, "resnet": Resnet, "transformer": Transformer}[document["kind"]](
        document, features, classes
    )


def mlp(document, features, classes):
    layers, inputs = [nn.Flatten()], features.numel()
    for outputs in document["hidden"]:
        layers += [nn.Linear(inputs, outputs), nn.ReLU()]
        inputs = outputs
    return nn.Sequential(*layers, nn.Linear(inputs, classes))


def cnn(document, features, classes):
    layers, inputs, side = [], 1, features.shape[-1]
    for outputs in document["channels"]:
        conv = nn.Conv2d(inputs, outputs, document["kernel"], padding="same")
        layers += [conv, nn.ReLU(), nn.MaxPool2d(2)]
        inputs, side = outputs, side // 2
    return nn.Sequential(*layers, nn.Flatten(), nn.Linear(inputs * side * side, classes))


class Block(nn.Module):
    """Two convolutions that what goes in is added to, thinned out and filled up with zeros where they change its shape."""

    def __init__(self, inputs, outputs, stride):
        super().__init__()
        self.conv1 = nn.Conv2d(inputs, outputs, 3, stride=stride, padding=1, bias=False)
        self.bn1 = nn.BatchNorm2d(outputs)
        self.conv2 = nn.Conv2d(outputs, outputs, 3, padding=1, bias=False)
        self.bn2 = nn.BatchNorm2d(outputs)
        self.stride, self.new = stride, outputs - inputs

    def forward(self, x):
        y = functional.relu(self.bn1(self.conv1(x)))
        y = self.bn2(self.conv2(y))
        if self.new:
            x = functional.pad(x[:, :, :: self.stride, :: self.stride], (0, 0, 0, 0, 0, self.new))
        return functional.relu(y + x)


class Resnet(nn.Module):
    """CIFAR's (He et al., 2016)."""

    def __init__(self, document, _features, classes):
        super().__init__()
        width, layers = document["width"], []
        self.conv1 = nn.Conv2d(1, width, 3, padding=1, bias=False)
        self.bn1 = nn.BatchNorm2d(width)
        inputs = width
        for stage in range(3):
            for block in range((document["depth"] - 2) // 6):
                outputs = width << stage
                layers.append(Block(inputs, outputs, 2 if stage > 0 and block == 0 else 1))
                inputs = outputs
        self.layers, self.fc = nn.Sequential(*layers), nn.Linear(inputs, classes)

    def forward(self, x):
        x = functional.relu(self.bn1(self.conv1(x)))
        return self.fc(self.layers(x).mean((2, 3)))


class Attending(nn.Module):
    """A block of a transformer whose norms come first."""

    def __init__(self, width, heads, feedforward):
        super().__init__()
        self.heads = heads
        self.ln_1, self.ln_2 = nn.LayerNorm(width), nn.LayerNorm(width)
        self.ask, self.project = nn.Linear(width, 3 * width), nn.Linear(width, width)
        self.feed, self.narrow = (
            nn.Linear(width, feedforward),
            nn.Linear(feedforward, width),
        )

    def forward(self, x):
        samples, length, width = x.shape
        parts = self.ask(self.ln_1(x)).split(width, dim=2)
        q, k, v = (it.view(samples, length, self.heads, -1).transpose(1, 2) for it in parts)
        taken = functional.scaled_dot_product_attention(q, k, v, is_causal=True)
        x = x + self.project(taken.transpose(1, 2).reshape(x.shape))
        return x + self.narrow(functional.gelu(self.feed(self.ln_2(x))))


class Transformer(nn.Module):
    """GPT-2's kind, whose head is the table of symbols."""

    def __init__(self, document, _features, symbols):
        super().__init__()
        width = document["width"]
        self.symbols = nn.Embedding(symbols, width)
        self.places = nn.Embedding(document["context"], width)
        blocks = range(document["layers"])
        sizes = (width, document["heads"], document["feedforward"])
        self.blocks = nn.Sequential(*(Attending(*sizes) for _ in blocks))
        self.norm, self.head = (
            nn.LayerNorm(width),
            nn.Linear(width, symbols, bias=False),
        )
        self.head.weight = self.symbols.weight
        for parameter in self.parameters():
            if parameter.dim() > 1:
                nn.init.normal_(parameter, std=DEVIATION)

    def forward(self, x):
        places = torch.arange(x.shape[1], device=x.device)
        return self.head(self.norm(self.blocks(self.symbols(x) + self.places(places))))
