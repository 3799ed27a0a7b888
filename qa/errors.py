"""What can go wrong, as one tree. Every message is one sentence with the value and the remedy.

    BronzinError
    ├── CorpusError           the folder is missing, or nothing in it can be read
    │   └── UnreadableDocument    one file cannot be read; a build skips it by name
    │       └── UnavailableDocument   only now: a build keeps its last good version
    ├── StoreError            the store cannot be opened or written
    │   ├── StoreMissing          nothing has been built there yet
    │   ├── StoreDamaged          a file is gone, cut short or altered
    │   ├── StoreMismatch         built with another model, dimension or format
    │   └── StoreBusy             another build is running
    ├── ModelError            a model folder misses a file, or does not fit
    └── RequestError          what was asked cannot be done
        ├── QuestionError         the question is empty or too long
        ├── FilterError           an unknown filter field, a malformed date, a k below 1
        └── GoldError             a file of gold questions is malformed, or does not fit the store
"""


class BronzinError(Exception):
    """Base of every error this library raises on purpose."""


class CorpusError(BronzinError):
    """The corpus folder is missing, or nothing in it can be read."""


class UnreadableDocument(CorpusError):
    """One file cannot be read; the message is the reason without the name."""

    hash: str | None = None  # of its bytes, where a parser refused it


class UnavailableDocument(UnreadableDocument):
    """One file is there but cannot be read now."""


class StoreError(BronzinError):
    """The store cannot be opened or written."""


class StoreMissing(StoreError):
    """Nothing has been built there yet."""


class StoreDamaged(StoreError):
    """A file of the store is gone, cut short or altered."""

    def __init__(self, what: str) -> None:
        super().__init__(f"{what}; run `qa build` to make the store again")


class StoreMismatch(StoreError):
    """The store was built with another model, dimension or format."""


class StoreBusy(StoreError):
    """Another build is running."""


class ModelError(BronzinError):
    """A model folder misses a file, or does not fit."""


class RequestError(BronzinError):
    """What was asked cannot be done."""


class QuestionError(RequestError):
    """The question is empty or too long."""


class FilterError(RequestError):
    """An unknown filter field, a malformed date, or a number of results below 1."""


class GoldError(RequestError):
    """A file of gold questions is malformed, or names documents that the store does not have."""
