"""Replies as HTML: every text literal, every mark where the offsets say."""
from dataclasses import replace
from unittest.mock import patch

import pytest

from qa.types import Document, Locator, Reply, Source, Span
from qa.web.examples import headings_that_ask, sample_questions, titles
from qa.web.frame import report_html, welcome_html
from qa.web.languages import Language
from qa.web.matching import matched
from qa.web.quotes import marked
from qa.web.render import turn_html
from qa.web.speech import spoken
from qa.web.texts import DUTCH, ENGLISH
from qa.web.turns import Standing, Turn, belongs, turn_of
from tests.web.samples import DOCUMENT, FIRST, IMAGE, PAYLOADS, SECOND, SENTENCE, TEXT, Informed, Parsed, Store, reply_of, span_of

PLAIN = turn_of(reply_of(Store(), SECOND, SENTENCE), Store())


def test_mark_is_placed_by_offset_behind_an_emoji() -> None:
    html = turn_html(PLAIN, DUTCH)
    assert html.count("In 35 dagen gingen <mark>35</mark> militairen.") == 1
    assert html.count("<mark>") == 1


@pytest.mark.parametrize("payload", PAYLOADS)
def test_text_from_outside_is_literal_everywhere(payload: str) -> None:
    sentence = f"{payload} zei {payload} tegen {payload}."
    text = f"Voor {payload}.\n\n{sentence}\n\nNa {payload}."
    document = Document(f"map/{payload}.txt", payload, "2020", "nl", payload, {"k": payload})
    store = Store(text, document, heading=payload)
    whole, middle = span_of(text, sentence), span_of(text, payload, after=text.index(" zei "))
    usual = Parsed(turn_html(turn_of(reply_of(Store(), SECOND, SENTENCE, understood_as="Hoeveel dan?"), Store()), DUTCH))
    for found in (True, False):
        reply = reply_of(store, middle, whole, found=found, question=payload, understood_as=f"{payload}?", locator=Locator(heading=payload))
        parsed = Parsed(turn_html(turn_of(reply, store), DUTCH))
        assert set(parsed.tags) <= set(usual.tags)
        assert {name for name, _ in parsed.attributes} <= {name for name, _ in usual.attributes}
        assert sentence in parsed.text
        # question, understood as, title, heading, file, title again under "why"; three times in the sentence; once as the answer
        assert parsed.text.count(payload) >= 9 + found
    assert payload in Parsed(turn_html(Turn("vraag", error="StoreError", message=payload), DUTCH)).text
    assert payload in Parsed(welcome_html([("nl", payload)], [("nl", payload)], "corpus", True, DUTCH)).text
    report = {"seconds": 1.0, "documents": 1, "passages": 1, "added": [], "changed": [], "removed": [],
              "skipped": [{"name": payload, "reason": payload}], "remarks": {payload: payload}}
    assert Parsed(report_html(report, DUTCH)).text.count(payload) == 4


def test_files_that_were_read_in_part_stand_in_the_report() -> None:
    report = {"seconds": 1.0, "documents": 1, "passages": 1, "added": [], "changed": [], "removed": [], "skipped": [],
              "remarks": {"a.pdf": "page 3 damaged and left out; pages 2, 5 without text (pictures or empty); odd"}}
    dutch = Parsed(report_html(report, DUTCH)).text
    assert "Niet helemaal gelezen bestanden (1)" in dutch
    assert ("a.pdf – beschadigd en weggelaten: bladzijde 3; zonder tekst (afbeeldingen of leeg): bladzijde 2, 5; odd") in dutch
    assert "Overgeslagen" not in dutch
    assert "a.pdf – page 3 damaged and left out; pages 2, 5" in Parsed(report_html(report, ENGLISH)).text
    assert "<ul>" not in report_html({**report, "remarks": {}}, ENGLISH)


def test_every_payload_would_be_seen_if_it_were_not_escaped() -> None:
    assert "img" in Parsed(f"<p>{IMAGE}</p>").tags


def test_marked_keeps_every_character() -> None:
    text = "a<b ½ ﬁnale 1\u202f250 bezoe\u00adkers e\u0308 & ‘zo’n’"
    for start in range(len(text)):
        assert Parsed(marked(text, Span(start, start + 1))).text == text


@pytest.mark.parametrize(("confidence", "word"), [(0.9, "Zeker"), (0.7, "Waarschijnlijk"), (0.5, "Onzeker")])
def test_confidence_in_words(confidence: float, word: str) -> None:
    html = turn_html(replace(PLAIN, confidence=confidence), DUTCH)
    assert f">{word}</b>" in html
    assert f"{round(100 * confidence)} %" in html


