"""What a format reader gives back: the text of a document, and which parts of it are headings and paragraphs."""
from collections.abc import Mapping
from dataclasses import dataclass, field

from qa.types import Span


@dataclass(frozen=True, slots=True)
class Block:
    span: Span
    is_heading: bool = False


@dataclass(frozen=True, slots=True)
class Extraction:
    """Blocks are in order of the text; what lies outside them (a header line, blank lines) belongs to no passage."""

    text: str
    blocks: tuple[Block, ...]
    title: str | None = None
    date: str | None = None
    language: str | None = None
    source: str | None = None
    metadata: Mapping[str, str] = field(default_factory=dict)
