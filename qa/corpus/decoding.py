"""Bytes to text: UTF-8 and UTF-16 with or without a byte order mark, else Windows-1252."""
import codecs
import re

from qa.errors import UnreadableDocument

_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_LINE_END = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def decode(data: bytes) -> str:
    """The text, its byte order mark dropped and its line ends made "\\n".

    Raises:
        UnreadableDocument: no encoding fits, or the content is binary.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _checked(data[len(mark):], encoding)
    zeros_even, zeros_odd = data[:2000:2].count(0), data[1:2000:2].count(0)
    if max(zeros_even, zeros_odd) > 0.3 * len(data[:2000]) / 2:
        return _checked(data, "utf-16-le" if zeros_odd > zeros_even else "utf-16-be")
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return _checked(data, "cp1252")
    return _checked(data, "utf-8")


def without_surrogates(text: str) -> str:
    """Of what escapes in JSON and YAML name: halves of a character are put together, and one alone becomes U+FFFD."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _checked(data: bytes, encoding: str) -> str:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise UnreadableDocument(f"cannot be decoded: byte {error.start} is neither UTF-8, UTF-16 nor Windows-1252; "
                                 "save it as UTF-8") from None
    if _CONTROL.search(text):
        raise UnreadableDocument("is binary, not text; convert it to .txt or .md")
    return _LINE_END.sub("\n", text)
