"""Numbers that must not be read are masked; figures of policies and codes of firms stay."""

import io
import logging

import pytest

from corpus.records.masking import mask_logs, masked


@pytest.mark.parametrize(("text", "want"), [
    ("电话13800138000。", "电话138****8000。"), ("+86 138 0013 8000", "+86 138**** 8000"),
    ("138-0013-8000", "138****-8000"), ("8613800138000", "86138****8000"),
    ("１３８００１３８０００", "138****8000"), ("0451-82345678", "0451-****5678"),
    ("(010)62345678", "(010)****5678"), ("（0451）8234567转2", "（0451）****4567转2"),
    ("身份证230102199003071234", "身份证230**************4"),
    ("23010219900307123X", "230**************X"), ("230102 19900307 123x", "230**************x"),
    ("2 3 0 1 0 2 1 9 9 0 0 3 0 7 1 2 3 4", "2 3 0**************4"),
    ("甲13912345678乙15912345678", "甲139****5678乙159****5678")])
def test_masked(text, want):
    assert masked(text) == want


@pytest.mark.parametrize("text", [
    "想贷 500 万元，期限 12 个月", "91230102MA1B2C3D4E", "洛政办〔2017〕70号", "2023年12月20日",
    "138001380001", "12345678901", "注册资本13800000000000元", "82345678",
    "230102199013071234", "", "1 380 013"])
def test_left_alone(text):
    assert masked(text) == text


def test_handlers_mask_arguments_and_tracebacks():
    out = io.StringIO()
    logger = logging.getLogger("test.masking")
    logger.addHandler(logging.StreamHandler(out))
    mask_logs(logger)
    mask_logs(logger)
    logger.warning("来电 %s %d", "13800138000", 7)
    try:
        raise ValueError("身份证 230102199003071234")
    except ValueError:
        logger.exception("失败")
    text = out.getvalue()
    assert "138****8000 7" in text
    assert "ValueError: 身份证 230*" in text
    assert "13800138000" not in text
    assert "199003" not in text
    assert len(logger.handlers[0].filters) == 1
