"""What the data file beside a policy (`<policy-id>.toml`) adds to what the text says.

`title`, `number`, `issuers`, `signed_on`, `printed_on` and `status` put right what the reader found
in the letterhead; "" says that there is none.
"""

import json
import tomllib
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from corpus.errors import SourceError, UnknownRegion
from corpus.place import gazetteer


class _Notes(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    region: str | None = None
    nicknames: list[str] = []
    places: list[str] = []
    targets_end: int | None = None
    title: str | None = None
    number: str | None = None
    issuers: list[str] | None = None
    signed_on: date | Literal[""] | None = None
    printed_on: date | Literal[""] | None = None
    status: Literal["draft", "issued"] | None = None


def read_notes(path: Path) -> dict[str, Any]:
    """Return the keys of the data file in `path`, checked; {} when there is no such file.

    Raises:
        SourceError: broken TOML, an unknown key, a value of another type, or an unknown region.

    """
    if not path.is_file():
        return {}
    try:
        return parse_notes(path.read_text(encoding="utf-8"), str(path))
    except UnicodeDecodeError as error:
        raise SourceError(str(path), str(error)) from error


def parse_notes(text: str, name: str) -> dict[str, Any]:
    """Return the keys of a data file's `text`, checked as `read_notes` does."""
    try:
        data = tomllib.loads(text)
        notes = _Notes.model_validate(data)
        if notes.region:
            gazetteer().one(notes.region)
    except tomllib.TOMLDecodeError as error:
        raise SourceError(name, str(error)) from error
    except ValidationError as error:
        first = error.errors()[0]
        raise SourceError(name, f"{first['loc'][0]}: {first['msg']}") from error
    except UnknownRegion as error:
        raise SourceError(name, f"region: {error}") from error
    return data


def notes_text(notes: Mapping[str, Any]) -> str:
    """Return `notes` as the text of a data file, "" for none; `parse_notes` gives them back."""
    return "".join(f"{key} = {_toml(value)}\n" for key, value in notes.items())


def _toml(value: Any) -> str:
    return value.isoformat() if isinstance(value, date) else json.dumps(
        list(value) if isinstance(value, tuple) else value, ensure_ascii=False)
