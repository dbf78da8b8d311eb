"""The matcher on whole sets: gates that keep offers and readings from getting worse."""

import json
from pathlib import Path

import pytest

from chat.wire import Wire
from eval.matching import load_firms, score_firm, summary
from matcher.firm import read_firm
from matcher.profile import Profile

PROFILES = Path(__file__).parent.parent / "eval/cases/profiles.jsonl"
CLOSED = {"qualification": {"专精特新", "小巨人", "单项冠军", "高新技术企业", "科技型中小企业",
                            "人才认定", "首台套认定"},
          "collateral": {"知识产权", "应收账款", "存货", "订单", "设备", "厂房", "票据"},
          "credit": {"不良", "涉诉", "信用贷不符", "额度已满", "轻资产"}}
# Seen: region .99, amount .98, size 1.0, qualification 1.0, collateral .95, credit .99.
LEAST = {"region": 0.95, "amount": 0.95, "size": 0.9, "qualification": 0.9, "collateral": 0.9,
         "credit": 0.9}


@pytest.mark.slow
def test_the_gate_of_offers(assistant):
    figures = summary([score_firm(firm, Wire(assistant)) for firm in load_firms()])
    assert figures["wanted offered"] >= 0.95
    assert figures["wanted among the first five"] >= 0.85
    assert figures["forbidden offered"] == 0
    assert figures["routed right"] == 1
    assert figures["median offers"] <= 8


def test_free_text_is_read(assistant):
    gazetteer = assistant.understanding.mentions.gazetteer
    rows = [json.loads(line) for line in PROFILES.read_text(encoding="utf-8").splitlines()]
    right = dict.fromkeys(LEAST, 0)
    for row in rows:
        firm = read_firm(Profile(text=row["text"]), gazetteer)
        held = {field: {v for f, v in firm.known if f == field} & words
                for field, words in CLOSED.items()}
        right["region"] += (firm.region.full_name if firm.region else None) == row["region"]
        right["amount"] += firm.amount_wan == pytest.approx(row["amount_wan"])
        right["size"] += {"小微": "小型"}.get(firm.size, firm.size) == row["size"]
        right["qualification"] += held["qualification"] == set(row["qualifications"])
        right["collateral"] += held["collateral"] == set(row["collateral"])
        right["credit"] += held["credit"] == set(row["credit"])
    shares = {field: count / len(rows) for field, count in right.items()}
    assert {f: s for f, s in shares.items() if s < LEAST[f]} == {}
