"""What the data file beside a policy (`<policy-id>.toml`) adds to what the text says."""

import tomllib
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from corpus.errors import SourceError, UnknownRegion
from corpus.place import gazetteer


class _Notes(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    region: str | None = None
    nicknames: list[str] = []
    places: list[str] = []
    targets_end: int | None = None


def read_notes(path: Path) -> dict[str, Any]:
    """Return the keys of the data file in `path`, checked; {} when there is no such file.

    Raises:
        SourceError: broken TOML, an unknown key, a value of another type, or an unknown region.

    """
    if not path.is_file():
        return {}
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        notes = _Notes.model_validate(data)
        if notes.region:
            gazetteer().one(notes.region)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SourceError(str(path), str(error)) from error
    except ValidationError as error:
        first = error.errors()[0]
        raise SourceError(str(path), f"{first['loc'][0]}: {first['msg']}") from error
    except UnknownRegion as error:
        raise SourceError(str(path), f"region: {error}") from error
    return data
