"""What the catalog knows of products that a question names, beyond the documents.

Every line has its source and date; it follows an answer and never takes part in it.
"""

from chat.blocks import markdown
from chat.understanding.turn import Turn
from corpus.product import Product
from matcher.comparison import basis
from matcher.naming import NameIndex

_MOST = 3
_FIELDS = (("适用对象", "target"), ("额度", "amount_text"), ("利率或费率", "rate_text"),
           ("期限", "term_text"), ("担保方式", "guarantee_text"), ("补贴", "subsidy_text"),
           ("条件", "conditions_text"), ("办理渠道", "channel_text"))


def catalog_note(turn: Turn, names: NameIndex) -> str:
    """Return markdown on the products of institutions that `turn` names, "" without any."""
    region = turn.regions[0] if turn.regions else None
    named = [row.product for row in names.mentioned(turn.question, region) if not row.policy]
    return "\n".join(_line(product) for product in named[:_MOST])


def _line(product: Product) -> str:
    who = f"{product.institution} " if product.institution else ""
    told = [f"{label}：{value}" for label, name in _FIELDS if (value := getattr(product, name))]
    where = f"（只适用于{product.region}）" if product.region and product.region != "全国" else ""
    facts = "；".join(told) or "要素未载明"
    text = markdown(f"{who}{product.name}{where}：{facts}。来源：{basis(product, None)}")
    return f"- {text}"
