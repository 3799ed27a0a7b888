"""Questions to begin with: ours for the sample that ships with the project, else the questions that documents have as headings."""
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


def examples(store: Texted, language: Language, count: int = 4) -> list[tuple[Language, str]]:
    """Questions that this store can be asked, most of them in one language and the last of the sample in the other."""
    present = [pair for name, pair in _SAMPLE.items() if name in store.documents]
    if present:
        languages = [language] * (len(present) - 1) + [language.other]
        return [(lang, pair[list(Language).index(lang)]) for lang, pair in zip(languages, present, strict=True)][:count]
    headings = {p.heading: p.language for p in store.passages if p.heading and p.heading.endswith("?")}
    titles = {document.title: document.language for document in store.documents.values()}
    asked = dict(list(headings.items())[:count]) or dict(list(titles.items())[:count])
    return [(Language(lang) if lang in list(Language) else language, text) for text, lang in asked.items()]
