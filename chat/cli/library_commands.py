"""What the commands do for the library of products and for the accounts of staff."""

import argparse

from corpus.errors import UnsupportedFormat
from corpus.settings import Settings


def run_catalog(settings: Settings, arguments: argparse.Namespace) -> None:
    """Write the whole catalog, or an empty sheet to fill in."""
    from corpus.catalog import load_all
    from corpus.sheets.catalog_writer import write_catalog, write_template

    path = arguments.output
    allowed = (".xlsx",) if arguments.what == "template" else (".xlsx", ".csv", ".jsonl")
    if path.suffix.lower() not in allowed:
        raise UnsupportedFormat(path.name, "、".join(allowed))
    if arguments.what == "template":
        write_template(path)
        print(f"已写出模板 {path}；填好后用 python app.py add {path.name} 导入")
        return
    products = load_all(settings.catalog_dir)
    write_catalog(products, path)
    print(f"已导出 {len(products)} 项到 {path}")


def run_account(settings: Settings, arguments: argparse.Namespace) -> None:
    """Add, list, disable or enable an account, or set its password."""
    from corpus.records import commands
    from corpus.records.engine import open_records

    records = open_records(settings.records_url)
    if arguments.act == "add":
        print(commands.add_account(
            records, arguments.name, arguments.role, commands.read_password(),
            institution=arguments.institution, regions=arguments.regions))
    elif arguments.act == "list":
        print("\n".join(commands.list_accounts(records)))
    elif arguments.act == "passwd":
        print(commands.set_password(records, arguments.name, commands.read_password()))
    else:
        print(commands.disable_account(records, arguments.name, enable=arguments.act == "enable"))


def run_key(settings: Settings, arguments: argparse.Namespace) -> None:
    """Add, list or disable a key of another program."""
    from corpus.records import key_commands
    from corpus.records.api_keys import USUAL
    from corpus.records.engine import open_records

    records = open_records(settings.records_url)
    if arguments.act == "add":
        lines = key_commands.add_key(records, arguments.name, per_minute=arguments.per_minute,
                                     scopes=arguments.scopes or USUAL)
    elif arguments.act == "list":
        lines = key_commands.list_keys(records)
    else:
        lines = key_commands.disable_key(records, arguments.name)
    print("\n".join(lines))


def run_purge(settings: Settings, _: argparse.Namespace) -> None:
    """Delete what has been kept long enough."""
    from corpus.records.commands import purge_records
    from corpus.records.engine import open_records
    from corpus.records.retention import Keep

    print("\n".join(purge_records(open_records(settings.records_url), Keep.of(settings))))
