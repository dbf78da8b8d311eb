"""Build the index of a corpus: nodes, lexical indexes, vectors."""

import logging
import time
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

from tqdm import tqdm

from corpus.library import corpus_hash
from corpus.model import Policy
from corpus.settings import BUILT_IN_MODEL, Settings
from indexing import store
from indexing.dense import DenseIndex
from indexing.encoder import load_encoder
from indexing.entries import (
    ASKED_DIR,
    Entry,
    Kind,
    asked_entries,
    clause_entries,
    policy_entries,
    save_entries,
    whole_entries,
)
from indexing.signals import SIGNALS, build_index_of
from indexing.thesaurus import THESAURUS
from indexing.words import WORDS_DIR

log = logging.getLogger(__name__)
_PACKAGES = ("bm25s", "faiss-cpu", "jieba", "llama-index-core", "sentence-transformers")
_FORMAT = "4"  # raise when the layout of an index folder changes
MODEL_DIR = Path(__file__).parent / "model"  # the built-in one, see indexing.training


def build_index(policies: Sequence[Policy], settings: Settings, *, progress: bool = False) -> Path:
    """Return the folder of an index of `policies`, building it when there is none that fits.

    Raises:
        BadIndex: the index folder cannot be written.
        ModelError: the embedding model cannot be loaded.

    """
    wanted = wanted_fingerprint(policies, settings)
    if ready := store.current(settings.index_dir, wanted):
        return ready
    started = time.perf_counter()
    manifest = store.Manifest(wanted, corpus_hash(policies), _settings(settings), _versions(), {})

    def make(partial: Path) -> store.Manifest:
        _make(partial, policies, settings, progress)
        return manifest

    folder = store.replace(settings.index_dir, make, wanted)
    log.info("索引已建立：%d 份文件，%.1f 秒", len(policies), time.perf_counter() - started)
    return folder


def wanted_fingerprint(policies: Sequence[Policy], settings: Settings) -> str:
    """Return the fingerprint that an index of `policies` must have under `settings`."""
    return store.fingerprint(corpus_hash(policies), _settings(settings), _versions())


def _make(folder: Path, policies: Sequence[Policy], settings: Settings,
          progress: bool) -> None:
    steps = tqdm(total=4, desc="建立索引", disable=not progress, unit="步")
    entries = collect_entries(policies, settings)
    save_entries(entries, folder / "entries.jsonl")
    steps.update()
    for name in SIGNALS:
        build_index_of(name, entries).save(folder / name)
    steps.update()
    encoder = load_encoder(model_of(settings))
    steps.update()
    DenseIndex.build(encoder.encode([e.text for e in entries])).save(folder / "vectors.faiss")
    steps.update()
    steps.close()


def collect_entries(policies: Sequence[Policy], settings: Settings) -> list[Entry]:
    """Return all rows to index: nodes, fields, sentences and asked-as questions."""
    from indexing.nodes import CLAUSE, ClauseNodeParser, clause_documents

    nodes = ClauseNodeParser(max_words=settings.node_words).get_nodes_from_documents(
        clause_documents(policies))
    entries = [Entry(node.metadata[CLAUSE], Kind.TEXT, node.get_content()) for node in nodes]
    entries += [e for policy in policies for e in clause_entries(policy)]
    asked = asked_entries(policies, asked_folders(settings))
    return [*entries, *asked, *whole_entries(policies, asked), *policy_entries(policies)]


def asked_folders(settings: Settings) -> list[Path]:
    """Return the folders of asked-as questions: ours, then the user's, which replaces ours."""
    return [ASKED_DIR, settings.data_dir / "asked_as"]


def model_of(settings: Settings) -> str:
    """Return the folder or hub name of the configured embedding model."""
    named = settings.embedding_model
    return str(MODEL_DIR) if named == BUILT_IN_MODEL else named


def _settings(settings: Settings) -> dict[str, str]:
    folders = asked_folders(settings)
    asked = [path for folder in folders if folder.is_dir() for path in folder.glob("*.tsv")]
    words = sorted([*WORDS_DIR.glob("*.txt"), *asked, THESAURUS])
    digests = {f"{path.parent.name}/{path.name}": store.digest(path) for path in words}
    return digests | {
        "format": _FORMAT, "embedding_model": _model_identity(settings.embedding_model),
        "node_words": str(settings.node_words),
    }


def _model_identity(name: str) -> str:
    """Return the name of a model, and for a local folder what tells its files apart."""
    if name == BUILT_IN_MODEL:
        return f"{name} {store.digest(MODEL_DIR / 'model.safetensors')}"
    folder = Path(name)
    if not folder.is_dir():
        return name
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    stats = [(str(p.relative_to(folder)), p.stat().st_size, p.stat().st_mtime_ns) for p in files]
    return f"{name} {stats}"


def _versions() -> dict[str, str]:
    return {package: version(package) for package in _PACKAGES}
