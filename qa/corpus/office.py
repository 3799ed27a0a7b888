"""`.docx`, `.odt` and `.pptx`: archives of XML, told apart by what is in them."""
from pathlib import Path

from qa.corpus import open_text, slides, word
from qa.corpus.archive import Archive
from qa.corpus.extraction import Extraction
from qa.corpus.formats import READ
from qa.errors import UnreadableDocument
from qa.settings import CorpusSettings

_OPEN_TEXT = b"application/vnd.oasis.opendocument.text"


def read(path: Path, settings: CorpusSettings) -> Extraction:
    """What the reader of its format makes of it.

    Raises:
        UnreadableDocument: it is another archive, damaged or too large.
    """
    with Archive(path, settings) as archive:
        if "word/document.xml" in archive:
            reader = word.read
        elif "ppt/presentation.xml" in archive:
            reader = slides.read
        elif "content.xml" in archive and "mimetype" in archive and archive.content("mimetype").startswith(_OPEN_TEXT):
            reader = open_text.read
        else:
            raise UnreadableDocument(f"is an archive, not a document; unpack it, or save it as one of {READ}")
    return reader(path, settings)
