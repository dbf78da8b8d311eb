"""The letterhead of a draft as fields to confirm: what was read, and what of it is uncertain."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from corpus.errors import FormError, UnknownRegion
from corpus.letterhead import Letterhead
from corpus.model import Policy, Status
from corpus.notes import notes_text, parse_notes
from corpus.place import find_region, gazetteer
from corpus.reader import parse_policy
from corpus.records.forms import checked
from corpus.regions import UNPLACED

FIELDS = {"title": "标题", "number": "文号", "issuers": "发文机关", "region": "适用地区",
          "signed_on": "落款日期", "printed_on": "印发日期", "status": "状态"}
STATUSES = {Status.ISSUED: "正式文件", Status.DRAFT: "征求意见稿"}
_LONGEST = 600  # bytes of a field


@dataclass(frozen=True, slots=True)
class Field:
    """One field as text; `doubt` says why it should be looked at, "" when it is certain."""

    value: str
    doubt: str = ""


def fields_of(policy: Policy, notes: Mapping[str, Any]) -> dict[str, Field]:
    """Return the fields of FIELDS for `policy`; what `notes` state was confirmed before."""
    values = {name: _text(policy, name) for name in FIELDS}
    doubts = {name: "" if name in notes else told for name, told in _doubts(policy).items()}
    return {name: Field(value, doubts.get(name, "")) for name, value in values.items()}


def corrections(policy: Policy, notes: Mapping[str, Any], given: Mapping[str, str]) -> str:
    """Return the data file of `policy` with what the fields `given` put right.

    Raises:
        FormError: a field that cannot be used.

    """
    plain = parse_policy(policy.source, policy.id, {k: v for k, v in notes.items()
                                                   if k not in FIELDS})
    kept = {key: value for key, value in notes.items() if key not in FIELDS}
    for name, label in FIELDS.items():
        text = checked(label, given.get(name, "").strip(), longest=_LONGEST)
        if name in notes or text != _text(plain, name):
            kept[name] = _value(name, label, text)
    if not kept.get("title", True):
        raise FormError(FIELDS["title"], "没有填写")
    found = notes_text(kept)
    parse_notes(found, policy.id)
    return found


def _text(policy: Policy, name: str) -> str:
    if name == "region":
        return "" if policy.region == UNPLACED else policy.region.full_name
    if name == "status":
        return STATUSES[policy.status]
    value = getattr(policy, name)
    return "、".join(value) if isinstance(value, tuple) else str(value or "")


def _value(name: str, label: str, text: str) -> Any:
    """Return a field's text as the data file holds it."""
    if name == "issuers":
        return [part.strip() for part in text.split("、") if part.strip()]
    if name == "status":
        return next((s.value for s, told in STATUSES.items() if told == text), Status.ISSUED.value)
    if name in ("signed_on", "printed_on") and text:
        return day(label, text)
    if name == "region":
        return _place(label, text)
    return text


def day(label: str, text: str) -> date:
    """Return the day that `text` (2024-03-01) names; FormError for anything else."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError as error:
        raise FormError(label, "应写成 2024-03-01 的样子") from error


def _place(label: str, text: str) -> str:
    if not text:
        raise FormError(label, "没有填写；全国适用请写“全国”")
    try:
        return gazetteer().one(text).full_name
    except UnknownRegion as error:
        told = f"有多处：{error.detail}，请连省市一起写明" if error.detail else "不是认识的地名"
        raise FormError(label, told) from error


def _doubts(policy: Policy) -> dict[str, str]:
    found = {}
    if policy.title == policy.id:
        found["title"] = "没有找到标题，用的是文件名"
    for name, told in (("number", "没有找到文号"), ("issuers", "没有找到发文机关"),
                       ("signed_on", "没有找到落款日期"), ("printed_on", "没有找到印发日期")):
        if not getattr(policy, name):
            found[name] = f"{told}，文件里没有就留空"
    if policy.region == UNPLACED:
        found["region"] = "没有找到地区，必须填写"
    elif not _named(policy):
        found["region"] = "发文机关和标题里没有地名，按正文提到最多的地方推测"
    return found


def _named(policy: Policy) -> bool:
    """Whether the letterhead itself tells the region."""
    head = Letterhead(policy.title, policy.number, policy.issuers, None, None, policy.status)
    return find_region(None, head, []) != UNPLACED
