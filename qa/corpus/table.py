"""`.csv` and `.tsv`: each row is its fields by name; a title is a heading, and a long text stands by itself."""
import csv
import io
from collections import Counter
from collections.abc import Sequence

from qa.corpus.extraction import Extraction, Writer
from qa.errors import UnreadableDocument

_DELIMITERS = ",;\t|"
_LOOKED_AT = 50           # rows
_TITLES = ("title", "titel", "kop", "heading", "naam", "name", "onderwerp", "subject")
_LONG = 80                # characters: on average, of a field that is a text and not a value
_NAME_CHARACTERS = 60
_NAMES = 10               # of columns, in the title of the table
_MAX_FIELD = 1_000_000    # characters


def read(text: str) -> Extraction:
    """Rows are numbered as a spreadsheet numbers them: that of the names is 1.

    Raises:
        UnreadableDocument: a quotation mark that never ends, or a field over a million characters.
    """
    csv.field_size_limit(_MAX_FIELD)
    delimiter = _delimiter(text)
    try:
        reader = csv.reader(io.StringIO(text), delimiter=delimiter)
        rows = [[cell.strip() for cell in row] for row in reader]
    except csv.Error as error:
        raise UnreadableDocument(f"is not a table that can be read ({error}); check its quotation marks") from None
    if rows and rows[0] and rows[0][0].lower().startswith("sep="):
        rows = rows[1:]  # of Excel, which does not show it
    filled = [(number, row) for number, row in enumerate(rows, 1) if any(row)]
    names = filled[0][1] if len(filled) > 1 and _are_names(filled[0][1], [row for _, row in filled[1:_LOOKED_AT]]) else []
    return passages([(number, dict(_named(row, names))) for number, row in filled[1 if names else 0:]])


def passages(records: Sequence[tuple[int, dict[str, str]]]) -> Extraction:
    """Records as text: of each its title as a heading, its values by name in a line, its long texts as paragraphs."""
    lengths = Counter[str]()
    filled = Counter[str]()
    for _, record in records:
        for name, value in record.items():
            lengths[name] += len(value)
            filled[name] += bool(value)
    long = {name for name in lengths if lengths[name] > _LONG * max(1, filled[name])}
    title = next((name for name in lengths if name.lower() in _TITLES and long and name not in long), None)
    names = [name for name in lengths if not name.strip().isdigit() and name.strip() and name not in long and name != title][:_NAMES]
    writer = Writer()
    for number, record in records:
        if title and record.get(title):
            writer.block(record[title], is_heading=True, row=number)
        values = [(name, value) for name, value in record.items() if value and name not in long and (name != title)]
        writer.block(" | ".join(f"{name}: {value}" if name.strip() else value for name, value in values), row=number)
        for name in record:
            if name in long:
                writer.block(record[name], row=number)
    return writer.extraction(title=", ".join(names) or None)


def _named(row: Sequence[str], names: Sequence[str]) -> list[tuple[str, str]]:
    """Blanks, each time more of them, stand for a name that is not there; beyond the last name numbers do."""
    beyond = (f"{number}" if names else " " * number for number in range(len(names) + 1, len(row) + 1))
    named = [*(name or " " * number for number, name in enumerate(names, 1)), *beyond]
    return list(zip(named, row, strict=False))


def _are_names(first: Sequence[str], others: Sequence[Sequence[str]]) -> bool:
    """Whether the first row names the columns: short, all different, no numbers among them."""
    given = [cell for cell in first if cell]
    if not any(others) or len(given) != len(set(given)) or any(cell[:1].isdigit() or cell.endswith(".") for cell in given):
        return False
    return max(map(len, given)) <= _NAME_CHARACTERS and (len(given) > 1 or len(first) == 1)


def _delimiter(text: str) -> str:
    """The sign that cuts most of the first rows into the same number of fields, more than one."""
    best, most = ",", 0.0
    for delimiter in _DELIMITERS:
        counts = Counter[int]()
        try:
            for _, row in zip(range(_LOOKED_AT), csv.reader(io.StringIO(text), delimiter=delimiter), strict=False):
                counts[len(row)] += bool(row)
        except csv.Error:
            continue
        if counts:
            width, rows = counts.most_common(1)[0]
            share = rows / sum(counts.values())
            if width > 1 and share * (2 - 1 / width) > most:
                best, most = delimiter, share * (2 - 1 / width)
    return best
