"""Writes parts.json: what PyTorch makes of the parts of a language model.

Run as `python parts.py > parts.json` (PyTorch 2.15.0 wrote what is here). Inputs are `numbers` of a count and a
start, which src/network/language/tests.rs draws in the same way, so that only outcomes need to be stored.
"""

import json
import math

import torch
from torch.nn.functional import gelu, layer_norm, scaled_dot_product_attention


def numbers(shape, start):
    count = math.prod(shape)
    values = [math.sin(0.7 * at + start) + 0.5 * math.sin(2.3 * at * at + start) for at in range(count)]
    return torch.tensor(values, dtype=torch.float64).float().reshape(shape)


def told(tensor):
    return [float(f"{it:.7g}") for it in tensor.detach().flatten().tolist()]


def norm(rows, width):
    values, scales, shifts, errors = (
        numbers(shape, start).requires_grad_()
        for start, shape in enumerate([(rows, width), (width,), (width,), (rows, width)])
    )
    outcome = layer_norm(values, (width,), scales, shifts)
    outcome.backward(errors)
    slopes = {"values": values.grad, "scales": scales.grad, "shifts": shifts.grad}
    return {"rows": rows, "width": width, "outcome": told(outcome), **{k: told(v) for k, v in slopes.items()}}


def attention(windows, length, heads, width):
    """Rows hold queries, keys and values one after the other, each head by head, as nanoGPT's `c_attn` gives them."""
    rows = numbers((windows, length, 3 * heads * width), 0).requires_grad_()
    errors = numbers((windows, length, heads * width), 1)
    parts = rows.split(heads * width, dim=2)
    queries, keys, values = (it.view(windows, length, heads, width).transpose(1, 2) for it in parts)
    outcome = scaled_dot_product_attention(queries, keys, values, is_causal=True)
    outcome = outcome.transpose(1, 2).reshape(windows, length, heads * width)
    outcome.backward(errors)
    sizes = {"windows": windows, "length": length, "heads": heads, "width": width}
    return {**sizes, "outcome": told(outcome), "slopes": told(rows.grad)}


def activation():
    values = numbers((40,), 0).mul(3).requires_grad_()
    outcome = gelu(values)
    outcome.sum().backward()
    return {"outcome": told(outcome), "slopes": told(values.grad)}


print(
    json.dumps(
        {
            "layer_norm": [norm(3, 5), norm(4, 16), norm(2, 37)],
            "attention": [attention(2, 3, 1, 16), attention(2, 20, 2, 5), attention(1, 17, 2, 16)],
            "gelu": activation(),
        }
    )
)
