"""`.md`: optional YAML front matter, then CommonMark, read with its markup removed. HTML in it is text like any other."""
from collections.abc import Iterator

import yaml
from markdown_it import MarkdownIt
from markdown_it.token import Token

from qa.corpus.decoding import without_surrogates
from qa.corpus.extraction import Extraction, Writer
from qa.errors import UnreadableDocument
from qa.text.dates import is_date

_FENCE = "---"
_MAX_DEPTH = 10
_OPENS = (yaml.FlowSequenceStartToken, yaml.FlowMappingStartToken, yaml.BlockSequenceStartToken, yaml.BlockMappingStartToken)
_CLOSES = (yaml.FlowSequenceEndToken, yaml.FlowMappingEndToken, yaml.BlockEndToken)


def read(text: str) -> Extraction:
    """Each heading, paragraph, list item, table row and code block becomes a block of the text.

    Raises:
        UnreadableDocument: the front matter is not YAML, or its date is none.
    """
    front, body = _front_matter(text)
    writer = Writer()
    for content, is_heading in _contents(MarkdownIt("commonmark", {"html": False}).enable("table").parse(body)):
        writer.block(content, is_heading=is_heading)
    metadata = {without_surrogates(str(key)): without_surrogates(str(value)) for key, value in front.items()}
    named = {key: metadata.pop(key, None) for key in ("title", "date", "language", "source")}
    if named["date"] is not None and not is_date(named["date"]):
        raise UnreadableDocument(f"has the date {named['date']!r} in its front matter; write 2020, 2020-09 or 2020-09-04")
    return writer.extraction(**named, metadata=metadata)


def _front_matter(text: str) -> tuple[dict[object, object], str]:
    lines = text.split("\n")
    if lines[0].rstrip() != _FENCE or _FENCE not in (line.rstrip() for line in lines[1:]):
        return {}, text
    end = next(n for n, line in enumerate(lines[1:], 1) if line.rstrip() == _FENCE)
    try:
        _refuse_bombs("\n".join(lines[1:end]))
        # BaseLoader keeps every value a string: "2020-09" stays what was written, and no object is ever made
        front = yaml.load("\n".join(lines[1:end]), Loader=yaml.BaseLoader)  # noqa: S506
    except yaml.YAMLError as error:
        raise UnreadableDocument(f"has front matter that is not YAML: {str(error).splitlines()[0]}") from None
    if isinstance(front, str) and front:
        return {}, text  # a rule above and one below, with words between them
    if front and not isinstance(front, dict):
        raise UnreadableDocument("has front matter that is not a list of `name: value` lines")
    return front or {}, "\n".join(lines[end + 1:])


def _refuse_bombs(front: str) -> None:
    """A few lines of aliases or of brackets can cost minutes; tokens are read one by one, so this costs nothing."""
    depth = 0
    for token in yaml.scan(front, Loader=yaml.BaseLoader):
        if isinstance(token, yaml.AliasToken):
            raise UnreadableDocument("has front matter with aliases (*name), which a few lines can make endless; write the values out")
        depth += isinstance(token, _OPENS) - isinstance(token, _CLOSES)
        if depth > _MAX_DEPTH:
            raise UnreadableDocument(f"has front matter nested more than {_MAX_DEPTH} deep; write it flat")


def _contents(tokens: list[Token]) -> Iterator[tuple[str, bool]]:
    row: list[str] | None = None
    for before, token in zip([None, *tokens], tokens, strict=False):
        if token.type == "tr_open":
            row = []
        elif token.type == "tr_close" and row is not None:
            yield " | ".join(row), False
            row = None
        elif token.type == "inline":
            content = "".join(_inline(token))
            if row is not None:
                row.append(content)
            else:
                yield content, before is not None and before.type == "heading_open"
        elif token.type in ("fence", "code_block"):
            yield token.content, False


def _inline(token: Token) -> Iterator[str]:
    for child in token.children or ():
        if child.type in ("softbreak", "hardbreak"):
            yield "\n"
        elif child.type == "image":
            yield from _inline(child)
        else:
            yield child.content