def test_a_screen_reader_hears_the_answer_how_sure_it_is_and_the_sentence_each_in_its_language() -> None:
    assert spoken(PLAIN, ENGLISH) == [("35. ", "nl"), ("Sure, 90%. Source sentence: ", "en"), ("In 35 dagen gingen 35 militairen.", "nl")]
    assert spoken(replace(PLAIN, understood_as="Wie?"), DUTCH)[:2] == [("Begrepen als: ", "nl"), ("Wie? ", "nl")]
    assert spoken(replace(PLAIN, understood_as="Wie?", found=False), DUTCH) == [
        ("Begrepen als: ", "nl"), ("Wie? ", "nl"), (DUTCH.not_found, "nl")]
    assert spoken(None, ENGLISH) == [(ENGLISH.unreadable, "en")]
    html = turn_html(PLAIN, ENGLISH)
    assert '<h2 class="bz-question" lang="nl"' in html
    assert '<cite lang="nl" dir="auto">Titel</cite>' in html


def test_not_found_says_so_and_marks_nothing() -> None:
    html = turn_html(replace(PLAIN, found=False), DUTCH)
    assert DUTCH.not_found in html
    assert DUTCH.closest in html
    assert "In 35 dagen gingen 35 militairen." in html
    assert "<mark>" not in html


def test_thanks_get_a_friendly_line_and_not_that_nothing_was_found() -> None:
    html = turn_html(turn_of(Reply("dank u wel", "dank u wel", "nl", False, 0.0, (), (), {}), Store()), DUTCH)
    assert DUTCH.nothing_asked in html
    assert DUTCH.not_found not in html


def test_a_question_of_an_empty_store_is_no_thanks() -> None:
    question = "Hoeveel militairen gaan er?"
    html = turn_html(turn_of(Reply(question, question, "nl", False, 0.0, (), (), {}), Store()), DUTCH)
    assert DUTCH.not_found in html
    assert DUTCH.nothing_near in html


def test_what_was_understood_is_a_field_only_where_it_differs() -> None:
    assert "<textarea" not in turn_html(PLAIN, DUTCH)
    html = turn_html(replace(PLAIN, understood_as="Hoeveel gingen er?"), DUTCH)
    assert DUTCH.understood in html
    assert ">\nHoeveel gingen er?</textarea>" in html


def test_page_row_and_heading_stand_with_the_source() -> None:
    reply = reply_of(Store(), SECOND, SENTENCE, locator=Locator(page=9, heading="Verlof", row=3))
    text = Parsed(turn_html(turn_of(reply, Store()), DUTCH)).text
    assert "Titel · september 2020 · bladzijde 9 · rij 3 · Verlof · map/stuk.txt" in text
    assert "bladzijde" not in turn_html(PLAIN, DUTCH)


def test_documents_that_disagree_stand_side_by_side_the_newest_first() -> None:
    store, reply = Store(), reply_of(Store(), FIRST, SENTENCE)
    dates = ["2019", None, "2021-03"]
    others = [Document(f"{n}.txt", f"Stuk {n}", date, "nl", None) for n, date in enumerate(dates)]
    answers = tuple(replace(reply.answers[0], document=one, sources=(Source(FIRST, SENTENCE, one, Locator()),)) for one in others)
    with patch("qa.web.turns.disagreeing", lambda _: answers):
        turn = turn_of(replace(reply, answers=answers), store)
    assert [quote.document.date for quote in turn.opposed] == ["2021-03", "2019", None]
    html = turn_html(turn, DUTCH)
    assert html.index(DUTCH.disagree) < html.index("maart 2021") < html.index("Stuk 0") < html.index("Stuk 1") < html.index("<details")
    assert html.count("<blockquote") == 3
    assert DUTCH.undated in html
    assert "".join(text for text, _ in spoken(turn, DUTCH)) == f"{DUTCH.disagree}. maart 2021: 35. 2019: 35. zonder datum: 35."


def test_why_a_passage_was_found() -> None:
    html = turn_html(replace(turn_of(reply_of(Store(), SECOND, SENTENCE, question="Hoeveel militair dagen?"), Store())), DUTCH)
    assert 'width:90%' in html
    assert 'width:25%' in html
    assert DUTCH.parts["language"] not in html  # it added nothing
    assert "militair → militairen, dagen" in html
    assert DUTCH.no_words in turn_html(turn_of(reply_of(Store(), SECOND, SENTENCE, question="Wanneer?"), Store()), DUTCH)


