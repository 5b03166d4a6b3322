"""Weights to the two ONNX files of the package, with the weights of layers in 8 bits per channel.

    python training/export.py tagger.pt OUT_FOLDER [--full]

``--full`` keeps 32 bits, to measure what 8 bits lose.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

import numpy as np
import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from secondsource.statements.pieces import vocabulary
from secondsource.statements.signs import COLUMNS
from tagger import Tagger


class Lower(nn.Module):
    """The part that reads a paragraph once."""

    def __init__(self, model: Tagger) -> None:
        super().__init__()
        self.model = model

    def forward(self, ids: Tensor) -> Tensor:
        """[items, pieces] → [items, pieces, width]."""
        return self.model.lower(ids, torch.zeros((1, 1, 1, 1)))


class Upper(nn.Module):
    """The part that reads it for each task, with the heads."""

    def __init__(self, model: Tagger) -> None:
        super().__init__()
        self.model = model

    def forward(self, low: Tensor, signs: Tensor, first: Tensor) -> tuple[Tensor, ...]:
        """Logits of cues, roles and validity, and the vector's share of each token."""
        m = self.model
        high = m.upper(low, signs, torch.zeros((1, 1, 1, 1)))
        at = first[..., None].expand(-1, -1, high.shape[2])
        tokens, below = high.gather(1, at), low.gather(1, at)
        return m.cue(tokens), m.role(tokens), m.valid(tokens)[..., 0], m.vector(torch.cat([below, tokens], -1))


def main() -> None:
    """Writes lower.onnx, upper.onnx and moves.tsv."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("weights")
    options.add_argument("out")
    options.add_argument("--full", action="store_true")
    given = options.parse_args()
    model = Tagger(len(vocabulary()))
    model.load_state_dict(torch.load(given.weights))
    model.eval()
    out = Path(given.out)
    out.mkdir(parents=True, exist_ok=True)
    ids = torch.ones((2, 9), dtype=torch.int64)
    low = torch.zeros((2, 9, 384))
    signs = torch.zeros((2, 9, len(COLUMNS)), dtype=torch.int64)
    first = torch.ones((2, 5), dtype=torch.int64)
    _write(Lower(model), (ids,), out / "lower.onnx", ["ids"], ["low"], full=given.full)
    names = ["low", "signs", "first"]
    _write(
        Upper(model),
        (low, signs, first),
        out / "upper.onnx",
        names,
        ["cue", "role", "valid", "vector"],
        full=given.full,
    )
    np.savetxt(out / "moves.tsv", model.moves.detach().numpy(), fmt="%.4f", delimiter="\t")
    print({p.name: f"{p.stat().st_size / 1e6:.1f} MB" for p in sorted(out.iterdir())})


def _write(
    part: nn.Module, given: tuple[Tensor, ...], path: Path, names: list[str], outputs: list[str], *, full: bool
) -> None:
    axes = {n: {0: "items", 1: "tokens" if n == "first" else "pieces"} for n in names}
    axes |= {n: {0: "items", 1: "pieces" if n == "low" else "tokens"} for n in outputs}
    with tempfile.TemporaryDirectory() as folder:
        whole = Path(folder) / "whole.onnx"
        torch.onnx.export(part, given, str(whole), input_names=names, output_names=outputs, dynamic_axes=axes,
                          opset_version=17, dynamo=False)  # fmt: skip
        if full:
            path.write_bytes(whole.read_bytes())
            return
        quantize_dynamic(whole, path, per_channel=True, weight_type=QuantType.QInt8,
                         op_types_to_quantize=["MatMul", "Gather"])  # fmt: skip
    onnx.checker.check_model(str(path))


if __name__ == "__main__":
    main()
