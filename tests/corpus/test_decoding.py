"""Bytes to text, in every encoding that people's editors write."""

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.corpus.decoding import decode
from qa.errors import UnreadableDocument

TEXT = "Zo’n 35 militairen naar Jordanië; € 3,2 mln. — “één”\n"


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode("utf-8"),
        codecs.BOM_UTF8 + TEXT.encode("utf-8"),
        TEXT.encode("utf-16-le"),
        TEXT.encode("utf-16-be"),
        codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"),
        codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"),
        TEXT.encode("cp1252"),
    ],
    ids=["utf-8", "utf-8-bom", "utf-16-le", "utf-16-be", "utf-16-le-bom", "utf-16-be-bom", "cp1252"],
)
def test_every_encoding_gives_the_same_text(data: bytes) -> None:
    assert decode(data) == TEXT


def test_emoji_in_utf_16() -> None:
    assert decode("🚲 en 👨‍👩‍👧".encode("utf-16")) == "🚲 en 👨‍👩‍👧"


@pytest.mark.parametrize(
    "data",
    [
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)) * 4,
        b"een regel\x00met een nul",
        bytes(1000),
        codecs.BOM_UTF32_LE + "tekst".encode("utf-32-le"),
        b"PK\x03\x04" + bytes(range(1, 200)),
    ],
    ids=["png", "nul", "zeros", "utf-32", "zip"],
)
def test_binary_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableDocument, match=r"binary|cannot be decoded"):
        decode(data)


@pytest.mark.parametrize(
    "data",
    [
        b"caf\xe9 \x81",  # 0x81 is no character of Windows-1252
        codecs.BOM_UTF8 + b"caf\xe9",  # says UTF-8, is not
        codecs.BOM_UTF16_LE + "tekst".encode("utf-16-le")[:-1],
        codecs.BOM_UTF16_LE + b"\x00\xd8a\x00",  # half a surrogate pair
    ],
    ids=["no-encoding", "false-bom", "odd", "half-pair"],
)
def test_what_fits_no_encoding_is_refused_with_the_remedy(data: bytes) -> None:
    with pytest.raises(UnreadableDocument, match=r"cannot be decoded: byte .*save it as UTF-8"):
        decode(data)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\f", "\v", "\x85", "\u2028", "\u2029"], ids=ascii)
def test_line_ends_become_line_feeds(end: str) -> None:
    assert decode(end.join(["een", "", "twee", ""]).encode()) == "een\n\ntwee\n"


PRINTABLE = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"], exclude_characters="\ufeff"), max_size=60)


@given(st.lists(PRINTABLE, max_size=5))
def test_any_text_comes_back(lines: list[str]) -> None:
    text = "\n".join(lines)
    assert decode(codecs.BOM_UTF8 + text.encode("utf-8")) == decode(codecs.BOM_UTF16_BE + text.encode("utf-16-be")) == text