def test_words_that_tell_little_do_not_match() -> None:
    class Rare(Informed):
        def information(self, term: str, language: str) -> float:
            return {"zon": 5.0, "de": 0.1}.get(term, 1.0)

    assert matched("Waar is de zon?", "De zonnen schijnen in de zon.", "nl", Rare()) == (("zon", "zonnen"),)
    assert matched("zon?", "the sun", "de", Informed()) == ()


def test_a_translation_matches() -> None:
    class Bilingual(Informed):
        def meanings(self, word: str, language: str) -> dict[str, float]:
            return {"soldiers": {"militair": 0.8}}.get(word, {})

    assert matched("How many soldiers?", "Er gingen 35 militairen.", "nl", Bilingual()) == (("soldiers", "militairen"),)


def test_a_saved_quote_whose_document_is_gone_or_changed_says_so() -> None:
    quote = PLAIN.answers[0][0]
    assert quote.standing(Store()) is Standing.SAME
    assert quote.standing(Store("Nieuw. " + TEXT)) is Standing.CHANGED
    assert quote.standing(Store(document=replace(DOCUMENT, id="ander.txt"))) is Standing.GONE
    for standing in (Standing.CHANGED, Standing.GONE):
        html = turn_html(PLAIN, DUTCH, lambda _, now=standing: now)
        assert DUTCH.standing[standing] in html
        assert "gingen <mark>35</mark> militairen" in html
    assert "bz-notice" not in turn_html(PLAIN, DUTCH)


def test_a_question_in_another_language_is_named_as_such() -> None:
    for language, shown in (("de", True), ("und", True), ("nl", False), ("en", False)):
        assert (ENGLISH.other_question_language in turn_html(replace(PLAIN, language=language), ENGLISH)) is shown


def test_an_error_is_told_in_the_language_of_the_page_and_a_surprise_without_its_innards() -> None:
    assert DUTCH.errors["QuestionError"] in turn_html(Turn("", error="QuestionError", message="x"), DUTCH)
    assert "bz-question" not in turn_html(Turn(" ", error="QuestionError", message="x"), DUTCH)
    assert ENGLISH.unexpected in turn_html(Turn("vraag", error="Exception"), ENGLISH)
    assert DUTCH.unreadable in turn_html(None, DUTCH)


def test_the_other_places_are_folded_with_their_number() -> None:
    reply = reply_of(Store(), SECOND, SENTENCE)
    own = reply.answers[0].sources[0]
    twice = replace(reply, answers=(replace(reply.answers[0], sources=(own, replace(own, span=FIRST))), reply.answers[0]))
    html = turn_html(turn_of(twice, Store()), DUTCH)
    assert DUTCH.same.format(count=1) in html
    assert DUTCH.others.format(count=1) in html
    assert "In <mark>35</mark> dagen gingen 35 militairen." in html


def test_every_place_is_counted_once() -> None:
    also = span_of(TEXT, "Slot.")
    turn = turn_of(reply_of(Store(), SECOND, SENTENCE, also=[also]), Store())
    assert [(place.span, place.mark) for place in turn.places] == [(SENTENCE, SECOND.shifted(-SENTENCE.start)), (also, None)]
    assert [turn.place_of(hit.quote) for hit in turn.hits] == [0, 1]


def test_a_reply_does_not_belong_to_a_store_that_was_built_since() -> None:
    reply = reply_of(Store(), SECOND, SENTENCE)
    assert belongs(reply, Store())
    assert not belongs(reply, Store("Nieuw. " + TEXT))
    gone = Store()
    gone.documents = {}
    assert not belongs(reply, gone)


def test_examples_are_of_the_sample_or_the_headings_that_are_answered() -> None:
    store = Store(heading="Hoe krijg ik een pas?")
    assert headings_that_ask(store, lambda question: question == "Hoe krijg ik een pas?") == [("nl", "Hoe krijg ik een pas?")]
    assert headings_that_ask(store, lambda question: False) == []
    assert sample_questions(store, Language.EN) == []
    ferry = Store(document=replace(DOCUMENT, id="english/electric-ferry-in-westhaven.txt"))
    assert sample_questions(ferry, Language.EN) == [("nl", "Hoeveel passagiers kan de elektrische veerboot vervoeren?")]


def test_titles_tell_of_the_whole_corpus_and_each_once() -> None:
    store = Store()
    store.documents = {f"{n}.txt": replace(DOCUMENT, title=f"Titel {n // 2}") for n in range(24)}
    assert titles(store) == [("nl", f"Titel {n}") for n in (0, 3, 6, 9)]
    html = welcome_html([], [("en", "A title")], "corpus", True, DUTCH)
    assert '<li lang="en" dir="auto">A title</li>' in html
    assert "bz-example" not in html
