"""The manifest of a generation: what it was built from and with. Written last; its own digest is part of it."""
import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from qa.errors import StoreDamaged, StoreMismatch

FORMAT = 2


@dataclass(frozen=True, slots=True)
class Manifest:
    format: int
    model: str                          # the name it was opened by
    fingerprint: str                    # of the model
    dimension: int
    analyser: Mapping[str, str]
    settings: Mapping[str, object]      # of the passages and of BM25
    documents: Mapping[str, str]        # id → SHA-256 of the text or file
    skipped: Mapping[str, str]          # name → reason
    refused: Mapping[str, str]          # hash of a file that its parser refused → reason
    remarks: Mapping[str, str]          # document → what of its file could not be read
    passages: int
    files: Mapping[str, tuple[int, str]]  # name → bytes, SHA-256

    def to_bytes(self) -> bytes:
        record = asdict(self)
        return json.dumps(record | {"digest": _digest(record)}, ensure_ascii=False, indent=1).encode()

    def says_the_same_as(self, other: "Manifest") -> bool:
        """Whether both were built from and with the same: then so are the files, whatever they are called."""
        return _digest(asdict(replace(self, files={}))) == _digest(asdict(replace(other, files={})))

    @classmethod
    def read(cls, file: Path) -> "Manifest":
        """Raises FileNotFoundError, StoreDamaged, or StoreMismatch for another format."""
        try:
            record = json.loads(file.read_bytes())
            digest = record.pop("digest")
        except (ValueError, KeyError, AttributeError, TypeError):
            raise StoreDamaged(f"the manifest {str(file)!r} is damaged") from None
        if record.get("format") != FORMAT:
            raise StoreMismatch(f"the store has format {record.get('format')!r} and this version of bronzin reads {FORMAT}; run `qa build`")
        if digest != _digest(record):
            raise StoreDamaged(f"the manifest {str(file)!r} does not match its digest")
        try:
            return cls(**record)
        except TypeError:
            raise StoreDamaged(f"the manifest {str(file)!r} lacks something") from None


def _digest(record: Mapping[str, object]) -> str:
    return hashlib.sha256(json.dumps(record, sort_keys=True).encode()).hexdigest()
