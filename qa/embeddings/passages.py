"""Documents to passages: consecutive whole sentences within a budget of tokens, begun afresh at every heading."""
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from qa.corpus.extraction import Block
from qa.settings import PassageSettings
from qa.text.language import detect_language
from qa.text.sentences import split
from qa.text.terms import LANGUAGES
from qa.types import Document, Passage, Span

CountTokens = Callable[[Sequence[str]], list[int]]

_CLAUSE_END = re.compile(r"[,;:–—)]\s+")
_CONTEXT_CHARACTERS = 100  # of a title or heading; a longer one would squeeze out what it is the title of
_BLANK = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class _Sized:
    span: Span
    tokens: int


def passages_of(document: Document, text: str, blocks: Sequence[Block], count: CountTokens, settings: PassageSettings,
                overhead: int = 0) -> Iterator[Passage]:
    """The passages of one document, numbered from 0.

    A paragraph stays whole where it fits; a longer one is cut between sentences, with `settings.overlap` sentences in
    both parts; short ones under the same heading are joined. A sentence over the budget is windowed at a clause or blank.
    """
    number = 0
    for heading, paragraphs in _sections(text, blocks):
        budget = max(settings.budget - overhead - count([context(document, heading, "")])[0], 1)
        sized = [_sized(text, paragraph, document.language, budget, count) for paragraph in paragraphs]
        for sentences in _fill(sized, budget, settings):
            span = Span(sentences[0].start, sentences[-1].end)
            yield Passage(number, document.id, span, sentences, heading, _language(span.of(text), document.language))
            number += 1


def renumbered(passages: Sequence[Sequence[Passage]]) -> list[Passage]:
    """Passages of all documents with their row in the index as number."""
    return [replace(passage, number=number) for number, passage in enumerate(chain.from_iterable(passages))]


def context(document: Document, heading: str | None, text: str) -> str:
    """What of the title and heading goes before a passage when it is embedded: found by, never quoted."""
    parts = [part for part in dict.fromkeys((document.title, heading)) if part and not text.startswith(part.removesuffix(" …"))]
    return "".join(f"{part[:_CONTEXT_CHARACTERS]}\n" for part in parts)


def _sections(text: str, blocks: Sequence[Block]) -> Iterator[tuple[str | None, list[Span]]]:
    """Paragraphs under their heading. A heading with nothing under it is a paragraph of its own."""
    heading: str | None = None
    heading_block: Block | None = None
    paragraphs: list[Span] = []
    for block in (*blocks, None):
        if block is not None and not block.is_heading:
            paragraphs.append(block.span)
            continue
        if paragraphs:
            yield heading, paragraphs
        elif heading_block is not None:
            yield None, [heading_block.span]
        if block is not None:
            heading_block, heading, paragraphs = block, " ".join(block.span.of(text).split()), []


def _sized(text: str, paragraph: Span, language: str, budget: int, count: CountTokens) -> list[_Sized]:
    spans = [span.shifted(paragraph.start) for span in split(paragraph.of(text), language)]
    return [piece for span, tokens in zip(spans, count([s.of(text) for s in spans]), strict=True)
            for piece in _windowed(text, _Sized(span, tokens), budget, count)]


def _windowed(text: str, sentence: _Sized, budget: int, count: CountTokens) -> Iterator[_Sized]:
    """Halve what is over the budget, at the clause end or else the blank nearest to the middle."""
    if sentence.tokens <= budget or sentence.span.end - sentence.span.start < 2:
        yield sentence
        return
    covered = sentence.span.of(text)
    middle = len(covered) // 2
    near = slice(middle // 2, middle + middle // 2)
    ends = (_ends(_CLAUSE_END, covered[near]) or _ends(_BLANK, covered[near]) or [middle - near.start])
    cut = near.start + min(ends, key=lambda end: abs(near.start + end - middle))
    for part in (Span(0, cut), Span(cut, len(covered))):
        span = part.shifted(sentence.span.start).stripped(text)
        if span.start < span.end:
            yield from _windowed(text, _Sized(span, count([span.of(text)])[0]), budget, count)


def _ends(pattern: re.Pattern[str], text: str) -> list[int]:
    return [match.end() for match in pattern.finditer(text)]


def _fill(paragraphs: Sequence[Sequence[_Sized]], budget: int, settings: PassageSettings) -> Iterator[tuple[Span, ...]]:
    current: list[_Sized] = []
    for paragraph in paragraphs:
        tokens = sum(s.tokens for s in current)
        if current and (tokens >= settings.merge_below or tokens + sum(s.tokens for s in paragraph) > budget):
            yield tuple(s.span for s in current)
            current = []
        for sentence in paragraph:
            if current and sum(s.tokens for s in current) + sentence.tokens > budget:
                yield tuple(s.span for s in current)
                current = current[len(current) - settings.overlap:]
                while current and sum(s.tokens for s in current) + sentence.tokens > budget:
                    current = current[1:]
            current.append(sentence)
    if current:
        yield tuple(s.span for s in current)


def _language(text: str, default: str) -> str:
    """Of a passage: documents may mix, but a line of names and figures is in its document's language."""
    return detect_language(text, among=tuple(LANGUAGES)) if len(text) > 80 else default
