"""Bronzin: answers to questions about a folder of documents, each with the sentence it comes from.

The names below are the whole public interface. They are loaded on first use (PEP 562): `import qa` itself is instant.
"""
from importlib import import_module

_HOME = {
    "Answer": "types", "Assistant": "answers.assistant", "BronzinError": "errors", "BuildReport": "embeddings.build",
    "Conversation": "answers.conversation", "CorpusError": "errors", "Document": "types", "FilterError": "errors",
    "Filters": "answers.filters", "Hit": "types", "Locator": "types", "ModelError": "errors", "Passage": "types",
    "QuestionError": "errors", "Reply": "types", "RequestError": "errors", "Retriever": "answers.retriever",
    "Settings": "settings", "Source": "types", "Span": "types", "Store": "embeddings.store", "StoreBusy": "errors",
    "StoreDamaged": "errors", "StoreError": "errors", "StoreMismatch": "errors", "StoreMissing": "errors",
    "UnreadableDocument": "errors", "build": "embeddings.build",
}
__all__ = [*sorted(_HOME), "__version__"]  # noqa: PLE0604 - the names are strings; a test holds this list to the letter
__version__ = "0.1.0"


def __getattr__(name: str) -> object:
    if name not in _HOME:
        raise AttributeError(f"module 'qa' has no attribute {name!r}")
    return getattr(import_module(f"qa.{_HOME[name]}"), name)


def __dir__() -> list[str]:
    return __all__
