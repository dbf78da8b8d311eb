"""A file of white-list entries: which columns it has, which rows can be used, what is wrong."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from unicodedata import normalize

from corpus.errors import EmptyFile, FormError, UnknownRegion
from corpus.ladder import table as regions_table
from corpus.records.forms import checked
from corpus.regions import Gazetteer
from matcher.desk.credit_code import code_problem, tidy_code
from matcher.desk.sheet import read_cells

COLUMNS = {"企业名称": "firm", "统一社会信用代码": "credit_code", "项目": "project",
           "地区": "region", "责任银行": "bank", "备注": "note"}
HISTORY = ("最后变更", "变更人", "变更时间")  # of an export; not read back
_ALSO = {"企业": "企业名称", "单位名称": "企业名称", "名称": "企业名称",
         "信用代码": "统一社会信用代码", "社会信用代码": "统一社会信用代码",
         "项目名称": "项目", "所在地区": "地区", "所属地区": "地区",
         "主办银行": "责任银行", "对接银行": "责任银行", "说明": "备注"}
_NEEDED = ("企业名称", "统一社会信用代码", "地区", "责任银行")
_IGNORED = {"序号", "编号", *HISTORY}
_TITLES = 5  # rows above the header that may hold a title
_LONGEST = 200  # characters of a cell
_MOST_ROWS = 100_000
_LABELS = {name: label for label, name in COLUMNS.items()}


@dataclass(frozen=True, slots=True)
class Listed:
    """What one entry says; `region` is a code, `bank` is empty while none is responsible."""

    firm: str
    credit_code: str
    region: str
    project: str = ""
    bank: str = ""
    note: str = ""

    @property
    def key(self) -> tuple[str, str]:
        """What makes two entries the same: the credit code and the project."""
        return self.credit_code, self.project

    def values(self) -> dict[str, str]:
        """Return the values by field."""
        return {name: getattr(self, name) for name in COLUMNS.values()}

    def over(self, older: "Listed") -> "Listed":
        """Return this entry where it says something, `older` where it does not."""
        return replace(older, **{name: getattr(self, name) for name in COLUMNS.values()
                                 if getattr(self, name)})


@dataclass(slots=True)
class ReadFile:
    """The entries of a file by key; a Chinese line for each row merged, and each bad cell."""

    entries: dict[tuple[str, str], Listed] = field(default_factory=dict)
    merged: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


def read_file(path: Path) -> ReadFile:
    """Read the rows of a csv or xlsx; bad rows are left out and named.

    Raises:
        SourceError: the file cannot be read.
        FormError: its columns are wrong (all named together), or it has too many rows.

    """
    rows = read_cells(path)
    fields, below = _header(rows, path.name)
    found, first = ReadFile(), dict[tuple[str, str], int]()
    for count, (number, cells) in enumerate(below, 1):
        if count > _MOST_ROWS:
            raise FormError("行数", f"最多 {_MOST_ROWS} 行")
        values = {name: text for name, text in zip(fields, cells, strict=False) if name}
        entry, wrong = read_entry(values)
        if entry is None:
            found.problems += [f"第 {number} 行 {label}：{why}" for label, why in wrong]
            continue
        older = found.entries.get(entry.key)
        found.entries[entry.key] = entry.over(older) if older else entry
        if older:
            found.merged.append(_merged(number, first[entry.key], older, entry))
        first.setdefault(entry.key, number)
    return found


def read_entry(values: dict[str, str]) -> tuple[Listed | None, list[tuple[str, str]]]:
    """Return the entry that `values` by field give, or the label and fault of each bad field."""
    wrong: list[tuple[str, str]] = []
    tidy = {name: " ".join(values.get(name, "").split()) for name in COLUMNS.values()}
    tidy["credit_code"] = tidy_code(tidy["credit_code"])
    for name, text in tidy.items():
        fault = _fault(name, text)
        if fault:
            wrong.append((_LABELS[name], fault))
    if not wrong:
        tidy["region"] = _region(tidy["region"])[0]
    return (None, wrong) if wrong else (Listed(**tidy), [])


def _fault(name: str, text: str) -> str | None:
    if not text:
        return "没有填写" if name in ("firm", "credit_code", "region") else None
    if len(text) > _LONGEST:
        return f"最多 {_LONGEST} 字"
    if name == "credit_code":
        return code_problem(text)
    if name == "region":
        return _region(text)[1]
    try:
        checked(name, text)
    except FormError as error:
        return error.detail
    return None


@lru_cache(maxsize=10_000)
def _region(name: str) -> tuple[str, str | None]:
    """Return the code of a place given by name or code, or what is wrong with it."""
    if name in regions_table():
        return name, None
    try:
        return _gazetteer().one(name).code, None
    except UnknownRegion as error:
        return "", f"“{name}”有多处：{error.detail}" if error.detail else f"不认识“{name}”"


@lru_cache(maxsize=1)
def _gazetteer() -> Gazetteer:
    return Gazetteer()


def _header(rows: Iterator[tuple[int, list[str]]],
            file: str) -> tuple[list[str], Iterable[tuple[int, list[str]]]]:
    """Return the field of each column ("" to ignore) and the rows below the header."""
    seen: list[tuple[int, list[str]]] = []
    for number, cells in rows:
        seen.append((number, cells))
        names = [_column(cell) for cell in cells]
        if sum(name in COLUMNS for name in names) >= 2:
            _check_columns(names)
            return [COLUMNS.get(name, "") for name in names], rows
        if len(seen) > _TITLES:
            break
    if not seen:
        raise EmptyFile(file)
    _check_columns([_column(cell) for cell in seen[0][1]])
    raise EmptyFile(file)


def _column(cell: str) -> str:
    name = "".join(normalize("NFKC", cell).replace("*", "").split())
    return _ALSO.get(name, name)


def _check_columns(names: Sequence[str]) -> None:
    """Raise FormError that names all missing, unknown and repeated columns at once."""
    told = [("缺少", [name for name in _NEEDED if name not in names]),
            ("不认识", [n for n in names if n and n not in COLUMNS and n not in _IGNORED]),
            ("重复", [name for name in COLUMNS if names.count(name) > 1])]
    parts = [f"{what}“{'”“'.join(columns)}”" for what, columns in told if columns]
    if parts:
        raise FormError("表头", f"{'；'.join(parts)}。可用的列：{'、'.join(COLUMNS)}")


def _merged(number: int, first: int, older: Listed, newer: Listed) -> str:
    changed = [f"{_LABELS[name]}由“{getattr(older, name)}”改为“{getattr(newer, name)}”"
               for name in ("firm", "region", "bank") if getattr(older, name)
               and getattr(newer, name) and getattr(newer, name) != getattr(older, name)]
    told = f"；{'，'.join(changed)}" if changed else ""
    return (f"第 {number} 行与第 {first} 行是同一家（{newer.credit_code}"
            f"{'，' + newer.project if newer.project else ''}），已合并{told}")
