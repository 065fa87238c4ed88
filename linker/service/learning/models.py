"""`linker model install`: puts a contextual encoder where `linker.matching.vectors.encoders` finds it."""

import json
import re
import shutil
import tempfile
from pathlib import Path

from linker.errors import ModelError
from linker.files import write_whole
from linker.matching.vectors import encoders
from linker.matching.weights import model

# What an export may hold that an encoder reads.
_FILES = ("tokenizer.json", *encoders.SETTINGS, encoders.TUNED)
_NETWORKS = ("onnx/model_quint8_avx2.onnx", "onnx/model_quantized.onnx", "onnx/model.onnx", "model.onnx")
_ALIASES = {"minilm": "sentence-transformers/all-MiniLM-L6-v2"}
_HUB_NAME = re.compile(r"[\w.-]+/[\w.-]+")


def install(name_or_path: str) -> Path:
    """Copy a folder's model, or fetch a hub's, check that it encodes, and make it the active one.

    A folder holds a sentence-transformers export in ONNX with its tokenizer.json. A name is `minilm` or a
    repository of the Hugging Face hub (`intfloat/multilingual-e5-small`), fetched once.

    Returns:
        The folder that it was put into.

    Raises:
        ModelError: there is no such model, or it does not encode; what was active stays so.
    """
    given = Path(name_or_path).expanduser()
    with tempfile.TemporaryDirectory() as scratch:
        source = given if given.is_dir() else _fetch(name_or_path, Path(scratch) / "model")
        return _take_in(source, given.resolve().name if given.is_dir() else name_or_path.rpartition("/")[2])


def about(folder: Path) -> str:
    """What an installed model can do, and whether the published weights were fitted with it."""
    encoder = encoders.load_contextual(folder)
    fitted = model.load("contextual", encoder.version).encoder_version
    reach = "compares across languages" if encoder.multilingual else "compares within a language"
    if encoder.version == fitted:
        return f"{encoder.version} {reach}; the published weights were fitted with it"
    other = fitted or "another"
    return (
        f"{encoder.version} {reach}; the published weights were fitted with {other}: they serve, and"
        " `linker train DIR --encoder contextual --publish` fits them to it"
    )


def _take_in(source: Path, name: str) -> Path:
    """Beside the active one, so that a stop leaves one whole; a name and its twin with `~` take turns."""
    network, name = encoders.find_network(source), _safe(name)
    models = encoders.models_folder()
    active, fresh = models / encoders.ACTIVE, models / f"{name}.new"
    kept, before = models / name, models / f"{name}~"
    if active.is_file() and active.read_text(encoding="utf-8").strip() == kept.name:
        kept, before = before, kept
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    _copy(source, fresh, (network.relative_to(source).as_posix(), *_FILES))
    _note(fresh, name=name, sha256=encoders.hash_model(fresh, fresh / network.relative_to(source)))
    shutil.rmtree(kept, ignore_errors=True)
    fresh.rename(kept)
    write_whole(active, f"{kept.name}\n".encode())
    encoders.load_contextual.cache_clear()
    shutil.rmtree(before, ignore_errors=True)
    return kept


def _note(folder: Path, **told: object) -> None:
    """Write down beside a model what is known of it: how its texts lie, and whether languages meet in it."""
    plain = encoders.load_contextual(folder)
    told |= {"common": encoders.common_vector(plain), "multilingual": encoders.knows_translations(plain)}
    (folder / encoders.MANIFEST).write_text(json.dumps(told), encoding="utf-8")


def _copy(source: Path, target: Path, names: tuple[str, ...]) -> None:
    if not (source / "tokenizer.json").is_file():
        raise ModelError(
            f"{source}: no tokenizer.json; give the folder of a sentence-transformers ONNX export"
        )
    for name in names:
        if (source / name).is_file():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source / name, target / name)


def _fetch(name: str, target: Path) -> Path:
    """Fetch a model from the hub; huggingface_hub comes with tokenizers and checks what it fetches."""
    repository = _ALIASES.get(name, name)
    if not _HUB_NAME.fullmatch(repository):
        raise ModelError(
            f"{name}: no such folder, and no name of a model; names look like {_ALIASES['minilm']}"
        )
    from huggingface_hub import snapshot_download  # noqa: PLC0415 - takes half a second, needed once

    try:
        snapshot_download(repository, allow_patterns=[*_FILES, *_NETWORKS], local_dir=target)
    except Exception as error:  # its errors and httpx's share no root
        raise ModelError(
            f"{repository}: could not be fetched from the hub ({type(error).__name__}); where no hub can be"
            " reached, install a folder instead: see docs/matching.md, 'The contextual model without a hub'"
        ) from error
    return target


def _safe(name: str) -> str:
    return re.sub(r"[^\w.-]+", "-", name).strip(".-") or "model"
