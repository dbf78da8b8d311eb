"""The rules of the 十佳, as a policy person writes them in a TOML file."""

import math
import tomllib
from collections.abc import Iterator
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from corpus.errors import ShowcaseError

BUILT_IN = Path(__file__).parent / "showcase.toml"
CRITERIA = ("透明度", "惠企", "可得性", "期限", "时效")
MODES = ("信用", "抵押", "质押", "保证")
_COMPLAINTS = {"missing": "没有填写", "extra_forbidden": "不是可用的设置，请检查拼写"}


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class Nominations(_Part):
    """Who is nominated: the products of `ids`, else those of `kinds` with enough stated facts."""

    ids: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    least_stated: int = Field(default=3, ge=0, le=4)


class Scale(_Part):
    """Rates in % a year with full and with no points."""

    best: float = Field(ge=0)
    worst: float = Field(ge=0)


class Term(_Part):
    """Months with full points."""

    full: int = Field(gt=0)


class Freshness(_Part):
    """Months since the date of the source with full and with no points."""

    full: int = Field(ge=0)
    none: int = Field(gt=0)


class Rules(_Part):
    """All rules; `weights` are points by criterion, `access` shares by guarantee mode."""

    title: str
    institution: str | None = None
    size: int = Field(default=10, gt=0)
    nominations: Nominations
    weights: dict[str, float]
    rates: dict[str, Scale]
    access: dict[str, float]
    term: Term
    freshness: Freshness

    @property
    def standing(self) -> str:
        """Who holds the selection, or that nobody official does."""
        name = (self.institution or "").strip()
        return f"评选机构：{name}" if name else "示例（非官方评选）"


def read_rules(path: Path = BUILT_IN) -> Rules:
    """Read the rules in `path`; ShowcaseError says in a sentence what is wrong with them."""
    try:
        rules = Rules.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except OSError as error:
        raise ShowcaseError(str(path), "找不到这个文件或没有读取权限。") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ShowcaseError(path.name, f"不是有效的 TOML 文件：{error}") from error
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"]))
        why = _COMPLAINTS.get(first["type"], f"类型或数值不对（填的是 {first['input']!r}）")
        raise ShowcaseError(path.name, f"“{where}”{why}。") from error
    if complaint := next(_complaints(rules), None):
        raise ShowcaseError(path.name, complaint)
    return rules


def _complaints(rules: Rules) -> Iterator[str]:
    """Yield what is wrong with rules that are well formed."""
    for name, weight in rules.weights.items():
        if name not in CRITERIA:
            yield f"不认识的评选标准“{name}”，可用的有：{'、'.join(CRITERIA)}。"
        if weight < 0:
            yield f"“{name}”的权重是 {weight:g}，权重不能为负。"
    total = math.fsum(rules.weights.values())
    if not math.isclose(total, 100, abs_tol=1e-6):
        yield f"各项权重合计为 {total:g}，应当等于 100。"
    for mode, share in rules.access.items():
        if mode not in MODES:
            yield f"不认识的担保方式“{mode}”，可用的有：{'、'.join(MODES)}。"
        if not 0 <= share <= 1:
            yield f"担保方式“{mode}”的比例是 {share:g}，应在 0 和 1 之间。"
    if "default" not in rules.rates:
        yield "[rates] 里缺少 default 一行。"
    for kind, scale in rules.rates.items():
        if scale.best >= scale.worst:
            yield f"[rates] 里“{kind}”的 best（{scale.best:g}）应当小于 worst（{scale.worst:g}）。"
    if rules.freshness.full >= rules.freshness.none:
        yield "[freshness] 里 full 应当小于 none。"
