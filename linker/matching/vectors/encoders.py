"""Texts to vectors, behind one small interface: none, static (a table of word pieces), contextual (ONNX).

No encoder ever reaches for the network: `static` reads the table inside the installed wordllama wheel, and
`contextual` reads a folder that `linker model install` put in its place.
"""

import hashlib
import json
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from numpy.typing import NDArray

from linker.errors import ModelError
from linker.matching.vectors.background import SENTENCES, TRANSLATED
from linker.records import EncoderName

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

Vectors = NDArray[np.float32]

MANIFEST = "linker.json"
TUNED = "linker_tuned.json"
"""Stands in a model's folder where half of our readings taught it (`linker.learning.labels.readings`)."""
ACTIVE = "active"
# Claims are sentences: what stands past this many characters does not change what a text is about.
_MAX_CHARS = 8_000
# More only wait for each other over texts this short: 2.3 times the CPU time for a sentence.
_THREADS = 1
# What an export says of itself beside its network: the same network gives other vectors under others.
SETTINGS = ("sentence_bert_config.json", "config_sentence_transformers.json", "1_Pooling/config.json")
_MUCH = 0.3
_MOST = 0.8
_CENTRED = "-centred"

_KEPT = np.dtype("<f2")
Recall = Callable[[str, Sequence[str]], Mapping[str, bytes]]
"""A version and SHA-256s of texts, to those vectors that were kept (little-endian float16)."""
Keep = Callable[[str, Mapping[str, bytes]], None]
"""A version and new vectors by SHA-256 of their text."""


@dataclass(frozen=True, slots=True)
class Encoder:
    """A named way from texts to unit vectors; vectors of different versions must never be compared."""

    name: EncoderName
    version: str
    """Name of the model and the first 12 hex digits of its files' SHA-256; "none" without one."""
    dimensions: int
    _encode: Callable[[Sequence[str]], Vectors]
    multilingual: bool = False
    """Knows a sentence by its translation: what `knows_translations` found when it was installed."""
    tuned: bool = False
    """Was taught by half of our readings: weights for it may be fitted to the other half only."""

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Give each text a unit vector, shape (len(texts), dimensions); a text without words gets zeros."""
        vectors = np.zeros((len(texts), self.dimensions), dtype=np.float32)
        cut = [_whole(text.strip()[:_MAX_CHARS]).strip() for text in texts]
        row = {text: number for number, text in enumerate(dict.fromkeys(filter(None, cut)))}
        if row and self.dimensions:
            filled = [place for place, text in enumerate(cut) if text]
            vectors[filled] = _unit(self._encode(list(row)))[[row[cut[place]] for place in filled]]
        return vectors

    def remembering(self, recall: Recall, keep: Keep) -> "Encoder":
        """The same encoder, which asks `recall` for vectors before it makes any and hands new ones to `keep`.

        Kept with half the digits, so only for an encoder whose vectors have no more: `contextual`.
        """

        def encode(texts: Sequence[str]) -> Vectors:
            keys = [hashlib.sha256(text.encode()).hexdigest() for text in texts]
            known = {key: vector for key, vector in recall(self.version, keys).items() if self._fits(vector)}
            missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}
            if missing:
                made = self._encode(list(missing.values())).astype(_KEPT)
                fresh = {key: vector.tobytes() for key, vector in zip(missing, made, strict=True)}
                keep(self.version, fresh)
                known |= fresh
            return np.stack([np.frombuffer(known[key], dtype=_KEPT) for key in keys]).astype(np.float32)

        return replace(self, _encode=encode)

    def _fits(self, vector: bytes) -> bool:
        return len(vector) == 2 * self.dimensions and bool(np.isfinite(np.frombuffer(vector, _KEPT)).all())


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
    options.intra_op_num_threads, options.inter_op_num_threads = _THREADS, 1
    try:
        session = onnxruntime.InferenceSession(network, options, providers=["CPUExecutionProvider"])
    except Exception as error:  # onnxruntime's errors have no common root but RuntimeError's siblings
        raise ModelError(f"{network}: not a network that onnxruntime can run: {error}") from error
    tokenizer = _read_tokenizer(folder / "tokenizer.json")
    settings = _Settings.read(folder)
    tokenizer.enable_truncation(settings.max_tokens)
    installed = _Installed.read(folder)
    version = installed.version(folder, network)
    encode = _Contextual(session, tokenizer, settings, np.array(installed.common, dtype=np.float32))
    width = encode(["a"]).shape[1]
    return Encoder(
        "contextual", version, width, encode, installed.multilingual, tuned=(folder / TUNED).is_file()
    )


def name_of(version: str) -> str:
    """The model's name in an encoder's version.

    Example: `name_of("all-minilm-0123456789ab-centred") == "all-minilm"`
    """
    return version.removesuffix(_CENTRED).rpartition("-")[0]


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


def common_vector(encoder: Encoder) -> list[float]:
    """The mean vector of unrelated sentences, [] where they are as far from each other as they should be.

    Some models turn all texts the same way: unrelated ones have a cosine of .78 in e5, of .08 in MiniLM.
    Weights of another model would take every pair for alike; without that vector, e5's spread as MiniLM's do.
    """
    mean = encoder.encode(SENTENCES).mean(axis=0)
    return [round(float(part), 6) for part in mean] if float(mean @ mean) >= _MUCH else []


def knows_translations(encoder: Encoder) -> bool:
    """Whether most sentences are nearer to their English translations than to those of any other."""
    there, here = (encoder.encode(sentences) for sentences in zip(*TRANSLATED, strict=True))
    return float(((there @ here.T).argmax(axis=1) == np.arange(len(there))).mean()) >= _MOST


def hash_model(folder: Path, network: Path) -> str:
    """Hex SHA-256 of all that a model's vectors depend on: network, tokenizer, its settings."""
    told = (folder / name for name in SETTINGS)
    return hash_files(network, folder / "tokenizer.json", *(path for path in told if path.is_file()))


