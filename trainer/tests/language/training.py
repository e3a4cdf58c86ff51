"""Writes training.json: a small model of language and some updates of it in PyTorch.

Run as `python training.py > training.json` (PyTorch 2.15.0 wrote what is here). The model is nanoGPT's, module by
module and name by name, without dropout. First weights are `numbers` of parts.py, which the test draws in the same way.
"""

import json
import math

import torch
from torch import nn
from torch.nn.functional import cross_entropy, gelu, scaled_dot_product_attention

LAYERS, HEADS, WIDTH, LENGTH, FEEDFORWARD = 2, 2, 12, 10, 20
LETTERS, ROWS, VALIDATING, BATCH, UPDATES, LR = 11, 12, 3, 4, 6, 0.05


def numbers(shape, start):
    values = [math.sin(0.7 * at + start) + 0.5 * math.sin(2.3 * at * at + start) for at in range(math.prod(shape))]
    return torch.tensor(values, dtype=torch.float64).reshape(shape)


class Attention(nn.Module):
    def __init__(self):
        super().__init__()
        self.c_attn, self.c_proj = nn.Linear(WIDTH, 3 * WIDTH), nn.Linear(WIDTH, WIDTH)

    def forward(self, x):
        shape = (*x.shape[:2], HEADS, WIDTH // HEADS)
        q, k, v = (it.view(shape).transpose(1, 2) for it in self.c_attn(x).split(WIDTH, dim=2))
        return self.c_proj(scaled_dot_product_attention(q, k, v, is_causal=True).transpose(1, 2).reshape(x.shape))


class Mlp(nn.Module):
    def __init__(self):
        super().__init__()
        self.c_fc, self.c_proj = nn.Linear(WIDTH, FEEDFORWARD), nn.Linear(FEEDFORWARD, WIDTH)

    def forward(self, x):
        return self.c_proj(gelu(self.c_fc(x)))


class Block(nn.Module):
    def __init__(self):
        super().__init__()
        self.ln_1, self.attn = nn.LayerNorm(WIDTH), Attention()
        self.ln_2, self.mlp = nn.LayerNorm(WIDTH), Mlp()

    def forward(self, x):
        x = x + self.attn(self.ln_1(x))
        return x + self.mlp(self.ln_2(x))


class Language(nn.Module):
    def __init__(self, symbols):
        super().__init__()
        parts = {"wte": nn.Embedding(symbols, WIDTH), "wpe": nn.Embedding(LENGTH, WIDTH)}
        parts |= {"h": nn.ModuleList(Block() for _ in range(LAYERS)), "ln_f": nn.LayerNorm(WIDTH)}
        self.transformer = nn.ModuleDict(parts)
        self.lm_head = nn.Linear(WIDTH, symbols, bias=False)
        self.lm_head.weight = self.transformer.wte.weight

    def forward(self, x):
        x = self.transformer.wte(x) + self.transformer.wpe(torch.arange(LENGTH))
        for block in self.transformer.h:
            x = block(x)
        return self.lm_head(self.transformer.ln_f(x))


# Made of the first letters, so that a letter's place in the alphabet is its symbol; one more is the unknown.
text = [(7 * at * at + 3 * at + at // 5) % LETTERS for at in range(ROWS * LENGTH + 1 + VALIDATING * LENGTH + 1)]
# In double precision, so that the numbers are those of the arithmetic and not of an order of additions.
model = Language(LETTERS + 1).double()
named = list(model.named_parameters())
with torch.no_grad():
    for index, (name, it) in enumerate(named):
        it.copy_((0.3 * numbers(it.shape, index) + (1 if "ln_" in name and "weight" in name else 0)).float())
optimizer = torch.optim.SGD(model.parameters(), lr=LR, momentum=0.9)
losses, gradients = [], {}
for update in range(UPDATES):
    rows = [(update * BATCH + it) % ROWS for it in range(BATCH)]
    inputs, targets = (
        torch.tensor([text[row * LENGTH + by :][:LENGTH] for row in rows]) for by in (0, 1)
    )
    loss = cross_entropy(model(inputs).flatten(0, 1), targets.flatten())
    optimizer.zero_grad()
    loss.backward()
    losses.append(loss.item())
    if update == 0:
        gradients = {name: [float(f"{it:.6g}") for it in p.grad.flatten().tolist()] for name, p in named}
    optimizer.step()

print(
    json.dumps(
        {
            "text": "".join(chr(97 + it) for it in text),
            "rows": [ROWS, VALIDATING],
            "model": {"layers": LAYERS, "heads": HEADS, "width": WIDTH, "feedforward": FEEDFORWARD, "length": LENGTH},
            "batch": BATCH,
            "lr": LR,
            "shapes": {name: list(it.shape) for name, it in named},
            "gradients": gradients,
            "losses": losses,
        }
    )
)
