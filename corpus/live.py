"""Watch the folders of policies and products: what changes in them is loaded without a restart."""

import logging
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

from corpus.errors import RongceError
from corpus.loading import Pending
from corpus.settings import Settings

_EVERY = 2.0  # seconds
log = logging.getLogger(__name__)


def keep_live(pending: Pending[Any], settings: Settings) -> None:
    """Renew `pending` whenever the folders change, from the first time that it is ready."""
    threading.Thread(target=_watch, args=(pending, settings), name="watch", daemon=True).start()


def last_change(*folders: Path) -> float:
    """Return when something in `folders` last changed (seconds of the clock), 0.0 for never."""
    times = [0.0]
    for folder in folders:
        with suppress(OSError):  # a file that goes away meanwhile, or no folder
            times += [path.stat().st_mtime for path in (folder, *folder.iterdir())]
    return max(times)


def keep_versions(settings: Settings) -> None:
    """Let the ledger of versions take over what the folders hold; log why when it cannot."""
    from corpus.publishing.follow import follow
    from corpus.publishing.versions import Shelf
    from corpus.records.engine import open_records

    try:
        records = open_records(settings.records_url)
        try:
            follow(Shelf.of(records, settings))
        finally:
            records.close()
    except RongceError as error:
        log.warning("版本没有登记：%s", error)


def _watch(pending: Pending[Any], settings: Settings) -> None:
    known = False
    while True:
        time.sleep(_EVERY)
        if not pending.ready:
            continue
        if last_change(settings.policies_dir, settings.catalog_dir) > pending.begun_at:
            pending.renew().done.wait()
            known = False
        if not known:
            keep_versions(settings)
            known = True
