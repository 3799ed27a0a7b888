"""Nothing from outside runs, and nothing of it is lost: in the conversation, the viewer, the list, the exports and the title."""
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.web.conftest import Site, Visit
from tests.web.journey import answered, ask, ready
from tests.web.samples import IMAGE, PAYLOADS
from tests.web.special import CELL, NASTY, NASTY_NAME, NASTY_TITLE

pytestmark = [pytest.mark.browser, pytest.mark.slow]

KEY = "Bij wie ligt de sleutel van kluis Zeven?"


def test_a_document_full_of_markup_is_literal_in_every_view(site: Site, visit: Visit) -> None:
    page = visit(site)
    turn = ask(page, KEY)
    assert turn.locator("blockquote").first.evaluate("e => e.textContent") == NASTY
    expect(turn.locator("cite").first).to_have_text(NASTY_TITLE)
    expect(turn.locator(".bz-file").first).to_have_text(NASTY_NAME)
    turn.locator(".bz-why summary").click()
    turn.locator(".bz-open").first.click()
    expect(page.locator("#bz-title")).to_have_text(NASTY_TITLE)
    assert page.locator(".bz-here").evaluate("e => e.textContent") == NASTY
    assert page.locator(".bz-paper mark").count() == 1
    assert page.locator(".gradio-container").locator("img, style, script, select").count() == 0
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Gesprekken", exact=True).click()
    with page.expect_download() as download:
        page.get_by_role("button", name="JSON").click()
    assert KEY in Path(download.value.path()).read_text(encoding="utf-8")


@pytest.mark.parametrize(("question", "kind"), [
    ("Hoeveel mensen telt de eenheid Valk in Mali?", "pdf"), ("Hoeveel mensen telt de eenheid Buizerd in Peru?", "html")])
def test_a_title_full_of_markup_is_literal(site: Site, visit: Visit, question: str, kind: str) -> None:
    page = visit(site)
    turn = ask(page, question)
    expect(turn.locator(".bz-file").first).to_have_text(f"missies.{kind}")
    expect(turn.locator("cite").first).to_have_text(f"Missies {IMAGE}")
    turn.locator(".bz-open").first.click()
    expect(page.locator("#bz-title")).to_have_text(f"Missies {IMAGE}")
    assert page.locator(".gradio-container").locator("img, style, script, select").count() == 0
    assert page.title() == "Bronzin"


def test_a_cell_full_of_markup_is_literal(site: Site, visit: Visit) -> None:
    page = visit(site)
    turn = ask(page, "Welke kleur heeft Kluis Twaalf?")
    expect(turn.locator(".bz-answer")).to_have_text("paarsgroen")
    assert CELL in (turn.locator("blockquote").first.text_content() or "")
    turn.locator(".bz-open").first.click()
    assert CELL in (page.locator(".bz-here").text_content() or "")
    assert page.locator(".gradio-container").locator("img, style, script, select").count() == 0


def test_questions_full_of_markup_are_literal_in_every_view(site: Site, visit: Visit) -> None:
    page = visit(site)
    for payload in PAYLOADS:
        assert ask(page, payload).locator(".bz-question").evaluate("e => e.lastChild.textContent") == payload
    page.get_by_role("button", name="Nieuw gesprek").click()
    ask(page, f"{IMAGE} " * 100)  # is cut: what it was understood as is shown
    assert IMAGE in page.locator(".bz-again").input_value()
    page.reload()
    ready(page)
    expect(page.locator(".bz-again")).to_be_visible()
    page.get_by_role("button", name="Gesprekken", exact=True).click()
    expect(page.locator(".bz-entry b").last).to_have_text(PAYLOADS[0])
    assert page.locator(".gradio-container").locator("img, style, script, select").count() == 0
    assert page.title() == "Bronzin"


def test_a_link_full_of_markup_is_literal(site: Site, visit: Visit) -> None:
    page = visit(site, path="?q=%3Cimg%20src%3Dx%20onerror%3D%22document.title%3D'x'%22%3E")
    assert answered(page, 0).locator(".bz-question").evaluate("e => e.lastChild.textContent") == IMAGE
    assert page.title() == "Bronzin"
