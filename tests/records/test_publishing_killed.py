"""A program that publishes is killed at any moment: ledger and folder agree, nothing is lost."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from corpus.library import load_policies
from corpus.publishing.drafts import drafts
from corpus.publishing.follow import follow
from corpus.publishing.versions import Shelf, State, versions
from corpus.records.accounts import Accounts, NewAccount
from corpus.records.engine import open_records
from corpus.records.people import Role

ROOT = Path(__file__).parent.parent.parent
KILLS = 6
PUBLISHER = """
import sys
from pathlib import Path
from corpus.publishing.drafts import take_in
from corpus.publishing.publish import publish
from corpus.publishing.versions import Shelf
from corpus.records.accounts import Accounts
from corpus.records.engine import open_records

records, folder = open_records(sys.argv[1]), Path(sys.argv[2])
shelf = Shelf(records, folder / "policies", folder / "catalog")
who = Accounts(records).list()[0]
file = folder / "办法.txt"
print("ready", flush=True)
for number in range(1000):
    file.write_text(f"某市办法\\n（一）贴息。贴息{sys.argv[3]}{number}%。\\n（二）担保。好。")
    draft = take_in(shelf, who, file).draft
    print(publish(shelf, who, draft.id, base=draft.base).number, flush=True)
"""


@pytest.mark.slow
def test_a_killed_program_leaves_ledger_and_folder_in_agreement(url, tmp_path, passwords):
    records = open_records(url)
    Accounts(records, passwords).add(NewAccount("政策丁", Role.POLICY), "Harbin-2026-ok")
    shelf = Shelf(records, tmp_path / "policies", tmp_path / "catalog")
    told = 0
    for kill in range(KILLS):
        process = subprocess.Popen(
            [sys.executable, "-c", PUBLISHER, url, str(tmp_path), f"{kill}."], cwd=ROOT,
            stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": str(ROOT)})
        assert process.stdout.readline() == "ready\n"
        time.sleep(0.25 + 0.037 * kill)
        os.kill(process.pid, signal.SIGKILL)
        said = process.communicate()[0].split()
        told = int(said[-1]) if said else told
        follow(shelf)
        found = versions(records, "办法")
        in_force = {p.id: p.version for p in load_policies(shelf.policies_dir)}.get("办法")
        head = [v for v in found if v.status is State.PUBLISHED]
        assert [v.digest for v in head] == ([in_force] if in_force else [])
        assert max((v.number for v in found), default=0) >= told, "a publication was lost"
        assert all(v.published_by == "政策丁" for v in found)
        assert len(drafts(shelf)) <= kill + 1
        assert [*shelf.policies_dir.glob(".*-*")] == []
    assert told > KILLS, "it hardly ran"
    records.close()
