"""What to begin with: our questions for the sample that ships with the project, else those that documents have as headings; and titles."""
from collections.abc import Callable
from itertools import islice

from qa.web.languages import Language
from qa.web.turns import Texted

_SAMPLE = {
    "defensie/militairen-naar-jordanie.txt": (
        "Hoeveel militairen stuurt Nederland naar Jordanië?", "How many soldiers is the Netherlands sending to Jordan?"),
    "regio/nachttrein-stopt-in-meerdam.md": (
        "Hoe laat vertrekt de nachttrein uit Meerdam?", "What time does the night train leave Meerdam?"),
    "regio/provincie-plant-nieuw-bos.md": (
        "Hoeveel hectare nieuw bos plant de provincie?", "How many hectares of new forest is the province planting?"),
    "english/electric-ferry-in-westhaven.txt": (
        "Hoeveel passagiers kan de elektrische veerboot vervoeren?", "How many passengers can the electric ferry take?"),
}
ENOUGH = 4
_TRIED = 8      # headings that ask, of which some are not answered where they stand alone


def sample_questions(store: Texted, language: Language) -> list[tuple[Language, str]]:
    """Of the sample, as far as it is there: most of them in one language and the last in the other."""
    present = [pair for name, pair in _SAMPLE.items() if name in store.documents]
    languages = [language.other if pair is present[-1] else language for pair in present]
    return [(lang, pair[list(Language).index(lang)]) for lang, pair in zip(languages, present, strict=True)]


def headings_that_ask(store: Texted, answered: Callable[[str], bool]) -> list[tuple[str, str]]:
    """Those that are answered when they are asked, with their languages: at most four of the first eight."""
    headings = {p.heading: p.language for p in store.passages if p.heading and p.heading.endswith("?")}
    tried = islice(headings.items(), _TRIED)
    return list(islice(((language, heading) for heading, language in tried if answered(heading)), ENOUGH))


def titles(store: Texted) -> list[tuple[str, str]]:
    """Some titles with their languages, taken evenly from the whole corpus: they tell what can be asked about."""
    distinct = list({document.title: document.language for document in store.documents.values()}.items())
    step = max(1, len(distinct) // ENOUGH)
    return [(language, title) for title, language in distinct[::step][:ENOUGH]]
