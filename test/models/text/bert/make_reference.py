"""Writes reference.json: the outputs of a tiny BERT in float64 NumPy, from the formulas of Devlin et al. 2019 alone.

python3 make_reference.py > reference.json   (NumPy is all it needs; the tests read only the JSON)
Weights are w[i] = scale * sin(phase + 0.37 * i), rounded to float32, in the sizes and order of tiny-bert.ts.
"""
import json
from math import erf, sqrt

import numpy as np

D, INNER, HEADS, LAYERS, VOCAB, POSITIONS, EPS = 32, 48, 4, 2, 20, 12, 1e-12
phase = 0.0


def tensor(*shape, scale=0.25, shift=0.0):
    global phase
    phase += 1.0
    size = int(np.prod(shape))
    values = shift + scale * np.sin(phase + 0.37 * np.arange(size))
    return values.astype(np.float32).astype(np.float64).reshape(shape)


def norm(x, weight, bias):
    mean = x.mean(-1, keepdims=True)
    return (x - mean) / np.sqrt(((x - mean) ** 2).mean(-1, keepdims=True) + EPS) * weight + bias


word, position, segment = tensor(VOCAB, D), tensor(POSITIONS, D), tensor(2, D)
norm_pair = lambda: (tensor(D, scale=0.1, shift=1.0), tensor(D, scale=0.1))
linear = lambda n_out, n_in: (tensor(n_out, n_in), tensor(n_out))
embedding_norm = norm_pair()
layers = []
for _ in range(LAYERS):
    layers.append({name: linear(D, D) for name in ("query", "key", "value", "output")})
    layers[-1]["norm1"] = norm_pair()
    layers[-1]["inner"], layers[-1]["outer"] = linear(INNER, D), linear(D, INNER)
    layers[-1]["norm2"] = norm_pair()
pooler = linear(D, D)

apply = lambda x, pair: x @ pair[0].T + pair[1]
gelu = np.vectorize(lambda v: 0.5 * v * (1 + erf(v / sqrt(2))))


def forward(ids, segments):
    h = norm(word[ids] + position[: len(ids)] + segment[segments], *embedding_norm)
    for layer in layers:
        heads = []
        q, k, v = (apply(h, layer[name]) for name in ("query", "key", "value"))
        for head in range(HEADS):
            part = slice(head * D // HEADS, (head + 1) * D // HEADS)
            scores = q[:, part] @ k[:, part].T / sqrt(D / HEADS)
            weights = np.exp(scores - scores.max(-1, keepdims=True))
            heads.append(weights / weights.sum(-1, keepdims=True) @ v[:, part])
        h = norm(h + apply(np.concatenate(heads, -1), layer["output"]), *layer["norm1"])
        h = norm(h + apply(gelu(apply(h, layer["inner"])), layer["outer"]), *layer["norm2"])
    return h, np.tanh(apply(h[0], pooler))


cases = []
for ids, segments in (([2, 7, 9, 11, 3], [0] * 5), ([2, 5, 19, 3, 6, 8, 10, 3], [0, 0, 0, 0, 1, 1, 1, 1]), ([2, 3], [0, 0])):
    hidden, pooled = forward(ids, segments)
    cases.append({"ids": ids, "segments": segments, "lastHidden": hidden[-1].tolist(), "pooled": pooled.tolist()})
print(json.dumps(cases))
