"""Screens, themes, keyboard, and what a screen reader needs."""
from dataclasses import replace
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from qa.web.records import record_of
from qa.web.turns import turn_of
from tests.web.conftest import Site, Visit
from tests.web.journey import CONTRAST, JORDAN, NOWHERE, answered, ask, field, focused, restore, width_of
from tests.web.samples import SECOND, SENTENCE, Store, reply_of
from tests.web.special import LONG

pytestmark = [pytest.mark.browser, pytest.mark.slow]

GROUND = {"light": "rgb(246, 245, 241)", "dark": "rgb(21, 25, 29)"}
LONGEST = "Wat is het langste woord van Woudsend?"
OPPOSED = replace(turn_of(reply_of(Store(), SECOND, SENTENCE, understood_as="Hoeveel dan wel?"), Store()), opposed=tuple(
    turn_of(reply_of(Store(), SECOND, SENTENCE), Store()).answers[0] * 2))


@pytest.mark.parametrize(("width", "height", "scheme"), [  # phone, with its keyboard up, a desktop, and one at 200 %
    (360, 740, "light"), (360, 380, "dark"), (1366, 768, "light"), (640, 450, "dark")])
def test_nothing_is_wider_than_the_screen(site: Site, visit: Visit, tmp_path: Path, width: int, height: int, scheme: str) -> None:
    page = visit(site, width, height, color_scheme=scheme)
    for question in (LONG, LONGEST, JORDAN):
        turn = ask(page, question)
        assert width_of(page) <= width
        expect(turn.locator(".bz-question")).to_be_in_viewport()
        expect(field(page)).to_be_in_viewport(ratio=1)
        expect(page.get_by_role("button", name="Vraag", exact=True)).to_be_in_viewport(ratio=1)
    page.locator(".bz-turn").nth(1).locator(".bz-open").first.click()
    expect(page.locator(".bz-paper mark")).to_be_in_viewport()
    assert page.locator(".bz-paper").evaluate("e => e.scrollWidth - e.clientWidth") <= 0
    page.locator(".bz-viewer .bz-close").click()
    page.get_by_role("button", name="Gesprekken", exact=True).click()
    expect(page.locator(".bz-entry")).to_be_in_viewport()
    assert page.locator(".bz-history").evaluate("e => e.scrollWidth - e.clientWidth") <= 0
    page.screenshot(path=tmp_path / f"{width}x{height}-{scheme}.png")


def test_documents_that_disagree_are_above_the_fold(site: Site, visit: Visit) -> None:
    for width, side_by_side in ((1366, True), (360, False)):
        page = visit(site, width, 768)
        restore(page, [record_of(OPPOSED)])
        columns = page.locator(".bz-opposed section")
        expect(columns).to_have_count(2)
        tops = [box["y"] for column in columns.all() if (box := column.bounding_box())]
        assert (tops[0] == tops[1]) is side_by_side
        expect(columns.first).to_be_in_viewport()
        assert width_of(page) <= width


TEXTS = ("mark, .bz-answer, .bz-is-sure, .bz-is-likely, .bz-is-unsure, .bz-sure, .bz-label, .bz-soft, figcaption, cite, .bz-file, summary, "
         "blockquote, .bz-here, .bz-also, .bz-gap, .bz-text, .bz-small:enabled, .bz-question, .bz-example, .bz-lead, .bz-tagline, "
         ".bz-again, .bz-understood span, .bz-notice, .bz-where, .bz-parts span, #bz-top button, #bz-send, h1, h2")


def texts_below(page: Page, ratio: float) -> dict[str, float]:
    measured = page.locator(TEXTS).evaluate_all(
        f"all => all.filter(e => e.checkVisibility()).map(e => [e.outerHTML.slice(0, 80), ({CONTRAST})(e)])")
    assert len(measured) > 40
    return {html: now for html, now in measured if now < ratio}


def show_everything(page: Page) -> None:
    """A contradiction, an answer and a refusal, all folds open, with the document beside them."""
    restore(page, [record_of(OPPOSED)])
    ask(page, JORDAN)
    ask(page, NOWHERE)
    for fold in page.locator("summary").all():
        fold.click()
    page.locator(".bz-turn").nth(1).locator(".bz-open").first.click()
    expect(page.locator(".bz-paper mark")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_contrast_of_every_text(site: Site, visit: Visit, scheme: str) -> None:
    page = visit(site, 1366, 900, color_scheme=scheme)
    show_everything(page)
    assert not texts_below(page, 4.5)
    expect(page.locator("body")).to_have_css("background-color", GROUND[scheme])
    page.emulate_media(media="print")
    expect(page.locator(".bz-answer").first).to_have_css("color", "rgb(0, 0, 0)")
    expect(page.locator(".bz-quote mark").first).to_have_css("print-color-adjust", "exact")
    for part in ("#bz-ask", "#bz-top", ".bz-tools"):
        expect(page.locator(part).first).to_be_hidden()


def test_the_theme_follows_the_system_until_another_is_chosen(site: Site, visit: Visit) -> None:
    page = visit(site, color_scheme="light")
    light, dark = GROUND["light"], GROUND["dark"]

    def expect_ground(colour: str) -> None:
        expect(page.locator(".gradio-container")).to_have_css("background-color", colour)

    expect_ground(light)
    page.emulate_media(color_scheme="dark")
    expect_ground(dark)
    page.get_by_role("button", name="Licht of donker").click()
    expect_ground(light)
    page.reload()
    expect_ground(light)
    page.emulate_media(color_scheme="light")
    expect_ground(light)
    page.emulate_media(color_scheme="dark")
    expect_ground(light)
    page.get_by_role("button", name="Licht of donker").click()
    page.emulate_media(color_scheme="light")
    expect_ground(light)  # follows the system again


def test_a_whole_visit_with_the_keyboard(site: Site, visit: Visit) -> None:
    page = visit(site)

    def tab_to(name: str) -> None:
        for _ in range(60):
            if focused(page) == name:
                return
            page.keyboard.press("Tab")
        raise AssertionError(f"{name} is not reached")

    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(field(page)).to_be_focused()  # past everything else
    page.locator("#bz-language").focus()
    tab_to("ask")  # an example
    page.keyboard.press("Enter")
    answered(page, 0)
    page.locator("#bz-rebuild").focus()
    for name in ("bz-language", "view", "SUMMARY", "copy", "link"):
        tab_to(name)
    page.locator("#bz-rebuild").focus()
    tab_to("view")
    page.keyboard.press("Enter")
    expect(page.locator(".bz-viewer")).to_be_visible()
    assert focused(page) == "close"
    page.keyboard.press("Escape")
    assert focused(page) == "view"
    field(page).focus()
    page.keyboard.type(NOWHERE)
    page.keyboard.press("Enter")
    answered(page, 1)
    page.locator("#bz-language").focus()
    for _ in range(20):
        if focused(page) == "history":
            break
        page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".bz-history")).to_be_visible()
    page.keyboard.press("Escape")
    assert focused(page) == "history"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(site: Site, visit: Visit, scheme: str) -> None:
    page = visit(site, 1366, 900, color_scheme=scheme)

    def serious() -> list[str]:
        found = Axe().run(page).response["violations"]
        return [f"{one['id']}: {node['html'][:120]}" for one in found if one["impact"] in ("serious", "critical")
                for node in one["nodes"] if "bz-" in node["html"] + " ".join(map(str, node["target"]))]

    assert not serious()
    show_everything(page)
    assert not serious()
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Gesprekken", exact=True).click()
    assert not serious()
