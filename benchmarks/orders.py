"""How much the figures of alignment owe to the order in which articles fall into folds.

    OMP_NUM_THREADS=1 python benchmarks/orders.py EVAL PAGES [--encoders none,static,contextual] [--orders 8]

EVAL holds `alignment/dev.jsonl` and `resolution/`, PAGES are saved pages. Prints, over the orders, the mean
of each cross-validated figure of `linker train EVAL --pages PAGES` with its standard deviation.
"""

import argparse
from pathlib import Path

import numpy as np

from linker.errors import LinkerError
from linker.learning.labels.readings import read_readings
from linker.learning.training.alignment import train
from linker.matching.vectors import encoders

FIGURES = ("precision_at_1", "mean_average_precision", "average_precision", "calibration_error")


def main() -> None:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("folder", type=Path)
    arguments.add_argument("pages", type=Path)
    arguments.add_argument("--encoders", default="none,static,contextual")
    arguments.add_argument("--orders", type=int, default=8)
    options = arguments.parse_args()
    print(f"{'':14}" + "".join(f"{name:>26}" for name in FIGURES))
    for name in options.encoders.split(","):
        try:
            found = figures(name, options.folder, options.pages, options.orders)
        except LinkerError as error:
            print(f"{name:14}left out ({error})")
            continue
        told = (
            f"{mean:.3f} ± {spread:.3f}" for mean, spread in zip(found.mean(0), found.std(0), strict=True)
        )
        print(f"{name:14}" + "".join(f"{each:>26}" for each in told), flush=True)


def figures(name: str, folder: Path, pages: Path, orders: int):
    """One row an order."""
    encoder = encoders.load(name)
    if name == "contextual":
        kept: dict[str, bytes] = {}
        encoder = encoder.remembering(
            lambda _, keys: {key: kept[key] for key in keys if key in kept}, lambda _, made: kept.update(made)
        )
    readings = read_readings(folder / "resolution", "weights" if encoder.tuned else None)
    rows = [folder / "alignment" / "dev.jsonl"]
    trained = (
        train(rows, name, encoder, readings=readings, pages=pages, seed=seed) for seed in range(orders)
    )
    return np.array([[one.figures["all"][figure] for figure in FIGURES] for one in trained])


if __name__ == "__main__":
    main()
