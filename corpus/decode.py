"""Bytes of a text file to text: UTF-8, UTF-16 or GB18030, with or without a byte order mark."""

import codecs
import unicodedata

from corpus.errors import BinaryFile, EmptyFile

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_LEAST_READABLE = 0.95  # share of characters that are letters, digits, punctuation or blanks


def decode(data: bytes, name: str) -> str:
    """Return the text of `data`; `name` is used in errors only.

    Raises:
        EmptyFile: no visible character.
        BinaryFile: no encoding yields readable text.

    """
    if not data.strip(b"\x00 \t\r\n\x0c"):
        raise EmptyFile(name)
    for encoding in _candidates(data):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if _readable(text):
            if not text.strip("\ufeff \t\r\n\f\u3000\xa0"):
                raise EmptyFile(name)
            return text
    raise BinaryFile(name)


def _candidates(data: bytes) -> list[str]:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return [encoding]
    if b"\x00" in data[:4096]:
        return ["utf-16-le", "utf-16-be"]
    return ["utf-8", "gb18030"]


def _readable(text: str) -> bool:
    sample = text[:20_000]
    good = sum(c in "\t\r\n\f\v" or unicodedata.category(c)[0] in "LNPSZ" or c == "\ufeff"
               for c in sample)
    common = sum(c.isascii() or "\u2000" <= c <= "\u33ff" or "\u4e00" <= c <= "\u9fff"
                 or "\uff00" <= c <= "\uffef" for c in sample)
    return good >= _LEAST_READABLE * len(sample) and common >= 0.9 * len(sample)
