"""The place of an answer travels from the file to the reply, to JSON and to the terminal."""

from collections.abc import Callable

from qa import Assistant
from qa.terminal import reply_text
from qa.wire import reply_json
from tests.corpus.making import column, pdf

MALI = ["Mali en Niger", "", "Er gaan zo'n 35 militairen naar het kamp in de woestijn, waar zij een jaar blijven."]
JORDAN = ["Er gaan zo'n 35 militairen naar Jordanië om een basis te beveiligen."]


def test_a_reply_says_on_which_page(assistant_over: Callable[[dict[str, str | bytes]], Assistant]) -> None:
    jordan = [(72.0, 760.0, "Jordanië", 16.0, "Helvetica-Bold"), *column(JORDAN)]
    files: dict[str, str | bytes] = {
        "nota.pdf": pdf([column(["Een voorblad zonder nieuws."]), column(MALI), jordan]),
        "prijzen.csv": "Artikel,Prijs\nFietspomp,12 euro\nRegenpak,48 euro\n",
    }
    assistant = assistant_over(files)
    reply = assistant.ask("Hoeveel militairen gaan er naar Jordanië?")
    answer = reply.answers[0]
    assert answer.sentence == JORDAN[0]
    assert (answer.locator.page, answer.locator.heading, answer.locator.row) == (3, "Jordanië", None)
    assert reply_json(reply)["answers"][0]["locator"] == {"page": 3, "heading": "Jordanië"}  # type: ignore[index]
    assert "nota.pdf · blz. 3" in reply_text(reply, colour=False)
    for hit in reply.hits:
        text = assistant.store.text(hit.document.id)
        assert hit.sentence_span.of(text) == hit.sentence

    reply = assistant.ask("Wat is de prijs van een regenpak?")
    assert reply.answers[0].document.id == "prijzen.csv"
    assert reply.answers[0].locator.row == 3
    assert "prijzen.csv · rij 3" in reply_text(reply, colour=False)