def hash_files(*paths: Path) -> str:
    """Hex SHA-256 over the files' SHA-256 digests, in the order given."""
    digest = hashlib.sha256()
    for path in paths:
        with path.open("rb") as file:
            digest.update(hashlib.file_digest(file, "sha256").digest())
    return digest.hexdigest()


@dataclass(frozen=True, slots=True)
class _Installed:
    """What `linker model install` found out of a model and noted beside it."""

    name: str
    sha256: str | None
    multilingual: bool
    common: tuple[float, ...]
    """What `common_vector` gave."""

    @classmethod
    def read(cls, folder: Path) -> "_Installed":
        noted = _read_json(folder / MANIFEST)
        return cls(
            name=noted.get("name", folder.name),
            sha256=noted.get("sha256"),
            multilingual=bool(noted.get("multilingual")),
            common=tuple(noted.get("common") or ()),
        )

    def version(self, folder: Path, network: Path) -> str:
        """The model's name and hash; raises ModelError where the files are not those that were installed."""
        found = hash_model(folder, network)
        if found != (self.sha256 or found):
            raise ModelError(
                f"{folder}: its files changed since they were installed; run `linker model install` again"
            )
        return f"{self.name}-{found[:12]}{_CENTRED if self.common else ''}"


@dataclass(frozen=True, slots=True)
class _Settings:
    """What an export says of itself beside its network."""

    max_tokens: int = 256
    pooling: Literal["mean", "cls"] = "mean"
    prompt: str = ""

    @classmethod
    def read(cls, folder: Path) -> "_Settings":
        pooling = _read_json(folder / "1_Pooling" / "config.json")
        length = _read_json(folder / "sentence_bert_config.json").get("max_seq_length")
        return cls(
            max_tokens=length if isinstance(length, int) and length > 0 else 256,
            pooling="cls" if pooling.get("pooling_mode_cls_token") else "mean",
            prompt=_prompt(_read_json(folder / "config_sentence_transformers.json")),
        )


def _prompt(told: Mapping[str, Any]) -> str:
    """What a model wants before each text.

    Its default prompt, or, where both sides of a search have one, the query's, as models like e5 want for
    texts that are compared as equals.
    """
    prompts = told.get("prompts")
    if not isinstance(prompts, dict):
        return ""
    if told.get("default_prompt_name"):
        return str(prompts.get(told["default_prompt_name"]) or "")
    sought = prompts.get("passage") or prompts.get("document")
    return str(prompts.get("query") or "") if sought else ""


@dataclass(frozen=True, slots=True)
class _Contextual:
    """Runs a network over one text at a time.

    An int8 network scales its activations over the whole batch: in a batch, a text's vector would depend on
    the texts beside it (measured: cosine .945 to .99 to its own). Nor would batches be quicker on a CPU.
    """

    session: "InferenceSession"
    tokenizer: "Tokenizer"
    settings: _Settings
    common: Vectors
    """Taken from every vector; empty for a model that needs it not."""

    def __call__(self, texts: Sequence[str]) -> Vectors:
        asked = {tensor.name for tensor in self.session.get_inputs()}
        vectors = _unit(np.stack([self._run(text, asked) for text in texts]))
        if self.common.size:
            vectors = _unit(vectors - self.common)
        # Half the digits, as they are kept in a database: whether they were, no score shall tell.
        return vectors.astype(_KEPT).astype(np.float32)

    def _run(self, text: str, asked: set[str]) -> Vectors:
        ids = np.array([self.tokenizer.encode(self.settings.prompt + text).ids], dtype=np.int64)
        if not ids.size:
            ids = np.zeros((1, 1), dtype=np.int64)
        inputs = {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": np.zeros_like(ids)}
        names = [tensor.name for tensor in self.session.get_outputs()]
        outputs = self.session.run(names, {name: value for name, value in inputs.items() if name in asked})
        return _pool(dict(zip(names, outputs, strict=True)), self.settings.pooling)


def _pool(outputs: Mapping[str, NDArray[np.float32]], pooling: str) -> Vectors:
    """The vector of one text: the network's own if it names one, else its tokens' vectors pooled."""
    if "sentence_embedding" in outputs:
        own: Vectors = outputs["sentence_embedding"][0]
        return own
    tokens = next((output[0] for output in outputs.values() if output.ndim == 3), None)
    if tokens is None:
        tokens = next(iter(outputs.values()))
    pooled: Vectors = tokens[0] if pooling == "cls" else tokens.mean(axis=0)
    return pooled


def _mean_rows(table: Vectors, rows: Sequence[Sequence[int]]) -> Vectors:
    """Mean of the table's rows for each text; every text has at least one."""
    starts = np.cumsum([0, *(len(row) for row in rows[:-1])])
    sums = np.add.reduceat(table[np.concatenate([np.asarray(row, dtype=np.int64) for row in rows])], starts)
    means: Vectors = (sums / np.array([[len(row)] for row in rows])).astype(np.float32)
    return means


def _whole(text: str) -> str:
    # Tokenizers refuse halves of a surrogate pair.
    return text if text.isascii() else text.encode("utf-8", "replace").decode()


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


def _read_json(path: Path) -> dict[str, Any]:
    try:
        read = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return {}
    return read if isinstance(read, dict) else {}
