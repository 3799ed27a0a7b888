import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.text.sentences import split
from tests.fakes import steps

GOLD = [json.loads(line) for line in (Path(__file__).parents[1] / "data" / "sentences.jsonl").read_text(encoding="utf-8").splitlines()]


def sentences(text: str, language: str = "nl") -> list[str]:
    return [span.of(text) for span in split(text, language)]


@pytest.mark.parametrize("item", [item for item in GOLD if not item["held_out"]], ids=lambda item: item["text"][:30])
def test_gold(item):
    assert sentences(item["text"], item["language"]) == item["sentences"]


def test_held_out_gold_stays_as_good_as_recorded():
    held_out = [item for item in GOLD if item["held_out"]]
    right = sum(len(set(item["sentences"]) & set(sentences(item["text"], item["language"]))) for item in held_out)
    assert right / sum(len(item["sentences"]) for item in held_out) >= 0.98


def test_gold_is_large_and_makes_up_its_texts():
    assert len(GOLD) >= 60
    assert sum(len(item["sentences"]) for item in GOLD) >= 170
    for item in GOLD:
        assert "".join("".join(item["sentences"]).split()) == "".join(item["text"].split())


def test_numbers_dates_and_ordinals_stay_whole():
    text = ("Het 1e bataljon vertrekt op 12 okt. 2020 om 14.00 uur. De bijdrage kost € 3,2 mln. "
            "Dat is 1.250.000 euro meer dan in 2019. Zie art. 12, lid 3, van de wet.")
    assert sentences(text) == ["Het 1e bataljon vertrekt op 12 okt. 2020 om 14.00 uur.", "De bijdrage kost € 3,2 mln.",
                               "Dat is 1.250.000 euro meer dan in 2019.", "Zie art. 12, lid 3, van de wet."]
    text = "On Oct. 12 the 1st Battalion left at 2 p.m. It cost $3.2 million. No. 5 St. James's Square is closed."
    assert sentences(text, "en") == ["On Oct. 12 the 1st Battalion left at 2 p.m.", "It cost $3.2 million.",
                                     "No. 5 St. James's Square is closed."]


@pytest.mark.parametrize("text", ["Zr.Ms. De Ruyter vaart uit.", "IJ. Visser kwam.", "Het was in 3500 v. Chr. bij Ur.",
                                  "Dr. J. Van Damme komt.", "Zie oud-min. E. Borst."])
def test_abbreviations_end_nothing(text):
    assert sentences(text) == [text]


@pytest.mark.parametrize("text", ["Zij woont in de VS. Daar is het warm.", "Dat was in 44 v. Chr. De keizer stierf."])
def test_abbreviations_that_end_a_sentence(text):
    assert len(split(text)) == 2


def test_repeated_items_point_to_their_own_place():
    text = "1) Paspoort mee. 2) Visum mee. 3) Paspoort mee."
    first, second, third = split(text)
    assert (first.start, second.start, third.start) == (0, text.index("2)"), text.index("3)"))
    assert [span.start for span in split("Nee. Nee. Nee.")] == [0, len("Nee. "), len("Nee. Nee. ")]


def test_what_follows_a_quotation_stands_alone():
    assert sentences("Ze zei: “Wij gaan.” Daarna vertrok ze. „Goed”, zei hij.") == [
        "Ze zei: “Wij gaan.”", "Daarna vertrok ze.", "„Goed”, zei hij."]


def test_several_full_stops_lose_nothing():
    assert sentences("Het duurde .. Lang ... Heel lang .... Klaar??") == ["Het duurde ..", "Lang ...", "Heel lang ....", "Klaar??"]
    assert sentences("Zie Fig. ??") == ["Zie Fig. ??"]


@pytest.mark.parametrize("blank_line", ["\n\n", "\n \t\n", "\n\f\n", "\n\u2028\n", "\r\n\r\n"])
def test_a_blank_line_ends_a_sentence(blank_line):
    assert sentences(f"Het verlof{blank_line}begint in de herfst.") == ["Het verlof", "begint in de herfst."]


@pytest.mark.parametrize("line_break", ["\n", "\r\n", "\f", "\u2028", "\n  "])
def test_a_line_break_is_white_space_save_before_an_item(line_break):
    assert sentences(f"Het verlof{line_break}begint. Het{line_break}duurt kort.") == [
        f"Het verlof{line_break}begint.", f"Het{line_break}duurt kort."]
    assert sentences(f"Neem mee{line_break}- een jas{line_break}- een hoed") == ["Neem mee", "- een jas", "- een hoed"]


def test_a_number_at_the_start_of_a_wrapped_line_is_no_item():
    assert len(split("Het staat in artikel\n12. De wet is oud.")) == 2
    assert sentences("Zie art.\n12. De wet is oud.") == ["Zie art.\n12.", "De wet is oud."]


@pytest.mark.parametrize("text", ["", " ", "\n\n\t\u2028"])
def test_blank_text_has_no_sentences(text):
    assert split(text) == ()


PIECES = st.sampled_from(["Dhr.", "mln.", "J.P.", "1.", "2)", "-", "•", "’s", "De", "kat", "p.m.", "..", "?!", "“", ".”", "(", ".)",
                          "[1]", " ", "  ", "\n", "\n\n", "\u2028", "\f", "\u00a0", "€", "3,2", "👩‍🚒", "e\u0308", "Ĳ"])


@given(st.one_of(st.text(), st.lists(PIECES).map("".join), st.lists(PIECES).map(" ".join)), st.sampled_from(["nl", "en", "de"]))
def test_sentences_and_gaps_make_up_the_text(text, language):
    end = 0
    for span in split(text, language):
        assert end <= span.start < span.end
        assert not text[end:span.start].strip()
        assert span.of(text) == span.of(text).strip()
        assert "\n\n" not in span.of(text)
        end = span.end
    assert not text[end:].strip()


@pytest.mark.parametrize("unit", ["Dhr. Jansen kwam om 14.00 uur. ", ". ( - ", "a.b.", "1. ", ".\n- ", "' . "])
def test_work_grows_with_the_text_and_no_faster(unit):
    assert steps(split, unit * 400) <= 2.1 * steps(split, unit * 200)


@pytest.mark.parametrize("unit", [".", "a.", ".”", "[1]", "?!", "- ", "(", "'", "1.", "\n", " ", "💧"])
def test_a_line_of_300_kb_is_split(unit):
    text = "Begin. " + unit * (300_000 // len(unit))
    assert "".join("".join(span.of(text) for span in split(text)).split()) == "".join(text.split())


def test_a_long_line_has_all_its_sentences():
    sentence = "Dhr. Jansen kwam om 14.00 uur. "
    assert len(split(sentence * 10_000)) == 10_000
