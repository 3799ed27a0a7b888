"""The XML parts of a document that is a ZIP archive, within limits: what an archive says of its own sizes is not believed."""
import zipfile
import zlib
from pathlib import Path
from types import TracebackType
from typing import Self

from lxml import etree

from qa.errors import UnreadableDocument
from qa.settings import CorpusSettings

_CHUNK = 1 << 20  # bytes
_DAMAGED = "is damaged: its archive cannot be read; make it anew"


class Archive:
    """Opened for reading. A broken or oversized part raises UnreadableDocument."""

    def __init__(self, path: Path, settings: CorpusSettings) -> None:
        self._left = settings.max_unpacked_bytes
        self._most = settings.max_unpacked_bytes
        try:
            self._zip = zipfile.ZipFile(path)
        except (zipfile.BadZipFile, EOFError, ValueError, NotImplementedError):
            raise UnreadableDocument(_DAMAGED) from None
        if len(self._zip.NameToInfo) > settings.max_entries:
            self._zip.close()
            raise UnreadableDocument(f"has {len(self._zip.NameToInfo):,} files in its archive; the limit is {settings.max_entries:,}")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._zip.close()

    def __contains__(self, name: str) -> bool:
        return name in self._zip.NameToInfo

    def xml(self, name: str) -> etree._Element | None:
        """The root of a part, or None if there is no such part."""
        if name not in self:
            return None
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True)
        try:
            root = etree.fromstring(self.content(name), parser)
        except etree.XMLSyntaxError as error:
            why = str(error).splitlines()[0][:80]
            raise UnreadableDocument(f"is damaged: its part {name!r} is not XML ({why}); make it anew") from None
        if root.getroottree().docinfo.doctype:  # no office program writes one; entities in it can be nested without end
            raise UnreadableDocument(f"has a document type in its part {name!r}, which no document needs; make it anew")
        return root

    def content(self, name: str) -> bytes:
        parts: list[bytes] = []
        try:
            with self._zip.open(name) as file:
                while chunk := file.read(_CHUNK):
                    self._left -= len(chunk)
                    if self._left < 0:
                        raise UnreadableDocument(f"unfolds to more than {self._most:,} bytes of text; split it, or make it anew")
                    parts.append(chunk)
        except RuntimeError:
            raise UnreadableDocument("needs a password; save it without one") from None
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError):
            raise UnreadableDocument(_DAMAGED) from None
        return b"".join(parts)


def property_of(root: etree._Element | None, name: str) -> str | None:
    """The text of the first element with this local name, blanks joined."""
    if root is None:
        return None
    found = next(root.iter(f"{{*}}{name}"), None)
    return " ".join((found.text or "").split()) or None if found is not None else None


def kind_of(element: etree._Element) -> str:
    """The local name of an element; "" of a comment and the like."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
