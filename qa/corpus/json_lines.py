"""`.jsonl`: an object on each line, its fields by name as in a table."""
import json

from qa.corpus.decoding import without_surrogates
from qa.corpus.extraction import Extraction
from qa.corpus.table import passages
from qa.errors import UnreadableDocument


def read(text: str) -> Extraction:
    """Rows are the lines of the file.

    Raises:
        UnreadableDocument: a line is no JSON object; the message has its number.
    """
    records: list[tuple[int, dict[str, str]]] = []
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise UnreadableDocument(f"has a line {number} that is not JSON ({str(error)[:60]}); write one object on each line") from None
        if not isinstance(record, dict):
            raise UnreadableDocument(f"has a line {number} that is not an object; write {{\"name\": value, …}} on each line")
        records.append((number, {without_surrogates(name): _value(value) for name, value in record.items()}))
    return passages(records)


def _value(value: object) -> str:
    if value is None:
        return ""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return without_surrogates(text).strip()
