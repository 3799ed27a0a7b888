"""Conversations in the browser: kept, opened again, deleted, saved; across tabs, reloads and a restart."""
import json
import shutil
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.web.conftest import Serve, Site, Visit, build_from
from tests.web.journey import JORDAN, NOWHERE, answered, ask, field, focused, ready, restore

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def listed(page: Page) -> list[str]:
    page.get_by_role("button", name="Gesprekken", exact=True).click()
    titles = page.locator(".bz-entry b").all_inner_texts()
    page.keyboard.press("Escape")
    return titles


def test_new_open_again_and_delete(site: Site, visit: Visit) -> None:
    page = visit(site)
    ask(page, JORDAN)
    page.get_by_role("button", name="Nieuw gesprek").click()
    expect(page.locator(".bz-turn")).to_have_count(0)
    expect(field(page)).to_be_focused()
    ask(page, NOWHERE)
    assert listed(page) == [NOWHERE, JORDAN]
    page.get_by_role("button", name="Gesprekken", exact=True).click()
    expect(page.locator(".bz-entry[aria-current=true]")).to_contain_text(NOWHERE)
    page.locator(".bz-entry", has_text=JORDAN).click()
    expect(page.locator(".bz-turn")).to_have_count(1)
    expect(page.locator(".bz-answer")).to_contain_text("35")
    expect(page.locator(".bz-log")).to_be_focused()
    ask(page, "How many soldiers are going to Jordan?")
    assert listed(page) == [JORDAN, NOWHERE]  # the one used last comes first
    page.reload()
    expect(page.locator(".bz-turn")).to_have_count(2)
    page.get_by_role("button", name="Gesprekken", exact=True).click()
    page.get_by_role("button", name=f"Verwijder: {JORDAN}").click()
    expect(page.get_by_role("button", name=f"Verwijder: {NOWHERE}")).to_be_focused()
    expect(page.locator(".bz-entry")).to_have_count(1)
    expect(page.locator(".bz-turn")).to_have_count(0)
    page.get_by_role("button", name="Verwijder alle gesprekken").click()
    expect(page.locator(".bz-entry")).to_have_count(1)
    page.get_by_role("button", name="Ja, verwijder alle gesprekken").click()
    assert focused(page) == "close"
    expect(page.locator(".bz-list")).to_have_text("Er zijn nog geen gesprekken.")
    page.reload()
    ready(page)
    assert listed(page) == []


def test_two_tabs_keep_each_others_conversations(site: Site, visit: Visit) -> None:
    page = visit(site)
    other = page.context.new_page()
    other.goto(site.url)
    ready(other)
    ask(page, JORDAN)
    ask(other, NOWHERE)
    page.reload()
    ready(page)
    assert sorted(listed(page)) == sorted([JORDAN, NOWHERE])


def test_a_question_in_flight_is_there_after_a_reload_and_can_be_repeated(site: Site, visit: Visit) -> None:
    page = visit(site)
    page.route("**/queue/join*", lambda route: None)  # the network is gone: nothing comes back
    field(page).fill(JORDAN)
    field(page).press("Enter")
    expect(page.locator(".bz-busy")).to_be_visible()
    expect(page.locator(".bz-said")).to_have_text("Zoekt in de documenten …")  # only after a while
    page.unroute("**/queue/join*")
    page.reload()
    expect(page.locator(".bz-question")).to_contain_text(JORDAN)
    expect(page.locator(".bz-interrupted")).to_contain_text("onderbroken")
    page.get_by_role("button", name="Vraag opnieuw").click()
    expect(answered(page, 0).locator(".bz-answer")).to_contain_text("35")
    assert page.locator(".bz-turn").count() == 1


def test_history_outlives_the_server_and_its_documents(site: Site, visit: Visit, serve: Serve, tmp_path: Path) -> None:
    for part in (site.corpus, site.store):
        shutil.copytree(part, tmp_path / part.name)
    corpus, store = tmp_path / "corpus", tmp_path / "store"
    question = "Hoeveel rozen kreeg de portier Wubbo Terpstra?"
    with serve(corpus, store, tmp_path / "log") as first:
        page = visit(first)
        expect(ask(page, question).locator(".bz-answer")).to_contain_text("35")
        page.goto("about:blank")
    (corpus / "stadhuis.txt").unlink()
    build_from(corpus, store)
    with serve(corpus, store, tmp_path / "log", urlsplit(first.url).port) as second:
        page.goto(second.url)
        expect(page.locator(".bz-answer")).to_contain_text("35")
        expect(page.locator(".bz-notice").first).to_contain_text("Dit document is er niet meer")
        assert listed(page) == [question]
    written = [path for path in tmp_path.rglob("*") if path.is_file() and question.encode() in path.read_bytes()]
    assert not written  # the server writes no question down


def test_the_oldest_go_when_it_gets_too_much(site: Site, visit: Visit) -> None:
    page = visit(site)
    ask(page, JORDAN)
    kept = page.evaluate("""async () => {
        const [one] = bronzin.kept();
        const many = Array.from({length: 700}, (_, n) => ({...one, id: `c${n}`, at: n}));
        await bronzin.begin(many, "nl");
        return bronzin.kept().map(c => c.id);
    }""")
    assert kept[-1] == "c699"
    assert 50 < len(kept) < 700
    page.get_by_role("button", name="Nieuw gesprek").click()
    ask(page, NOWHERE)
    page.reload()
    ready(page)
    titles = listed(page)
    assert titles[0] == NOWHERE
    assert len(titles) > 50  # it fitted in the browser


def test_a_conversation_can_be_saved_without_the_server_writing(site: Site, visit: Visit) -> None:
    page = visit(site)
    ask(page, JORDAN)
    ask(page, NOWHERE)
    page.get_by_role("button", name="Gesprekken", exact=True).click()
    saved = {}
    for kind in ("Markdown", "JSON"):
        with page.expect_download() as download:
            page.get_by_role("button", name=kind).click()
        assert download.value.url.startswith("blob:")
        saved[kind] = Path(download.value.path()).read_text(encoding="utf-8")
    assert "> Nederland stuurt zo'n 35 militairen naar Jordanië." in saved["Markdown"]
    assert "> — Nederlandse militairen beveiligen Belgische F-16's in Jordanië, september 2020, defensie/" in saved["Markdown"]
    turns = json.loads(saved["JSON"])["turns"]
    assert [turn["question"] for turn in turns] == [JORDAN, NOWHERE]
    quote = turns[0]["answers"][0][0]
    assert quote["sentence"] == "Nederland stuurt zo'n 35 militairen naar Jordanië."
    assert quote["document"]["id"] == "defensie/militairen-naar-jordanie.txt"


def test_two_hundred_turns(site: Site, visit: Visit) -> None:
    page = visit(site, 360, 740)
    ask(page, JORDAN)
    record = page.evaluate("bronzin.kept()[0].turns[0]")
    restore(page, [record] * 200)
    expect(page.locator(".bz-turn")).to_have_count(200)
    turn = ask(page, NOWHERE)
    expect(turn.locator(".bz-question")).to_be_in_viewport()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
