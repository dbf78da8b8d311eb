"""The matcher on whole sets: gates that keep offers and readings from getting worse."""

import json

import pytest

from chat.wire import Wire
from eval.matching import load_firms, score_firm, summary
from eval.profiles import load_sentences, score_sentence
from eval.profiles import summary as profile_summary
from eval.run import evaluate

# Seen: 1.0 on all fields but need (.98); of the sentences written after a freeze of the rules, when
# they were first read: round by round .927, .933, .962 and, by another
# hand, .947 of all fields; mended since: .99.
LEAST = {"region": 0.95, "amount_wan": 0.95, "currency": 0.95, "industry": 0.9, "all fields": 0.97}


@pytest.mark.slow
def test_the_gate_of_offers(assistant):
    figures = summary([score_firm(firm, Wire(assistant)) for firm in load_firms()])
    assert figures["wanted offered"] >= 0.95
    assert figures["wanted among the first five"] >= 0.85
    assert figures["forbidden offered"] == 0
    assert figures["labelled right"] == 1
    assert figures["routed right"] == 1
    assert figures["median offers"] <= 8


def test_free_text_is_read(assistant):
    gazetteer = assistant.understanding.mentions.gazetteer
    rows = [score_sentence(row, gazetteer) for row in load_sentences()]
    figures = profile_summary(rows)
    assert len([row for row in rows if row["type"] == "after_freeze"]) >= 40
    for prefix in ("", "after freeze "):
        low = {name: figures[prefix + name] for name in LEAST
               if figures[prefix + name] < LEAST[name]}
        assert low == {}
        others = [share for name, share in figures.items() if name.startswith(prefix)]
        assert min(others) >= 0.9


def test_one_wrong_field_lowers_its_share(assistant):
    gazetteer = assistant.understanding.mentions.gazetteer
    row = {"id": "x", "text": "洛阳做轴承，贷300万", "region": "河南省洛阳市", "amount_wan": 500,
           "industry": "C34", "qualifications": []}
    scored = score_sentence(row, gazetteer)
    assert scored["missed"] == ["amount_wan"]
    assert scored["cited"] == ["amount_wan=300.0"]
    assert profile_summary([scored])["amount_wan"] == 0
    assert profile_summary([scored])["all fields"] == 0.75


def test_a_report_of_sentences_is_written(assistant, tmp_path):
    path = tmp_path / "few.jsonl"
    row = {"id": "x", "text": "洛阳做轴承", "region": "河南省洛阳市", "qualifications": []}
    path.write_text(json.dumps(row, ensure_ascii=False), encoding="utf-8")
    assert "| region | 1.000 |" in evaluate(assistant, path, tmp_path)
