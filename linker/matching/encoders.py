"""Texts to vectors, behind one small interface: none, static (a table of word pieces), contextual (ONNX).

No encoder ever reaches for the network: `static` reads the table inside the installed wordllama wheel, and
`contextual` reads a folder that `linker model install` put in its place.
"""

import hashlib
import json
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from numpy.typing import NDArray

from linker.errors import ModelError
from linker.records import EncoderName

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

Vectors = NDArray[np.float32]

MANIFEST = "linker.json"
ACTIVE = "active"
# Claims are sentences: what stands past this many characters does not change what a text is about.
_MAX_CHARS = 8_000
_BATCH = 32
_THREADS = 2


@dataclass(frozen=True, slots=True)
class Encoder:
    """A named way from texts to unit vectors; vectors of different versions must never be compared."""

    name: EncoderName
    version: str
    """Name of the model and the first 12 hex digits of its files' SHA-256; "none" without one."""
    dimensions: int
    _encode: Callable[[Sequence[str]], Vectors]

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Give each text a unit vector, shape (len(texts), dimensions); a text without words gets zeros."""
        vectors = np.zeros((len(texts), self.dimensions), dtype=np.float32)
        places = [place for place, text in enumerate(texts) if text.strip()]
        if places and self.dimensions:
            vectors[places] = _unit(self._encode([texts[place].strip()[:_MAX_CHARS] for place in places]))
        return vectors


def load(name: EncoderName) -> Encoder:
    """Load an encoder once a process; raises ModelError, saying how to install it, where it is missing."""
    match name:
        case "none":
            return _load_none()
        case "static":
            return _load_static()
        case "contextual":
            return load_contextual(active_model())


@cache
def _load_none() -> Encoder:
    return Encoder("none", "none", 0, lambda texts: np.zeros((len(texts), 0), dtype=np.float32))


@cache
def _load_static() -> Encoder:
    from safetensors.numpy import load_file  # noqa: PLC0415 - `none` needs neither

    folder = _wheel_folder("wordllama")
    weights = folder / "weights" / "l2_supercat_256.safetensors"
    tokenizer = _read_tokenizer(folder / "tokenizers" / "l2_supercat_tokenizer_config.json")
    try:
        table = load_file(weights)["embedding.weight"].astype(np.float32)
    except (OSError, KeyError) as error:
        raise ModelError(
            f"{weights}: no table of vectors; reinstall it: pip install wordllama==0.4.*"
        ) from error

    def encode(texts: Sequence[str]) -> Vectors:
        return _mean_rows(table, [tokenizer.encode(text, add_special_tokens=False).ids for text in texts])

    return Encoder("static", f"wordllama-{hash_files(weights)[:12]}", table.shape[1], encode)


def models_folder() -> Path:
    """Where contextual models live: $LINKER_MODELS, else linker/models in the user's data folder."""
    if given := os.environ.get("LINKER_MODELS"):
        return Path(given)
    data = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    return Path(data) / "linker" / "models"


def active_model() -> Path:
    """The folder of the contextual model in use: the one installed last; raises ModelError without one."""
    folder = models_folder()
    try:
        return folder / (folder / ACTIVE).read_text(encoding="utf-8").strip()
    except OSError as error:
        raise ModelError(
            f"no contextual model in {folder}: run `linker model install NAME` (or PATH of a folder with its"
            " ONNX export and tokenizer.json), or use --encoder static"
        ) from error


@cache
def load_contextual(folder: Path) -> Encoder:
    """Load a sentence-transformers export: an ONNX file, tokenizer.json, pooling told by its own settings."""
    try:
        import onnxruntime  # noqa: PLC0415 - an extra
    except ImportError as error:
        raise ModelError('encoder "contextual" needs the extra: pip install "linker[semantic]"') from error
    network = find_network(folder)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads, options.inter_op_num_threads = min(_THREADS, os.cpu_count() or 1), 1
    try:
        session = onnxruntime.InferenceSession(network, options, providers=["CPUExecutionProvider"])
    except Exception as error:  # onnxruntime's errors have no common root but RuntimeError's siblings
        raise ModelError(f"{network}: not a network that onnxruntime can run: {error}") from error
    tokenizer = _read_tokenizer(folder / "tokenizer.json")
    settings = _Settings.read(folder)
    tokenizer.enable_truncation(settings.max_tokens)
    encode = _Contextual(session, tokenizer, settings)
    return Encoder("contextual", _contextual_version(folder, network), encode(["a"]).shape[1], encode)


def find_network(folder: Path) -> Path:
    """The ONNX file of a model folder, the quantised one first; raises ModelError without one."""
    found = sorted(
        (*folder.glob("*.onnx"), *folder.glob("onnx/*.onnx")),
        key=lambda path: (
            not ("int8" in path.name or "quant" in path.name),
            path.name != "model.onnx",
            path.name,
        ),
    )
    if not found:
        raise ModelError(f"{folder}: no .onnx file; give the folder of a sentence-transformers ONNX export")
    return found[0]


