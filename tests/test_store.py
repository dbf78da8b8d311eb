"""indexing.store: an index is replaced whole or not at all, and never used when damaged."""

import json
import logging
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock

from corpus import Policy
from corpus.errors import BadIndex
from corpus.settings import Settings
from indexing import Searcher, build_index, search, store
from indexing.build import MODEL_DIR

ROOT = Path(__file__).parent.parent
BUILDER = """
import sys, time
from pathlib import Path
from indexing import store

root, seconds = Path(sys.argv[1]), float(sys.argv[2])

def make(partial):
    (partial / "rows").write_text("half")
    with (root.parent / "calls").open("a") as calls:
        calls.write("x")
    time.sleep(seconds)
    (partial / "rows").write_text("whole")
    return store.Manifest("new", "", {}, {}, {})

print("ready", flush=True)
sys.stdin.readline()
print(store.replace(root, make, "new").name, flush=True)
"""


def maker(wanted: str, text: str = "rows") -> Callable[[Path], store.Manifest]:
    def make(partial: Path) -> store.Manifest:
        (partial / "deep").mkdir()
        (partial / "deep" / "rows").write_text(text)
        (partial / "more").write_text(text * 2)
        return store.Manifest(wanted, "", {}, {}, {})
    return make


def builder(root: Path, seconds: float) -> subprocess.Popen[str]:
    """Another process, ready to build "new" when a line is sent to it."""
    process = subprocess.Popen(
        [sys.executable, "-c", BUILDER, str(root), str(seconds)], cwd=ROOT, text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert process.stdout.readline() == "ready\n"
    return process


def go(process: subprocess.Popen[str]) -> None:
    process.stdin.write("\n")
    process.stdin.flush()


def wait_for(path: Path) -> None:
    until = time.monotonic() + 30
    while not path.exists():
        assert time.monotonic() < until, f"{path} did not appear"
        time.sleep(0.01)


def folders(root: Path) -> list[str]:
    return sorted(path.name for path in root.iterdir() if path.is_dir())


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """An index folder that holds the index "old"."""
    store.replace(tmp_path / "index", maker("old"), "old")
    return tmp_path / "index"


class TestReplace:
    def test_what_was_made_is_current(self, root: Path) -> None:
        folder = store.current(root, "old")
        assert (folder / "deep" / "rows").read_text() == "rows"
        assert folders(root) == [folder.name]

    def test_the_manifest_lists_every_file(self, root: Path) -> None:
        folder = store.current(root, "old")
        assert manifest(folder)["files"] == {
            name: store.digest(folder / name) for name in ("deep/rows", "more")}

    def test_a_new_index_leaves_nothing_of_the_old_one(self, root: Path) -> None:
        folder = store.replace(root, maker("new"), "new")
        assert folders(root) == [folder.name]
        assert store.current(root, "new") == folder
        assert not (root / "CURRENT.new").exists()

    def test_a_fitting_index_is_not_made_again(self, root: Path) -> None:
        def make(partial: Path) -> store.Manifest:
            raise AssertionError("made again")
        assert store.replace(root, make, "old") == store.current(root, "old")

    @pytest.mark.parametrize("error", [RuntimeError, KeyboardInterrupt, MemoryError])
    def test_a_build_that_raises_leaves_the_old_index(
            self, root: Path, error: type[BaseException]) -> None:
        def make(partial: Path) -> store.Manifest:
            (partial / "rows").write_text("half")
            raise error
        old = store.current(root, "old")
        with pytest.raises(error):
            store.replace(root, make, "new")
        assert store.current(root, "old") == old
        new = store.replace(root, maker("new"), "new")
        assert folders(root) == [new.name]

    def test_a_full_disk_is_a_bad_index(self, root: Path) -> None:
        def make(partial: Path) -> store.Manifest:
            raise OSError(28, "No space left on device")
        with pytest.raises(BadIndex, match="No space left"):
            store.replace(root, make, "new")
        assert store.current(root, "old")

    def test_something_else_than_wanted_is_not_switched_to(self, root: Path) -> None:
        with pytest.raises(BadIndex):
            store.replace(root, maker("other"), "new")
        assert folders(root) == [store.current(root, "old").name]

    def test_a_folder_that_cannot_be_made_is_a_bad_index(self, tmp_path: Path) -> None:
        (tmp_path / "file").write_text("not a folder")
        with pytest.raises(BadIndex) as caught:
            store.replace(tmp_path / "file" / "index", maker("new"), "new")
        assert caught.value.value == str(tmp_path / "file" / "index")

    def test_a_lock_that_is_never_released_is_a_bad_index(
            self, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(store, "_LONGEST_WAIT", 0.1)
        with FileLock(root / ".lock"), pytest.raises(BadIndex, match="locked"):
            store.replace(root, maker("new"), "new")


class TestKilled:
    @pytest.fixture
    def killed(self, root: Path) -> Path:
        """The folder after a process was killed while it built "new"."""
        process = builder(root, 60)
        go(process)
        wait_for(root.parent / "calls")
        os.kill(process.pid, signal.SIGKILL)
        assert process.wait(10) == -signal.SIGKILL
        process.communicate()
        return root

    def test_the_old_index_is_usable(self, killed: Path) -> None:
        assert any(name.startswith("partial-") for name in folders(killed))
        assert store.check(store.current(killed, "old"), "old") is None

    def test_the_next_build_works_and_clears_up(self, killed: Path) -> None:
        folder = store.replace(killed, maker("new"), "new")
        assert folders(killed) == [folder.name]
        assert store.current(killed, "new") == folder

    def test_even_a_next_build_that_raises_clears_up(self, killed: Path) -> None:
        with pytest.raises(BadIndex):
            store.replace(killed, maker("other"), "new")
        assert folders(killed) == [store.current(killed, "old").name]

    def test_killed_before_the_switch(self, root: Path) -> None:
        made = root / "new-abcdefgh"
        shutil.copytree(store.current(root, "old"), made)
        (root / "CURRENT.new").write_text(made.name)
        folder = store.replace(root, maker("new"), "new")
        assert folders(root) == [folder.name]
        assert not (root / "CURRENT.new").exists()


class TestAtOnce:
    def test_threads_build_once(self, tmp_path: Path) -> None:
        calls, together = [], threading.Barrier(4)

        def make(partial: Path) -> store.Manifest:
            calls.append(partial)
            time.sleep(0.2)
            return maker("new")(partial)

        def build(_: int) -> Path:
            together.wait()
            return store.replace(tmp_path / "index", make, "new")

        with ThreadPoolExecutor(4) as pool:
            built = set(pool.map(build, range(4)))
        assert len(built) == len(calls) == 1

    def test_processes_build_once(self, tmp_path: Path) -> None:
        processes = [builder(tmp_path / "index", 0.5) for _ in range(2)]
        for process in processes:
            go(process)
        built = {process.communicate(timeout=30)[0] for process in processes}
        assert len(built) == 1
        assert (tmp_path / "calls").read_text() == "x"
        assert store.current(tmp_path / "index", "new").name == built.pop().strip()


FINGERPRINT = ("corpus", {"dim": "192", "words": "a"}, {"faiss": "1"})


@pytest.mark.parametrize(("changed", "same"), [
    (FINGERPRINT, True),
    (("corpus", {"words": "a", "dim": "192"}, {"faiss": "1"}), True),
    (("corpora", {"dim": "192", "words": "a"}, {"faiss": "1"}), False),
    (("corpus", {"dim": "64", "words": "a"}, {"faiss": "1"}), False),
    (("corpus", {"dim": "192", "words": "b"}, {"faiss": "1"}), False),
    (("corpus", {"dim": "192", "words": "a"}, {"faiss": "2"}), False),
], ids=["equal", "order", "corpus", "setting", "words", "version"])
def test_fingerprint(changed: tuple[str, dict[str, str], dict[str, str]], same: bool) -> None:
    assert (store.fingerprint(*FINGERPRINT) == store.fingerprint(*changed)) is same


def flip(path: Path) -> None:
    """Flip one bit in the middle of the file."""
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


def manifest(folder: Path) -> dict[str, object]:
    data: dict[str, object] = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    return data


def rewrite(folder: Path, **changes: object) -> None:
    (folder / "manifest.json").write_text(json.dumps(manifest(folder) | changes), encoding="utf-8")


def forget_versions(folder: Path) -> None:
    data = manifest(folder)
    del data["versions"]
    (folder / "manifest.json").write_text(json.dumps(data), encoding="utf-8")


def cut_short(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1])


def swap(folder: Path) -> None:
    first, second = folder / "deep" / "rows", folder / "more"
    first.rename(folder / "x")
    second.rename(first)
    (folder / "x").rename(second)


Damage = Callable[[Path], object]
DAMAGES: dict[str, Damage] = {
    "bit-flipped": lambda f: flip(f / "more"),
    "bit-flipped-in-a-subfolder": lambda f: flip(f / "deep" / "rows"),
    "file-cut-short": lambda f: cut_short(f / "more"),
    "file-missing": lambda f: (f / "more").unlink(),
    "subfolder-missing": lambda f: shutil.rmtree(f / "deep"),
    "files-swapped": swap,
    "folder-missing": shutil.rmtree,
    "manifest-missing": lambda f: (f / "manifest.json").unlink(),
    "manifest-empty": lambda f: (f / "manifest.json").write_bytes(b""),
    "manifest-cut-short": lambda f: cut_short(f / "manifest.json"),
    "manifest-binary": lambda f: (f / "manifest.json").write_bytes(b"\xff\x00\xfe"),
    "manifest-a-list": lambda f: (f / "manifest.json").write_text("[]"),
    "manifest-lacks-a-key": forget_versions,
    "manifest-has-another-key": lambda f: rewrite(f, author="nobody"),
    "manifest-of-another-index": lambda f: rewrite(f, fingerprint="0" * 16),
    "current-points-nowhere": lambda f: (f.parent / "CURRENT").write_text("nowhere"),
    "current-points-up": lambda f: (f.parent / "CURRENT").write_text("../.."),
    "current-empty": lambda f: (f.parent / "CURRENT").write_text(""),
    "current-with-nul": lambda f: (f.parent / "CURRENT").write_bytes(b"a\0b"),
    "current-binary": lambda f: (f.parent / "CURRENT").write_bytes(b"\xff\xfe\x00"),
    "manifest-files-a-list": lambda f: rewrite(f, files=["more"]),
    "manifest-files-null": lambda f: rewrite(f, files=None),
    "manifest-lists-no-file": lambda f: (rewrite(f, files={}), flip(f / "more")),
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_a_damaged_index_is_replaced(
        root: Path, damage: Damage, caplog: pytest.LogCaptureFixture) -> None:
    old = store.current(root, "old")
    damage(old)
    assert store.current(root, "old") is None
    new = store.replace(root, maker("old"), "old")
    assert any("需要重建" in message for message in caplog.messages)
    assert folders(root) == [new.name] != [old.name]
    assert store.current(root, "old") == new


def test_without_an_index_nothing_is_current(
        tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    assert store.current(tmp_path, "old") is None
    assert not caplog.messages


class TestBuildIndex:
    @pytest.fixture(scope="class")
    def built(self, tmp_path_factory: pytest.TempPathFactory, settings_in: Callable[..., Settings],
              one_policy: list[Policy]) -> Path:
        data = tmp_path_factory.mktemp("small")
        build_index(one_policy, settings_in(data))
        return data

    @pytest.fixture
    def small(self, built: Path, tmp_path: Path, settings_in: Callable[..., Settings],
              caplog: pytest.LogCaptureFixture) -> Settings:
        """Settings whose folder holds a complete index of one policy."""
        shutil.copytree(built, tmp_path / "data")
        caplog.set_level(logging.INFO, logger="indexing")
        return settings_in(tmp_path / "data")

    def test_opening_again_does_not_rebuild(
            self, small: Settings, one_policy: list[Policy],
            caplog: pytest.LogCaptureFixture) -> None:
        before = {p: p.stat().st_mtime_ns for p in small.index_dir.rglob("*") if p.is_file()}
        hits = [Searcher.open(one_policy, small).search("贷款贴息", k=3) for _ in range(2)]
        assert hits[0] == hits[1]
        after = {p: p.stat().st_mtime_ns for p in small.index_dir.rglob("*") if p.is_file()}
        assert after == before
        assert not caplog.messages

    def test_a_finished_build_says_so(
            self, tmp_path: Path, settings_in: Callable[..., Settings], one_policy: list[Policy],
            caplog: pytest.LogCaptureFixture) -> None:
        caplog.set_level(logging.INFO, logger="indexing")
        build_index(one_policy, settings_in(tmp_path / "fresh"))
        assert [m for m in caplog.messages if "索引已建立" in m]
        assert not [m for m in caplog.messages if "需要重建" in m]

    @pytest.mark.parametrize("damage", [
        lambda f: flip(f / "vectors.faiss"),
        lambda f: shutil.rmtree(f / "text_words"),
        lambda f: (f.parent / "CURRENT").write_text("nowhere"),
    ], ids=["bit-flipped", "signal-missing", "current-points-nowhere"])
    def test_a_damaged_index_is_rebuilt(
            self, small: Settings, one_policy: list[Policy], damage: Damage,
            caplog: pytest.LogCaptureFixture) -> None:
        old = build_index(one_policy, small)
        damage(old)
        assert Searcher.open(one_policy, small).search("贷款贴息", k=1)
        assert folders(small.index_dir) == [build_index(one_policy, small).name] != [old.name]
        assert any("需要重建" in message for message in caplog.messages)

    def test_any_file_with_a_bit_flipped_is_noticed(self, small: Settings) -> None:
        folder = small.index_dir / (small.index_dir / "CURRENT").read_text()
        wanted = str(manifest(folder)["fingerprint"])
        assert store.check(folder, wanted) is None
        for path in folder.rglob("*"):
            if path.is_file() and path.stat().st_size and path.name != "manifest.json":
                flip(path)
                assert path.name in (store.check(folder, wanted) or ""), path
                flip(path)

    @pytest.mark.parametrize("change", [
        {"embedding_model": str(MODEL_DIR)}, {"node_words": 60}], ids=["model", "node-words"])
    def test_changed_settings_rebuild(
            self, small: Settings, one_policy: list[Policy], change: dict[str, Any],
            caplog: pytest.LogCaptureFixture) -> None:
        old = build_index(one_policy, small)
        new = build_index(one_policy, small.model_copy(update=change))
        assert folders(small.index_dir) == [new.name] != [old.name]
        assert any("需要重建" in message for message in caplog.messages)

    def test_settings_of_the_server_do_not_rebuild(
            self, small: Settings, one_policy: list[Policy]) -> None:
        old = build_index(one_policy, small)
        assert build_index(one_policy, small.model_copy(update={"port": 1})) == old

    def test_a_changed_corpus_rebuilds(self, small: Settings, one_policy: list[Policy],
                                       caplog: pytest.LogCaptureFixture) -> None:
        old = build_index(one_policy, small)
        changed = [replace(one_policy[0], source=one_policy[0].source + "新增一句。")]
        new = build_index(changed, small)
        assert folders(small.index_dir) == [new.name] != [old.name]
        assert any("需要重建" in message for message in caplog.messages)

    @pytest.mark.parametrize("below", ["file", "file/deeper"])
    def test_a_folder_that_cannot_be_written_is_a_bad_index(
            self, tmp_path: Path, settings_in: Callable[..., Settings], one_policy: list[Policy],
            below: str) -> None:
        (tmp_path / "file").write_text("not a folder")
        with pytest.raises(BadIndex):
            build_index(one_policy, settings_in(tmp_path / below))

    def test_a_rebuild_is_announced_once(
            self, small: Settings, one_policy: list[Policy],
            caplog: pytest.LogCaptureFixture) -> None:
        flip(build_index(one_policy, small) / "vectors.faiss")
        build_index(one_policy, small)
        assert len([m for m in caplog.messages if "需要重建" in m]) == 1


@pytest.mark.parametrize("lost", [
    "text_words/data.csc.index.npy", "vectors.faiss", "entries.jsonl"])
def test_an_index_switched_away_while_it_loads_is_opened_again(
        one_policy, settings_in, tmp_path, monkeypatch, lost):
    settings = settings_in(tmp_path)
    now = build_index(one_policy, settings)
    old = shutil.copytree(now, now.with_name("old"))
    shutil.rmtree(old / lost) if (old / lost).is_dir() else (old / lost).unlink()
    folders = [old, now]
    monkeypatch.setattr(search, "build_index", lambda *_, **__: folders.pop(0))
    assert Searcher.open(one_policy, settings).search("贴息")
    assert folders == []
