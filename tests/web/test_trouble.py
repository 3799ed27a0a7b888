"""No network, no storage or no room in it, two tabs of one conversation, and questions beyond measure: it is told, and nothing is lost."""
import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.web.conftest import Site, Visit
from tests.web.journey import JORDAN, NOWHERE, answered, ask, field, ready

pytestmark = [pytest.mark.browser, pytest.mark.slow]

AWAY = "Bronzin is nu niet te bereiken"
NO_STORAGE = """for (const name of ["localStorage", "sessionStorage"])
    Object.defineProperty(window, name, {configurable: true, get() { throw new DOMException("denied", "SecurityError"); }});"""


def fill_up(page: Page) -> None:
    """The browser's room for this address, to the last character."""
    page.evaluate("""for (let size = 1 << 22, n = 0; size >= 1; ) {
        try { localStorage.setItem(`filling-${n++}`, "x".repeat(size)); } catch { size >>= 1; } }""")


def test_without_a_network_every_press_says_so_and_later_works(site: Site, visit: Visit) -> None:
    page = visit(site)
    told = page.locator(".bz-told")
    turn = ask(page, JORDAN)
    expect(told).to_be_hidden()
    page.context.set_offline(True)
    turn.locator(".bz-open").first.click()
    expect(told).to_contain_text(AWAY)
    expect(page.locator(".bz-viewer")).to_be_hidden()
    page.get_by_role("button", name="Gesprekken", exact=True).click()
    expect(told).to_be_hidden()
    downloads: list[object] = []
    page.on("download", lambda download: downloads.append(download))
    page.get_by_role("button", name="Markdown").click()
    expect(page.get_by_role("dialog", name="Gesprekken").get_by_role("alert")).to_contain_text(AWAY)
    page.locator(".bz-entry").click()
    expect(told).to_contain_text(AWAY)
    expect(page.locator(".bz-question")).to_contain_text(JORDAN)
    expect(page.locator(".bz-card")).to_contain_text(AWAY)
    expect(page.get_by_role("button", name="Vraag opnieuw")).to_have_count(0)  # it has an answer
    page.context.set_offline(False)
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(page.locator(".bz-answer")).to_contain_text("35")  # it was kept, and is shown again by itself
    page.context.set_offline(True)
    page.get_by_role("button", name="English").click()
    expect(told).to_contain_text(AWAY)
    field(page).fill(NOWHERE)
    field(page).press("Enter")
    expect(page.locator(".bz-turn").nth(1).locator(".bz-interrupted")).to_be_visible(timeout=20_000)
    expect(told).to_contain_text(AWAY)
    expect(page.locator(".toast-body")).to_be_hidden()  # Gradio's own word, in English and over our buttons
    with page.expect_navigation():  # Gradio loads the page anew when it sees the server again
        page.context.set_offline(False)
    ready(page)
    page.get_by_role("button", name="Vraag opnieuw").click()
    expect(answered(page, 1).locator(".bz-missing")).to_be_visible()
    expect(told).to_be_hidden()
    assert downloads == []


def test_an_answer_outlives_a_correction_that_does_not_arrive(site: Site, visit: Visit) -> None:
    page = visit(site)
    ask(page, JORDAN)
    turn = ask(page, "En hoe lang?")
    expect(turn.locator(".bz-answer")).to_contain_text("een jaar")
    page.context.set_offline(True)
    turn.locator(".bz-again").fill(NOWHERE)
    turn.locator(".bz-again").press("Enter")
    expect(page.locator(".bz-told")).to_contain_text(AWAY)
    expect(turn.locator(".bz-answer")).to_contain_text("een jaar")
    with page.expect_navigation():
        page.context.set_offline(False)
    ready(page)
    expect(answered(page, 1).locator(".bz-answer")).to_contain_text("een jaar")


def test_a_browser_that_stores_nothing_can_ask(site: Site, browser_without_storage: Page) -> None:
    page = browser_without_storage
    page.goto(site.url)
    ready(page)
    expect(ask(page, JORDAN).locator(".bz-answer")).to_contain_text("35")
    page.get_by_role("button", name="Licht of donker").click()
    expect(page.locator("body")).to_have_class(re.compile(r"\bdark\b"))
    page.get_by_role("button", name="English").click()
    expect(page.locator(".bz-card")).to_contain_text("Source sentence")


@pytest.fixture
def browser_without_storage(site: Site, visit: Visit) -> Page:
    page = visit(site)
    page.context.add_init_script(NO_STORAGE)
    return page


def test_a_browser_without_room_says_that_it_does_not_keep_the_conversation(site: Site, visit: Visit) -> None:
    page = visit(site)
    ask(page, NOWHERE)
    expect(page.locator(".bz-told")).to_be_hidden()
    fill_up(page)
    expect(ask(page, JORDAN).locator(".bz-answer")).to_contain_text("35")
    expect(page.locator(".bz-told")).to_contain_text("geen ruimte meer")
    page.get_by_role("button", name="Licht of donker").click()
    expect(page.locator("body")).to_have_class(re.compile(r"\bdark\b"))


def test_a_question_of_millions_of_characters_pushes_nothing_out(site: Site, visit: Visit) -> None:
    page = visit(site)
    ask(page, JORDAN)
    page.get_by_role("button", name="Nieuw gesprek").click()
    expect(ask(page, "x" * 3_000_000).locator(".bz-error")).to_be_visible()
    kept = page.evaluate("bronzin.kept()")
    assert [len(one["turns"]) for one in kept] == [1, 1]
    assert kept[0]["turns"][0]["question"] == JORDAN
    assert len(json.dumps(kept[1])) < 30_000


def test_two_tabs_of_one_conversation_lose_none_of_its_turns(site: Site, visit: Visit) -> None:
    page = visit(site)
    ask(page, JORDAN)
    shown = page.evaluate("sessionStorage.getItem('bronzin-conversation')")
    other = page.context.new_page()  # as a tab that is duplicated
    other.add_init_script(f"sessionStorage.setItem('bronzin-conversation', '{shown}')")
    other.goto(site.url)
    ready(other)
    expect(other.locator(".bz-turn")).to_have_count(1)
    ask(other, NOWHERE)
    expect(page.locator(".bz-turn")).to_have_count(2)
    ask(page, "Wie is de minister van Defensie?")
    other.reload()
    ready(other)
    expect(other.locator(".bz-turn")).to_have_count(3)
    page.get_by_role("button", name="Gesprekken", exact=True).click()
    page.get_by_role("button", name="Verwijder alle gesprekken").click()
    page.get_by_role("button", name="Ja, verwijder alle gesprekken").click()
    expect(other.locator(".bz-turn")).to_have_count(0)  # what was deleted does not stay on another screen


def test_a_reader_elsewhere_sees_the_days_of_their_own_clock(site: Site, visit: Visit) -> None:
    page = visit(site, locale="en-US", timezone_id="Pacific/Honolulu")
    ask(page, JORDAN)
    late = 1_600_063_200_000  # 14 September 2020, 06:00 in UTC: in Honolulu the evening before
    page.evaluate("""at => { sessionStorage.setItem("bronzin-conversation", "late");
        const [{turns}] = bronzin.kept(); return bronzin.begin([{id: "late", at, turns}], "en"); }""", late)
    page.get_by_role("button", name="Conversations", exact=True).click()
    expect(page.locator(".bz-entry")).to_contain_text("13 September 2020")
    with page.expect_download() as download:
        page.get_by_role("button", name="Markdown").click()
    assert download.value.suggested_filename == "bronzin-2020-09-13.md"
    assert "September 2020" in Path(download.value.path()).read_text(encoding="utf-8")
