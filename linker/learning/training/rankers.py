"""Trains and publishes the rankers of retrieval and resolution.

    python -m linker.learning.training.rankers EVAL linker/matching/weights none static contextual

EVAL is a folder that holds `retrieval/` and `resolution/`. The same data and encoder give the same weights.
"""

import sys
from pathlib import Path

from linker.files import write_whole
from linker.learning.tasks import resolution, retrieval
from linker.matching.ranking.ranking import write
from linker.matching.weights.model import ENCODERS
from linker.matching.weights.published import file_name

TASKS = {"retrieval": retrieval.train, "resolution": resolution.train}


def main(data: str, weights: str, *names: str) -> None:
    """Write one file a task and encoder."""
    for encoder in (name for name in ENCODERS if name in names):
        for task, train in TASKS.items():
            ranker = train(Path(data) / task, encoder)
            name = file_name(task, encoder, ranker.encoder_version)
            write_whole(Path(weights) / name, write(ranker).encode())


if __name__ == "__main__":
    main(*sys.argv[1:])
