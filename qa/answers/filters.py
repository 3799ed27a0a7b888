"""Which documents a question is asked of. Filters act before the ranking: k results are k results of what is left."""
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from qa.errors import FilterError
from qa.text.dates import interval
from qa.types import Document


@dataclass(frozen=True, slots=True)
class Filters:
    """All that is given must hold. A document without a date matches no date range.

    Args:
        documents: ids, any of which will do.
        since, until: ISO dates of any precision; a document matches where its date and the range overlap.
        metadata: exact values of front-matter fields.
    """

    documents: tuple[str, ...] = ()
    since: str | None = None
    until: str | None = None
    language: str | None = None
    metadata: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for end in (self.since, self.until):
            if end is not None:
                _interval(end)

    @classmethod
    def parse(cls, conditions: Iterable[str]) -> "Filters":
        """From "name=value" words: document=…, since=…, until=…, date=… (both ends), language=…, or a metadata field.

        Raises:
            FilterError: a word is not of this form, or a date is malformed.
        """
        documents: list[str] = []
        named: dict[str, str] = {}
        metadata: dict[str, str] = {}
        for condition in conditions:
            name, equals, value = condition.partition("=")
            if not equals or not name or not value:
                raise FilterError(f"the filter {condition!r} is not of the form name=value, such as language=nl or since=2020-09")
            if name == "document":
                documents.append(value)
            elif name == "date":
                named |= {"since": value, "until": value}
            elif name in ("since", "until", "language"):
                named[name] = value
            else:
                metadata[name] = value
        return cls(documents=tuple(documents), metadata=metadata, **named)

    def select(self, documents: Mapping[str, Document]) -> set[str]:
        """Ids of the documents that match.

        Raises:
            FilterError: a metadata field that no document has.
        """
        known = {name for document in documents.values() for name in document.metadata}
        for name in self.metadata:
            if name not in known:
                fields = ", ".join(["document", "since", "until", "date", "language", *sorted(known)])
                raise FilterError(f"no document has the field {name!r}; there are: {fields}")
        return {document.id for document in documents.values() if self._matches(document)}

    def _matches(self, document: Document) -> bool:
        if self.documents and document.id not in self.documents:
            return False
        if self.language is not None and document.language != self.language:
            return False
        if any(document.metadata.get(name) != value for name, value in self.metadata.items()):
            return False
        if self.since is None and self.until is None:
            return True
        if document.date is None:
            return False
        first, last = interval(document.date)
        return ((self.since is None or last >= _interval(self.since)[0])
                and (self.until is None or first <= _interval(self.until)[1]))


def _interval(text: str) -> tuple[date, date]:
    try:
        return interval(text)
    except ValueError as error:
        raise FilterError(str(error)) from None