def hash_files(*paths: Path) -> str:
    """Hex SHA-256 over the files' SHA-256 digests, in the order given."""
    digest = hashlib.sha256()
    for path in paths:
        with path.open("rb") as file:
            digest.update(hashlib.file_digest(file, "sha256").digest())
    return digest.hexdigest()


@dataclass(frozen=True, slots=True)
class _Settings:
    """What an export says of itself beside its network."""

    max_tokens: int = 256
    pooling: Literal["mean", "cls"] = "mean"
    prompt: str = ""

    @classmethod
    def read(cls, folder: Path) -> "_Settings":
        pooling = _read_json(folder / "1_Pooling" / "config.json")
        prompts = _read_json(folder / "config_sentence_transformers.json")
        named = prompts.get("prompts") or {}
        return cls(
            max_tokens=int(_read_json(folder / "sentence_bert_config.json").get("max_seq_length") or 256),
            pooling="cls" if pooling.get("pooling_mode_cls_token") else "mean",
            prompt=str(named.get(prompts.get("default_prompt_name")) or ""),
        )


@dataclass(frozen=True, slots=True)
class _Contextual:
    """Runs a network over batches of texts of like length."""

    session: "InferenceSession"
    tokenizer: "Tokenizer"
    settings: _Settings

    def __call__(self, texts: Sequence[str]) -> Vectors:
        # Longest first: texts of like length share a batch, so that little of it is padding.
        order = sorted(range(len(texts)), key=lambda place: -len(texts[place]))
        batches = [order[start : start + _BATCH] for start in range(0, len(order), _BATCH)]
        vectors = np.concatenate([self.run([texts[place] for place in batch]) for batch in batches])
        back = np.empty_like(vectors)
        back[order] = vectors
        return back

    def run(self, texts: Sequence[str]) -> Vectors:
        encoded = [self.tokenizer.encode(self.settings.prompt + text) for text in texts]
        width = max(len(one.ids) for one in encoded)
        ids = np.zeros((len(texts), width), dtype=np.int64)
        mask = np.zeros_like(ids)
        for row, one in enumerate(encoded):
            ids[row, : len(one.ids)] = one.ids
            mask[row, : len(one.ids)] = 1
        inputs = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
        asked = {tensor.name for tensor in self.session.get_inputs()}
        outputs = self.session.run(None, {name: value for name, value in inputs.items() if name in asked})
        return _pool(outputs, mask, self.settings.pooling)


def _pool(outputs: Sequence[NDArray[np.float32]], mask: NDArray[np.int64], pooling: str) -> Vectors:
    """One vector a text: the network's own (2 axes) if it gives one, else its tokens' (3 axes) pooled."""
    for output in outputs:
        if output.ndim == 2:
            return output.astype(np.float32)
    tokens = outputs[0]
    if pooling == "cls":
        first: Vectors = tokens[:, 0].astype(np.float32)
        return first
    weight = mask[..., None].astype(np.float32)
    pooled: Vectors = ((tokens * weight).sum(axis=1) / weight.sum(axis=1)).astype(np.float32)
    return pooled


def _mean_rows(table: Vectors, rows: Sequence[Sequence[int]]) -> Vectors:
    """Mean of the table's rows for each text; every text has at least one."""
    starts = np.cumsum([0, *(len(row) for row in rows[:-1])])
    sums = np.add.reduceat(table[np.concatenate([np.asarray(row, dtype=np.int64) for row in rows])], starts)
    means: Vectors = (sums / np.array([[len(row)] for row in rows])).astype(np.float32)
    return means


def _unit(vectors: Vectors) -> Vectors:
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    units: Vectors = vectors / np.maximum(lengths, 1e-9)
    return units


def _wheel_folder(package: str) -> Path:
    # Found without importing: its import pulls in an HTTP client and a configuration of logging.
    spec = find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise ModelError(f'encoder "static" needs the wheel {package}: pip install {package}')
    return Path(spec.submodule_search_locations[0])


def _read_tokenizer(path: Path) -> "Tokenizer":
    from tokenizers import Tokenizer  # noqa: PLC0415 - `none` needs it not

    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    try:
        tokenizer = Tokenizer.from_file(str(path))
    except Exception as error:  # tokenizers raises bare Exception
        raise ModelError(f"{path}: not a tokenizer.json that can be read: {error}") from error
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


def _contextual_version(folder: Path, network: Path) -> str:
    """The model's name and hash; raises ModelError where the files are not those that were installed."""
    installed = _read_json(folder / MANIFEST)
    found = hash_files(network, folder / "tokenizer.json")
    if found != installed.get("sha256", found):
        raise ModelError(
            f"{folder}: its files changed since they were installed; run `linker model install` again"
        )
    return f"{installed.get('name', folder.name)}-{found[:12]}"


def _read_json(path: Path) -> dict[str, Any]:
    try:
        read = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return {}
    return read if isinstance(read, dict) else {}
