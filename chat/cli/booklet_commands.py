"""What the commands do for the 一本通, the 十佳 and the quarters of the library."""

import argparse
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.catalog import load_all
from corpus.errors import QuestionError
from corpus.library import gazetteer_of, load_policies
from corpus.quarters import compare, find_snapshot, freeze, load_snapshot, report
from corpus.settings import Settings

if TYPE_CHECKING:
    from matcher.booklet.compile import Booklet

_NOW = "现在"


def run_booklet(settings: Settings, arguments: argparse.Namespace) -> None:
    """Print the booklet of a region."""
    from matcher.booklet.printing import save_booklet

    booklet = _compiled(settings, arguments.region, since=arguments.since)
    save_booklet(booklet, arguments.output)
    print(f"已写出 {arguments.output}：{len(booklet.papers)} 份文件，{len(booklet.cards)} 张卡片")


def run_showcase(settings: Settings, arguments: argparse.Namespace) -> None:
    """Print the scored list."""
    from matcher.booklet.printing import save_showcase

    booklet = _compiled(settings, arguments.region, rules=arguments.rules)
    if booklet.showcase:
        save_showcase(booklet.showcase, arguments.output)
        print(f"已写出 {arguments.output}")


def run_quarters(settings: Settings, arguments: argparse.Namespace) -> None:
    """Freeze the catalog of this quarter, or tell what has changed since another."""
    folder, products = _folder(settings), load_all(settings.catalog_dir)
    if arguments.act == "freeze":
        print(f"已存 {freeze(products, folder, date.today())}")
        return
    if not arguments.since:
        raise QuestionError("", "no quarter")
    before = load_snapshot(find_snapshot(arguments.since, folder))
    print(report(compare(before, products), arguments.since, _NOW))


def _compiled(settings: Settings, region: str, *, since: str | None = None,
              rules: Path | None = None) -> "Booklet":
    from matcher.booklet.compile import compile_booklet
    from matcher.booklet.showcase_rules import BUILT_IN, read_rules

    policies = load_policies(settings.policies_dir)
    before = load_snapshot(find_snapshot(since, _folder(settings))) if since else None
    return compile_booklet(  # with rules there always is a showcase
        policies, load_all(settings.catalog_dir), region=gazetteer_of(policies).one(region),
        compiled_on=date.today(), before=before, rules=read_rules(rules or BUILT_IN))


def _folder(settings: Settings) -> Path:
    return settings.data_dir / "catalog-quarters"
