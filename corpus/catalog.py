"""The catalog: every product and instrument that the policies name, each with its clause.

`data/instruments.jsonl` holds one instrument a line. What a text does not state stays None.
"""

import json
from collections.abc import Iterator
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from corpus.errors import BadRow, MissingFile

_BUILT_IN = Path(__file__).parent / "data" / "instruments.jsonl"


class Product(BaseModel):
    """One offer or instrument. `quote` is the source's sentence, line breaks left out.

    Amounts are in 万元 of the currency that the text names; `amount_max_wan` is None when unstated.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    name: str
    kind: str
    clause: str
    quote: str
    aliases: tuple[str, ...] = ()
    target: str | None = None
    amount_text: str | None = None
    amount_max_wan: float | None = None
    rate_text: str | None = None
    term_text: str | None = None
    subsidy_text: str | None = None
    status: str | None = None
    note: str | None = None

    @property
    def policy_id(self) -> str:
        """The policy that names this instrument."""
        return self.clause.split("#", 1)[0]


def load_catalog(path: Path = _BUILT_IN) -> list[Product]:
    """Read the catalog in `path`.

    Raises:
        MissingFile: there is no such file.
        BadRow: a line breaks the schema; its number and column are named.
    """
    if not path.is_file():
        raise MissingFile(str(path))
    return list(_rows(path))


def _rows(path: Path) -> Iterator[Product]:
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip():
            continue
        try:
            yield Product.model_validate(json.loads(line))
        except json.JSONDecodeError as error:
            raise BadRow(f"{path.name}:{number}", error.msg) from error
        except ValidationError as error:
            column = ".".join(map(str, error.errors()[0]["loc"]))
            raise BadRow(f"{path.name}:{number}", column) from error
