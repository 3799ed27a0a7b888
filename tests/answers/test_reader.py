"""The bundled reader: windows over long passages, and offsets into the passage as it is."""

import pytest

from qa.answers.question import MAX_TOKENS
from qa.answers.reader import OnnxReader
from qa.errors import ModelError
from qa.settings import ReaderSettings

FACT = "De brugwachter heet Pieter Jansen."
FILLER = "Het regende die dag in de hele provincie en de boten lagen stil. "


def best(reader: OnnxReader, question: str, passage: str) -> str:
    return reader.read(question, [passage])[0][0].span.of(passage)


@pytest.mark.parametrize("before", [0, 10, 20, 24, 25, 26, 30, 60])
def test_an_answer_anywhere_in_a_long_passage_is_read(reader: OnnxReader, before: int) -> None:
    assert "Jansen" in best(reader, "Hoe heet de brugwachter?", FILLER * before + FACT + " " + FILLER * (60 - before))


def test_windows_cover_every_token_and_fit(reader: OnnxReader) -> None:
    settings = ReaderSettings()
    for question, repeats in [("Hoe heet hij?", n) for n in range(15, 45)] + [("woord " * MAX_TOKENS, 40)]:
        passage = FILLER * repeats
        windows = list(reader._windows(question, [passage]))
        assert all(len(window.ids) <= settings.window for window in windows)
        covered = {offset for window in windows for offset in window.offsets}
        assert covered == set(reader._tokenizer.encode(passage, add_special_tokens=False).offsets)


def test_a_passage_reads_the_same_alone_and_among_others(reader: OnnxReader) -> None:
    passages = [FACT, FILLER * 40, "🚲", "De brug is open."]
    together = reader.read("Hoe heet de brugwachter?", passages)
    for passage, readings in zip(passages, together, strict=True):
        alone = reader.read("Hoe heet de brugwachter?", [passage])[0]
        assert [r.span for r in alone] == [r.span for r in readings]
        assert [r.score for r in alone] == pytest.approx([r.score for r in readings], abs=1e-4)


@pytest.mark.parametrize(
    "passage", ["👨‍👩‍👧‍👦🚲 " * 5 + FACT, "ﬁ Ĳ İ ½ ① " * 5 + FACT, "e\u0308\u00ad " * 9 + FACT, "\n\r\t \u2028" + FACT + " \n"]
)
def test_offsets_are_of_the_passage_as_it_is(reader: OnnxReader, passage: str) -> None:
    readings = reader.read("Hoe heet de brugwachter?", [passage])[0]
    assert "Jansen" in readings[0].span.of(passage)
    assert all(r.span.of(passage) == r.span.of(passage).strip() != "" for r in readings)
    assert [r.score for r in readings] == sorted((r.score for r in readings), reverse=True)


def test_an_answer_is_short(reader: OnnxReader) -> None:
    for reading in reader.read("Wat deden de boten?", [FILLER * 30])[0]:
        assert len(reading.span.of(FILLER * 30).split()) <= ReaderSettings().answer_tokens


def test_nothing_to_read(reader: OnnxReader) -> None:
    assert reader.read("Hoe heet hij?", []) == []


def test_a_folder_that_is_not_whole(tmp_path) -> None:
    with pytest.raises(ModelError, match="restore the"):
        OnnxReader.open(tmp_path)
