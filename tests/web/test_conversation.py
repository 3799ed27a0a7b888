"""Asking: in both languages, again, in another way, by link, and when there is nothing to find."""
import json
import re
import urllib.request

import pytest
from playwright.sync_api import expect

from tests.web.conftest import Site, Visit
from tests.web.journey import JORDAN, NOWHERE, answered, ask, field, width_of

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_dutch_question_then_english_one(site: Site, visit: Visit) -> None:
    page = visit(site)
    for number, question in enumerate([JORDAN, "How many soldiers are going to Jordan?"], 1):
        turn = ask(page, question)
        expect(turn.locator(".bz-question")).to_contain_text(question)
        expect(turn.locator(".bz-answer")).to_contain_text("35")
        expect(turn.locator(".bz-quote mark").first).to_have_text(turn.locator(".bz-answer").inner_text())
        expect(turn.locator("blockquote").first).to_have_text("Nederland stuurt zo'n 35 militairen naar Jordanië.")
        expect(turn.locator("figcaption").first).to_contain_text("september 2020")
        expect(turn.locator("figcaption").first).to_contain_text("militairen-naar-jordanie.txt")
        expect(page.locator(".bz-said")).to_contain_text(re.compile(r"^(zo'n )?35.*, \d\d %\. Bronzin: "))
        expect(page.locator(".bz-said [lang=nl]").last).to_have_text("Nederland stuurt zo'n 35 militairen naar Jordanië.")
        expect(turn.locator(".bz-answer")).to_be_in_viewport()
        assert page.locator(".bz-turn").count() == number
    assert field(page).input_value() == ""


def test_the_other_language_at_the_press_of_a_button_and_after_a_reload(site: Site, visit: Visit) -> None:
    page = visit(site)
    ask(page, JORDAN)
    page.get_by_role("button", name="English").click()
    for _ in range(2):
        expect(page.locator(".bz-card")).to_contain_text("Source sentence")
        expect(page.locator("figcaption").first).to_contain_text("September 2020")
        expect(page.locator("html")).to_have_attribute("lang", "en")
        expect(page.get_by_role("textbox", name="Your question")).to_be_visible()
        assert page.locator(".bz-turn").count() == 1
        page.reload()


def test_not_found_shows_the_closest_sentences(site: Site, visit: Visit) -> None:
    turn = ask(visit(site, locale="en-US"), "Who won the Tour de France of 1995?")
    expect(turn.locator(".bz-missing")).to_contain_text("I find no answer")
    assert turn.locator("blockquote").count() == 3
    assert turn.locator("mark").count() == 0


def test_odd_questions_get_a_sentence_and_the_conversation_goes_on(site: Site, visit: Visit) -> None:
    page = visit(site)
    for question in ("", "  "):
        field(page).fill(question)
        field(page).press("Enter")
        expect(page.locator(".bz-told")).to_have_text("Typ eerst een vraag.")
        assert page.locator(".bz-turn").count() == 0
    for question in ("x" * 100_000, "\x07?", "🚲", "где?", "waar"):
        assert ask(page, question).locator(".bz-card").inner_text()
        assert width_of(page) <= 1280
    expect(ask(page, JORDAN).locator(".bz-answer")).to_contain_text("35")


def test_a_question_that_was_understood_otherwise_can_be_corrected(site: Site, visit: Visit) -> None:
    page = visit(site)
    turn = ask(page, "Hoeveel militairen gaan naar Litouwen? " + "Dit is erg lang. " * 400)  # only the beginning is searched for
    again = turn.get_by_role("textbox", name="Begrepen als")
    expect(again).to_be_visible()
    ask(page, NOWHERE)
    again.fill(JORDAN)
    again.press("Escape")
    expect(again).not_to_have_value(JORDAN)
    again.fill(JORDAN)
    again.press("Enter")
    expect(page.locator(".bz-turn").first.locator(".bz-answer")).to_have_text("zo'n 35 militairen")
    expect(again).to_have_value(JORDAN)
    expect(again).to_be_focused()
    expect(page.locator(".bz-question").first).to_contain_text("Litouwen")  # what was asked stays
    assert page.locator(".bz-turn").count() == 2
    again.fill("Hoeveel militairen gaan naar Litouwen?")
    again.evaluate("""e => {  // and on with the next question, before the reply can be there
        e.dispatchEvent(new KeyboardEvent("keydown", {key: "Enter", bubbles: true}));
        document.querySelector("#bz-input textarea").value = "Wie";
    }""")
    expect(again).to_have_value("Hoeveel militairen gaan naar Litouwen?")
    expect(field(page)).to_be_focused()
    expect(field(page)).to_have_value("Wie")


