"""What was read of the files before, so that a file which has not changed is not parsed again. Only builders come here."""
from collections.abc import Sequence

from qa.corpus.extraction import Block, Marks
from qa.corpus.folder import Loaded
from qa.embeddings import files
from qa.embeddings.store import BLOCKS, GENERATIONS, Places, Store
from qa.errors import StoreDamaged
from qa.types import Span


def read_before(store: Store) -> dict[str, Loaded]:
    """The documents of a store, by the id they have there, as they were loaded. Raises StoreDamaged."""
    file = store.folder / GENERATIONS / store.generation / BLOCKS
    try:
        found = {record["id"]: _loaded(store, record["id"], record["blocks"]) for record in files.read_json_lines(file)}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise StoreDamaged(f"{str(file)!r} cannot be read ({error})") from None
    if found.keys() != store.documents.keys():
        raise StoreDamaged(f"{str(file)!r} does not belong to its store")
    return found


def blocks_record(loaded: Loaded) -> dict[str, object]:
    """Blocks as a flat list of start, end, and 1 for a heading."""
    flat = [n for block in loaded.blocks for n in (block.span.start, block.span.end, int(block.is_heading))]
    return {"id": loaded.document.id, "blocks": flat}


def places_of(loaded: Loaded) -> Places:
    return Places([n for mark in loaded.pages for n in mark], [n for mark in loaded.rows for n in mark])


def _loaded(store: Store, name: str, flat: list[int]) -> Loaded:
    blocks = tuple(Block(Span(start, end), bool(heading)) for start, end, heading in zip(flat[::3], flat[1::3], flat[2::3], strict=True))
    places = store.places(name)
    return Loaded(store.documents[name], store.text(name), blocks, store.manifest.documents[name], _pairs(places.pages),
                  _pairs(places.rows), store.manifest.remarks.get(name))


def _pairs(flat: Sequence[int]) -> Marks:
    return tuple(zip(flat[::2], flat[1::2], strict=True))
