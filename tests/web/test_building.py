"""Opening the page, and building the store from it: from nothing, after a change, stopped, and failing."""
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.web.conftest import ROOT, Serve, Site, Visit, build_from
from tests.web.journey import JORDAN, ask

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture(scope="module")
def unbuilt(tmp_path_factory: pytest.TempPathFactory, serve: Serve) -> Iterator[Site]:
    """A server that begins without a store."""
    folder = tmp_path_factory.mktemp("unbuilt")
    (corpus := folder / "corpus").mkdir()
    shutil.copy(ROOT / "corpus/defensie/militairen-naar-jordanie.txt", corpus)
    shutil.copy(ROOT / "corpus/english/electric-ferry-in-westhaven.txt", corpus)
    (corpus / "<b>kapot.txt").write_bytes(bytes(range(256)))
    with serve(corpus, folder / "store", folder / "log") as running:
        yield running


@pytest.fixture(scope="module")
def own(unbuilt: Site) -> Site:
    if not (unbuilt.store / "CURRENT").exists():  # a single test was asked for
        build_from(unbuilt.corpus, unbuilt.store)
    return unbuilt


def test_without_a_store_the_page_explains_and_offers_to_build(unbuilt: Site, visit: Visit) -> None:
    page, other = visit(unbuilt), visit(unbuilt)
    assert not unbuilt.store.exists()  # a typo in --store makes no folder
    expect(page.locator(".bz-welcome")).to_contain_text("Er is nog niets opgebouwd")
    failed = ask(page, JORDAN)
    expect(failed.locator(".bz-error")).to_contain_text("nog niets opgebouwd")
    expect(failed.locator(".bz-error")).to_contain_text(str(unbuilt.store))
    page.get_by_role("button", name="Nu opbouwen").click()
    expect(page.get_by_role("progressbar")).to_be_visible()
    other.evaluate("document.dispatchEvent(new Event('visibilitychange'))")  # as when one comes back to that tab
    expect(other.get_by_role("progressbar").or_(other.locator(".bz-done"))).to_be_visible()
    expect(other.locator(".bz-done")).to_contain_text("2 documenten", timeout=120_000)
    expect(other.locator(".bz-titles li")).to_have_count(2)
    report = page.locator(".bz-done")
    expect(report).to_contain_text("2 documenten", timeout=120_000)
    expect(report).to_contain_text("2 nieuw")
    expect(page.locator(".bz-said")).to_contain_text("2 nieuw")  # and to a screen reader
    expect(report.locator("li")).to_contain_text("<b>kapot.txt")
    expect(report.locator("li")).to_contain_text("kan niet als tekst worden gelezen")
    expect(page.locator(".bz-titles li")).to_have_count(2)
    expect(ask(page, JORDAN).locator(".bz-answer")).to_contain_text("35")


def test_a_changed_corpus_is_told_and_built_anew(own: Site, visit: Visit) -> None:
    new = own.corpus / "nieuw.txt"
    new.write_text("date 2024 Nieuws uit Testdorp\n\nDe burgemeester van Testdorp heet Willemijn Zandstra.\n", encoding="utf-8")
    page = visit(own)
    expect(page.locator(".bz-stale")).to_have_text("1 bestand gewijzigd – opnieuw opbouwen")
    page.get_by_role("button", name="Opnieuw opbouwen").click()
    expect(page.get_by_role("progressbar")).to_be_visible()
    page.reload()
    expect(page.get_by_role("progressbar").or_(page.locator(".bz-done"))).to_be_visible()  # the build outlives the tab that began it
    other = visit(own)
    expect(other.get_by_role("progressbar").or_(other.locator(".bz-done"))).to_be_visible()
    expect(page.locator(".bz-done")).to_contain_text("1 nieuw", timeout=120_000)
    turn = ask(page, "Hoe heet de burgemeester van Testdorp?")
    expect(turn.locator(".bz-answer")).to_contain_text("Zandstra")

    new.write_text("date 2024 Nieuws uit Testdorp\n\nHet regent. De burgemeester van Testdorp heet Willemijn Zandstra.\n", encoding="utf-8")
    page.get_by_role("button", name="Opnieuw opbouwen").click()
    expect(page.locator(".bz-done")).to_contain_text("1 gewijzigd", timeout=120_000)
    turn.locator(".bz-open").first.click()  # asked before the build: the sentence has moved since
    expect(page.locator(".bz-paper .bz-notice")).to_contain_text("sindsdien gewijzigd")
    expect(page.locator(".bz-saved mark")).to_have_count(1)
    assert page.locator(".bz-text mark").count() == 0


def test_a_running_build_can_be_stopped(own: Site, visit: Visit) -> None:
    live = (own.store / "CURRENT").read_text()
    new = [own.corpus / f"nieuw-{n}.txt" for n in range(150)]
    for n, path in enumerate(new):
        path.write_text(f"Bericht {n} gaat over straat {n * 7}. " * 20, encoding="utf-8")
    page = visit(own)
    page.get_by_role("button", name="Opnieuw opbouwen").click()
    expect(page.get_by_role("progressbar")).to_be_visible()
    page.get_by_role("button", name="Stoppen").click()
    expect(page.locator("#bz-status")).to_contain_text("Gestopt")
    assert (own.store / "CURRENT").read_text() == live
    expect(ask(page, JORDAN).locator(".bz-answer")).to_contain_text("35")
    for path in new:
        path.unlink()


def test_a_build_that_fails_says_why_and_the_old_store_answers(own: Site, visit: Visit) -> None:
    page = visit(own)
    aside = own.corpus.rename(own.corpus.with_name("aside"))
    try:
        page.get_by_role("button", name="Opnieuw opbouwen").click()
        expect(page.locator(".bz-failed")).to_contain_text(str(own.corpus), timeout=60_000)
        expect(ask(page, JORDAN).locator(".bz-answer")).to_contain_text("35")
    finally:
        aside.rename(own.corpus)


def test_a_busy_port_is_one_sentence() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = subprocess.run([sys.executable, "app.py", "--port", str(port)], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stdout == ""
    assert str(port) in done.stderr
    assert done.stderr.count("\n") == 1


@pytest.mark.skipif(os.environ.get("BRONZIN_SCREENSHOT") != "1", reason="only with BRONZIN_SCREENSHOT=1: makes the pictures of the README")
def test_the_pictures_of_the_readme(sample_store: Path, visit: Visit, serve: Serve, tmp_path: Path) -> None:
    with serve(ROOT / "corpus", sample_store, tmp_path / "log") as sample:
        for name, width, scheme in (("page", 1240, "light"), ("page-phone", 390, "dark")):
            page = visit(sample, width, 760, color_scheme=scheme)
            turn = ask(page, JORDAN)
            if width > 1000:
                turn.locator(".bz-open").first.click()
                expect(page.locator(".bz-paper mark")).to_be_visible()
            page.screenshot(path=ROOT / "docs" / "images" / f"{name}.png")
