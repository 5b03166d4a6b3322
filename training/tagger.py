"""The tagger: MiniLM-L6 that finds cues, reads each cue's source and content, and gives sentence vectors.

The two lowest layers read a paragraph once. The upper four read it again for each task: once with no cue marked
(which tokens are cues; sentence vectors), and once per cue (is it one, who is its source, what is its content).
"""

from __future__ import annotations

import json
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional

from secondsource.statements.signs import SIZE

WIDTH, HEADS, LAYERS, LOWER = 384, 12, 6, 2
CUE_LABELS, ROLE_LABELS = 3, 5
DROP = 0.1

# Whether the CPU multiplies numbers of 16 bits by itself. One that doesn't is four times slower with them than with 32.
FAST_16 = torch.cpu._is_avx512_bf16_supported() or torch.cpu._is_amx_tile_supported()


class Drop(nn.Module):
    """Dropout from one pool of random masks: drawing millions of numbers anew takes an eighth of the time on a CPU."""

    POOL = 1 << 24

    def __init__(self) -> None:
        super().__init__()
        self.pools: dict[torch.dtype, Tensor] = {}

    def forward(self, x: Tensor) -> Tensor:
        """X with a share of its numbers set to 0 and the others grown, while training."""
        if not self.training:
            return x
        if x.dtype not in self.pools:
            self.pools[x.dtype] = ((torch.rand(self.POOL) >= DROP).float() / (1 - DROP)).to(x.dtype)
        at = int(torch.randint(0, max(1, self.POOL - x.numel()), ()))
        return x * self.pools[x.dtype][at : at + x.numel()].view(x.shape)


class Layer(nn.Module):
    """One transformer layer, normalised after each part as BERT does it."""

    def __init__(self, drop: Drop) -> None:
        super().__init__()
        self.qkv, self.out = nn.Linear(WIDTH, 3 * WIDTH), nn.Linear(WIDTH, WIDTH)
        self.up, self.down = nn.Linear(WIDTH, 4 * WIDTH), nn.Linear(4 * WIDTH, WIDTH)
        self.first, self.second = nn.LayerNorm(WIDTH, eps=1e-12), nn.LayerNorm(WIDTH, eps=1e-12)
        self.drop = drop

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        """x: [batch, pieces, width]; mask: [batch, 1, 1, pieces], 0 or very small."""
        batch, length, _ = x.shape
        # Attention in 32 bits: the 16-bit backward pass has no fast kernel on CPUs and takes half of all time.
        q, k, v = self.qkv(x).float().view(batch, length, 3, HEADS, WIDTH // HEADS).permute(2, 0, 3, 1, 4)
        with torch.autocast("cpu", enabled=False):
            if torch.onnx.is_in_onnx_export():
                weights = torch.softmax(q @ k.transpose(-1, -2) / (WIDTH // HEADS) ** 0.5 + mask, -1)
                seen = weights @ v
            else:
                seen = functional.scaled_dot_product_attention(q, k, v, attn_mask=mask)
        x = self.first(x + self.drop(self.out(seen.transpose(1, 2).reshape(batch, length, WIDTH).to(x.dtype))))
        return self.second(x + self.drop(self.down(functional.gelu(self.up(x)))))


class Tagger(nn.Module):
    """All weights; see the module's head."""

    def __init__(self, words: int) -> None:
        super().__init__()
        self.words, self.places, self.kind = (
            nn.Embedding(words, WIDTH),
            nn.Embedding(512, WIDTH),
            nn.Embedding(2, WIDTH),
        )
        self.norm, self.drop = nn.LayerNorm(WIDTH, eps=1e-12), Drop()
        self.layers = nn.ModuleList(Layer(self.drop) for _ in range(LAYERS))
        self.signs = nn.EmbeddingBag(SIZE + 1, WIDTH, mode="sum", padding_idx=SIZE)
        nn.init.normal_(self.signs.weight, std=0.02)
        with torch.no_grad():
            self.signs.weight[SIZE] = 0
        self.cue, self.role, self.valid = (
            nn.Linear(WIDTH, CUE_LABELS),
            nn.Linear(WIDTH, ROLE_LABELS),
            nn.Linear(WIDTH, 1),
        )
        self.vector = nn.Linear(2 * WIDTH, WIDTH)
        self.moves = nn.Parameter(torch.zeros(ROLE_LABELS, ROLE_LABELS))

    def lower(self, ids: Tensor, mask: Tensor) -> Tensor:
        """[batch, pieces] numbers of pieces → [batch, pieces, width]."""
        places = torch.arange(ids.shape[1], device=ids.device)
        x = self.norm(self.words(ids) + self.places(places)[None] + self.kind.weight[0])
        for layer in self.layers[:LOWER]:
            x = layer(self.drop(x), mask)
        return x

    def upper(self, x: Tensor, signs: Tensor, mask: Tensor) -> Tensor:
        """What ``lower`` gave and [batch, pieces, columns] signs → [batch, pieces, width]."""
        batch, length, columns = signs.shape
        if torch.onnx.is_in_onnx_export():
            added = functional.embedding(signs, self.signs.weight).sum(2)
        else:
            added = self.signs(signs.reshape(-1, columns)).view(batch, length, WIDTH)
        x = x + added.to(x.dtype)
        for layer in self.layers[LOWER:]:
            x = layer(x, mask)
        return x


def load_base(model: Tagger, folder: Path) -> None:
    """The published weights of all-MiniLM-L6-v2 into embeddings and layers."""
    found = load_file(folder / "model.safetensors")
    found = {k.removeprefix("bert."): v for k, v in found.items()}
    assert json.loads((folder / "config.json").read_text())["num_hidden_layers"] == LAYERS
    state = {
        "words.weight": found["embeddings.word_embeddings.weight"],
        "places.weight": found["embeddings.position_embeddings.weight"],
        "kind.weight": found["embeddings.token_type_embeddings.weight"],
        "norm.weight": found["embeddings.LayerNorm.weight"],
        "norm.bias": found["embeddings.LayerNorm.bias"],
    }
    for k in range(LAYERS):
        old, new = f"encoder.layer.{k}.", f"layers.{k}."
        for kind in ("weight", "bias"):
            parts = [found[f"{old}attention.self.{name}.{kind}"] for name in ("query", "key", "value")]
            state[f"{new}qkv.{kind}"] = torch.cat(parts)
            for theirs, ours in (
                ("attention.output.dense", "out"), ("attention.output.LayerNorm", "first"),
                ("intermediate.dense", "up"), ("output.dense", "down"), ("output.LayerNorm", "second"),
            ):  # fmt: skip
                state[f"{new}{ours}.{kind}"] = found[f"{old}{theirs}.{kind}"]
    missing = model.load_state_dict(state, strict=False)
    assert not missing.unexpected_keys, missing


def crf_loss(scores: Tensor, labels: Tensor, mask: Tensor, moves: Tensor) -> Tensor:
    """Negative log-likelihood of each sequence: scores [batch, tokens, labels], labels and mask [batch, tokens]."""
    scores = scores.float()
    real = mask.float()
    gold = (scores.gather(2, labels[..., None])[..., 0] * real).sum(1)
    gold = gold + (moves[labels[:, :-1], labels[:, 1:]] * real[:, 1:]).sum(1)
    alpha = scores[:, 0]
    for t in range(1, scores.shape[1]):
        step = torch.logsumexp(alpha[:, :, None] + moves[None], 1) + scores[:, t]
        alpha = torch.where(mask[:, t, None], step, alpha)
    return torch.logsumexp(alpha, 1) - gold
