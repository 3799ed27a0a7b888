"""The document behind an answer, beside the conversation."""
from dataclasses import replace

import pytest
from playwright.sync_api import expect

from qa.web.records import record_of
from qa.web.turns import turn_of
from tests.web.conftest import Site, Visit
from tests.web.journey import JORDAN, ask, field, restore
from tests.web.samples import DOCUMENT, SECOND, SENTENCE, Store, reply_of
from tests.web.special import ADDRESS, SIX, twice

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_the_occurrence_that_is_meant_is_marked_and_no_other(site: Site, visit: Visit) -> None:
    page = visit(site, permissions=["clipboard-read", "clipboard-write"])
    turn = ask(page, "Hoeveel rozen kreeg de portier Wubbo Terpstra?")
    expect(turn.locator(".bz-answer")).to_contain_text("35")
    turn.locator(".bz-open").first.click()
    mark = page.locator(".bz-paper mark")
    expect(mark).to_have_count(1)
    expect(mark).to_be_in_viewport()
    before = mark.evaluate("""e => { const range = document.createRange(); range.setStart(e.closest(".bz-text"), 0); range.setEndBefore(e);
                              return range.toString(); }""")
    assert before.count("35") == 3
    assert "35 rozen" in before.rpartition("\n\n")[2] + mark.inner_text()
    assert SIX in page.locator(".bz-text").evaluate("e => e.textContent")
    page.get_by_role("button", name="Kopieer citaat").click()
    expect(page.locator(".bz-viewer").get_by_role("button", name="Gekopieerd")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == (
        "“Bij het jubileum kreeg de portier Wubbo Terpstra precies 35 rozen.”\n\nHet stadhuis in getallen, mei 2022, stadhuis.txt")


def test_a_mark_survives_markdown_bold(site: Site, visit: Visit) -> None:
    page = visit(site)
    ask(page, "Hoeveel gasten dansten op het bal in Buitenpost?").locator(".bz-open").first.click()
    expect(page.locator(".bz-paper mark")).to_have_count(1)
    expect(page.locator(".bz-paper mark")).to_contain_text("zeventig")
    expect(page.locator(".bz-here")).to_have_text("Op het bal in Buitenpost dansten zo’n zeventig gasten tot diep in de nacht.")


@pytest.mark.parametrize(("question", "unit", "heading", "where"), [
    ("Hoeveel mensen telt de eenheid Valk in Mali?", "Valk", "Missie in Mali", "bladzijde 2, Missie in Mali"),
    ("Hoeveel mensen telt de eenheid Valk in Jordanië?", "Valk", "Missie in Jordanië", "bladzijde 9, Missie in Jordanië"),
    ("Hoeveel mensen telt de eenheid Havik in Gabon?", "Havik", "Missie in Gabon", "Missie in Gabon"),
    ("Hoeveel mensen telt de eenheid Buizerd in Chili?", "Buizerd", "Missie in Chili", "Missie in Chili")])
def test_of_two_equal_sentences_the_one_under_the_right_heading(
        site: Site, visit: Visit, question: str, unit: str, heading: str, where: str) -> None:
    page = visit(site)
    ask(page, question).locator(".bz-open").first.click()
    mark = page.locator(".bz-paper mark")
    expect(mark).to_have_count(1)
    expect(mark).to_be_in_viewport()
    assert page.locator(".bz-here").inner_text() == twice(unit)
    before = mark.evaluate("""e => { const range = document.createRange(); range.setStart(e.closest(".bz-text"), 0);
                              range.setEndBefore(e); return range.toString(); }""")
    assert before.rpartition("Missie in ")[2].startswith(heading.removeprefix("Missie in "))
    assert page.locator(".bz-copy").last.get_attribute("data-copy").endswith(f", {where}")  # type: ignore[union-attr]


def test_the_address_of_a_document_is_a_link_that_names_its_host_and_is_not_fetched(site: Site, visit: Visit) -> None:
    page = visit(site)
    ask(page, "Hoeveel mensen telt de eenheid Buizerd in Chili?").locator(".bz-open").first.click()
    link = page.locator(".bz-where a")
    expect(link).to_have_text("nieuws.example")
    assert (link.get_attribute("href"), link.get_attribute("rel")) == (ADDRESS, "noopener noreferrer")


@pytest.mark.parametrize(("width", "height"), [(1366, 768), (360, 740)])
def test_stepping_through_the_places_closing_and_going_back(site: Site, visit: Visit, width: int, height: int) -> None:
    page = visit(site, width, height)
    opener = ask(page, JORDAN).locator(".bz-open").first
    opener.press("Enter")
    viewer, steps = page.locator(".bz-viewer"), page.locator(".bz-steps span")
    expect(page.locator(".bz-close").last).to_be_focused()
    expect(steps).to_contain_text("Vindplaats 1 van")
    first = page.locator(".bz-paper mark").inner_text()
    assert page.locator(".bz-also").count() >= 1
    page.get_by_role("button", name="Volgende vindplaats").press("Enter")
    expect(steps).to_contain_text("Vindplaats 2 van")
    expect(page.get_by_role("button", name="Volgende vindplaats")).to_be_focused()
    expect(page.locator(".bz-paper mark")).to_have_count(1)
    assert page.locator(".bz-paper mark").inner_text() != first
    expect(page.locator(".bz-said")).to_have_text(f"{steps.inner_text()}: {page.locator('.bz-here').inner_text()}")
    page.get_by_role("button", name="Vorige vindplaats").press("Enter")
    expect(steps).to_contain_text("Vindplaats 1 van")
    box = viewer.bounding_box()
    assert box
    assert (box["width"] == width) is (width == 360)  # a sheet on a phone, else a panel
    if width > 400:  # the conversation beside it can be used
        for part in (".bz-card", "#bz-send", "#bz-language"):
            assert page.locator(part).evaluate("e => e.getBoundingClientRect().right") <= box["x"]
        field(page).click()
    page.keyboard.press("Escape")
    expect(viewer).to_be_hidden()
    expect(opener if width == 360 else field(page)).to_be_focused()


def test_closing_the_document_gives_the_focus_back_once(site: Site, visit: Visit) -> None:
    page = visit(site)
    opener, viewer = ask(page, JORDAN).locator(".bz-open").first, page.locator(".bz-viewer")
    opener.press("Enter")
    expect(viewer).to_be_visible()
    page.keyboard.press("Escape")
    expect(opener).to_be_focused()
    opener.press("Enter")
    expect(viewer).to_be_visible()
    page.evaluate("""() => {  // faster than the browser tells of the closing
        document.querySelector(".bz-viewer").close();
        document.querySelector("#bz-input textarea").focus();
    }""")
    expect(viewer).to_be_empty()
    expect(field(page)).to_be_focused()


def test_a_quote_from_a_document_that_changed_or_went_is_not_marked_elsewhere(site: Site, visit: Visit) -> None:
    page = visit(site)
    gone = turn_of(reply_of(Store(), SECOND, SENTENCE), Store())
    (own,), *_ = gone.answers
    changed = replace(gone, answers=((replace(own, document=replace(DOCUMENT, id="stadhuis.txt")),),), hits=())
    restore(page, [record_of(gone), record_of(changed), {"question": "kapot"}])
    turns = page.locator(".bz-turn")
    for number, note in enumerate(["Dit document is er niet meer", "Dit document is sindsdien gewijzigd"]):
        expect(turns.nth(number).locator(".bz-notice")).to_contain_text(note)
        expect(turns.nth(number).locator("blockquote")).to_have_text("In 35 dagen gingen 35 militairen.")
        turns.nth(number).locator(".bz-open").first.click()
        expect(page.locator(".bz-paper .bz-notice")).to_contain_text(note)
        expect(page.locator(".bz-paper mark")).to_have_count(1)
        expect(page.locator(".bz-saved")).to_have_text("In 35 dagen gingen 35 militairen.")
        assert page.locator(".bz-text mark").count() == 0
    expect(turns.nth(2)).to_contain_text("kan niet meer worden gelezen")
