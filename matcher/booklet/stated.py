"""What a source states on a product's terms, in words; "" where it is silent."""

from corpus.product import Product

_LIMITS = ("amount", "term")
_UNITS = {"CNY": "万元", "USD": "万美元", "EUR": "万欧元", "HKD": "万港元", "JPY": "万日元"}


def amount(product: Product) -> str:
    """Return the stated amount, "" when none is."""
    unit = _UNITS[product.currency]
    if product.amount_text:
        return product.amount_text
    if product.tiers:
        return "；".join(f"{tier.who}最高{tier.max_wan:.10g}{unit}" for tier in product.tiers)
    low, high = product.amount_min_wan, product.amount_max_wan
    return _between(low, high, unit)


def rate(product: Product) -> str:
    """Return the stated rate or fee, "" when none is."""
    if product.rate_text:
        return product.rate_text
    if product.rate_base and product.rate_spread_bp is not None:
        return f"{product.rate_base}{product.rate_spread_bp:+g}个基点"
    return _between(product.rate_min_pct, product.rate_max_pct, "%")


def term(product: Product) -> str:
    """Return the stated term, "" when none is."""
    months = product.term_max_months
    return product.term_text or (f"最长{months}个月" if months else "")


def conditions(product: Product) -> str:
    """Return the stated conditions, else what the hard criteria quote, "" when nothing is.

    Criteria on the amount or the term repeat what stands under 额度 and 期限.
    """
    quotes = (c.quote for c in product.criteria if c.hard and c.field not in _LIMITS and c.quote)
    known = f"{product.target} {product.name}"
    new = [q for q in dict.fromkeys(quotes) if q.strip("“”") not in known]
    return product.conditions_text or "；".join(new)


def guarantee(product: Product) -> str:
    """Return the stated guarantee modes, "" when none is."""
    return product.guarantee_text or "、".join(product.guarantees)


def _between(low: float | None, high: float | None, unit: str) -> str:
    if low is not None and high is not None:
        return f"{low:.10g}～{high:.10g}{unit}" if low != high else f"{high:.10g}{unit}"
    if high is not None:
        return f"最高{high:.10g}{unit}"
    return f"{low:.10g}{unit}起" if low is not None else ""