def test_a_follow_up_shows_how_it_was_understood_and_thanks_get_no_fact(site: Site, visit: Visit) -> None:
    page = visit(site)
    ask(page, JORDAN)
    turn = ask(page, "En hoe lang?")
    expect(turn.get_by_role("textbox", name="Begrepen als")).not_to_have_value("En hoe lang?")
    expect(ask(page, "Dank u wel!").locator(".bz-friendly")).to_be_visible()
    page.get_by_role("button", name="Nieuw gesprek").click()
    assert ask(page, "En hoe lang?").locator(".bz-again").count() == 0  # nothing to lean on


def test_a_link_asks_its_question_once(site: Site, visit: Visit) -> None:
    page = visit(site, permissions=["clipboard-read", "clipboard-write"])
    ask(page, "Hoeveel hectare? & meer #1").get_by_role("button", name="Kopieer link").click()
    expect(page.get_by_role("button", name="Gekopieerd")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == f"{site.url}?q=Hoeveel%20hectare%3F%20%26%20meer%20%231"
    linked = visit(site, path="?q=Hoeveel%20militairen%20stuurt%20Nederland%20naar%20Jordani%C3%AB%3F")
    expect(answered(linked, 0).locator(".bz-answer")).to_contain_text("35")
    expect(linked.locator(".bz-question")).to_contain_text(JORDAN)
    linked.reload()
    answered(linked, 0)
    assert linked.locator(".bz-turn").count() == 1
    assert linked.title() == "Bronzin"


@pytest.mark.parametrize("clipboard", [True, False])  # a page that is not on this computer has none
def test_the_copy_button(site: Site, visit: Visit, clipboard: bool) -> None:
    page = visit(site, permissions=["clipboard-read", "clipboard-write"] if clipboard else [])
    if not clipboard:
        page.evaluate("Object.defineProperty(navigator, 'clipboard', {value: undefined})")
    turn = ask(page, JORDAN)
    turn.get_by_role("button", name="Kopieer met bron").click()
    expect(turn.get_by_role("button", name="Gekopieerd")).to_be_visible()
    field(page).press("Control+V")
    copied = field(page).input_value()
    assert copied.startswith(turn.locator(".bz-answer").inner_text() + "\n\n“Nederland stuurt zo'n 35 militairen naar Jordanië.”\n\n")
    assert copied.endswith("september 2020, defensie/militairen-naar-jordanie.txt")


def test_two_visitors_do_not_see_each_other(site: Site, visit: Visit) -> None:
    first, second = visit(site), visit(site)
    ask(first, JORDAN)
    ask(second, "Wie is de minister van Defensie?")
    assert first.locator(".bz-turn").count() == second.locator(".bz-turn").count() == 1


def test_no_listener_is_a_public_endpoint(site: Site) -> None:
    with urllib.request.urlopen(f"{site.url}gradio_api/info") as answer:
        assert json.load(answer) == {"named_endpoints": {}, "unnamed_endpoints": {}}


def test_the_sample_answers_its_own_examples(site: Site, visit: Visit) -> None:
    for locale in ("nl-NL", "en-GB"):
        page = visit(site, 1100, 820, locale=locale)
        for number, example in enumerate(page.locator(".bz-example").all()):
            example.click()
            expect(page.locator(".bz-turn").nth(number).locator(".bz-found")).to_be_visible(timeout=20_000)
        assert page.locator(".bz-turn").count() == 4
