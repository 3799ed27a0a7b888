"""The page in a real Chromium, from no store to answers. A request to any other computer fails the test that made it."""
import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright

pytestmark = [pytest.mark.browser, pytest.mark.slow]

ROOT = Path(__file__).parent.parent.parent
QUIET = ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-quic",
         "--no-first-run", "--disable-gpu"]
JORDAN = "Hoeveel militairen stuurt Nederland naar Jordanië?"
IMAGE = """<img src=x onerror="document.title='x'">"""
# one line is one sentence: nothing in it may run, nothing may be lost
NASTY = (f"De sleutel van kluis Zeven ligt bij mevrouw De Bruin {IMAGE} <style>*{{display:none}}</style> {{{{7*7}}}} ${{7*7}} $$x$$ "
         r"[klik](javascript:alert(1)) a < b & c > d; 5 \* 3 \* 2; snake_case_naam; # 1; \<b\>vet\</b\>.")


@dataclass
class Site:
    url: str
    corpus: Path
    store: Path


@contextmanager
def served(corpus: Path, store: Path, log: Path) -> Iterator[Site]:
    """The real app as a process of its own, on a free port."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "app.py", "--port", str(port), "--corpus", str(corpus), "--store", str(store)]
    with log.open("w") as output, subprocess.Popen(command, cwd=ROOT, stdout=output, stderr=output) as process:
        try:
            _wait_until_open(port, process, log)
            yield Site(f"http://127.0.0.1:{port}/", corpus, store)
        finally:
            process.terminate()
    assert "Traceback" not in log.read_text()


def _wait_until_open(port: int, process: "subprocess.Popen[bytes]", log: Path) -> None:
    ends = time.monotonic() + 120
    while f":{port}" not in log.read_text():
        assert process.poll() is None, log.read_text()
        assert time.monotonic() < ends, "the page did not open within two minutes"
        time.sleep(0.1)


@pytest.fixture(scope="module")
def browser(chromium_path: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        yield (opened := playwright.chromium.launch(executable_path=chromium_path, args=QUIET))
        opened.close()


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, chromium_path: str) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("page")
    (corpus := folder / "corpus").mkdir()
    shutil.copy(ROOT / "corpus/defensie/militairen-naar-jordanie.txt", corpus)
    shutil.copy(ROOT / "corpus/english/electric-ferry-in-westhaven.txt", corpus)
    (corpus / "<img src=x onerror=alert(1)> 'lang' 🚲.txt").write_text(
        f"date 2021-02 Kluis {IMAGE} {{{{7*7}}}}\n\n{NASTY}\n", encoding="utf-8")
    (corpus / "<b>kapot.txt").write_bytes(bytes(range(256)))
    with served(corpus, folder / "store", folder / "log") as running:
        yield running


@pytest.fixture(scope="module")
def built(site: Site) -> Site:
    if not (site.store / "CURRENT").exists():  # a single test was asked for
        subprocess.run([sys.executable, "-m", "qa.cli", "build", "--corpus", site.corpus, "--store", site.store], check=True, cwd=ROOT)
    return site


Visit = Callable[..., Page]


@pytest.fixture
def visit(browser: Browser) -> Iterator[Visit]:
    """Opens a site as a new visitor; afterwards looks at what was asked for, and at errors."""
    contexts, asked, errors = [], [], []

    def open_page(site: Site, width: int = 1280, height: int = 900, locale: str = "nl-NL", **more: Any) -> Page:
        context = browser.new_context(viewport={"width": width, "height": height}, locale=locale, reduced_motion="reduce", **more)
        contexts.append(context)
        page = context.new_page()
        page.on("request", lambda request: asked.append(request.url))
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("dialog", lambda dialog: (errors.append(dialog.message), dialog.dismiss()))
        page.goto(site.url)
        page.wait_for_selector(".bz-welcome")
        expect(page.locator("html")).to_have_attribute("lang", locale[:2])
        return page

    yield open_page
    for context in contexts:
        context.close()
    outside = {url for url in asked if urlsplit(url).scheme != "data" and urlsplit(url).hostname not in ("127.0.0.1", "localhost", "::1")}
    assert asked
    assert not outside
    assert not errors


def ask(page: Page, question: str) -> Locator:
    """Type, press Enter, wait; the newest turn."""
    before = page.locator(".bz-turn").count()
    page.get_by_role("textbox").fill(question)
    page.get_by_role("textbox").press("Enter")
    turn = page.locator(".bz-turn").nth(before)
    turn.locator(".bz-card:not(.bz-busy)").wait_for()
    return turn


def test_without_a_store_the_page_explains_and_offers_to_build(site: Site, visit: Visit, tmp_path: Path) -> None:
    page = visit(site)
    assert not (site.store / "CURRENT").exists()
    expect(page.locator(".bz-welcome")).to_contain_text("Er is nog niets opgebouwd")
    failed = ask(page, JORDAN)
    expect(failed.locator(".bz-error")).to_contain_text("nog niets opgebouwd")
    expect(failed.locator(".bz-error")).to_contain_text(str(site.store))
    page.get_by_role("button", name="Nu opbouwen").click()
    expect(page.get_by_role("progressbar")).to_be_visible()
    page.get_by_role("button", name="Opnieuw opbouwen").click()
    expect(page.locator("#bz-status")).to_contain_text("wordt al opgebouwd")
    report = page.locator(".bz-done")
    expect(report).to_contain_text("3 documenten", timeout=120_000)
    expect(report).to_contain_text("3 nieuw")
    expect(report.locator("li")).to_contain_text("<b>kapot.txt")
    page.screenshot(path=tmp_path / "built.png")
    assert page.locator(".bz-example").count() >= 2
    expect(ask(page, JORDAN).locator(".bz-answer")).to_contain_text("35")


def test_dutch_question_then_english_one(built: Site, visit: Visit) -> None:
    page = visit(built)
    for number, question in enumerate([JORDAN, "How many soldiers are going to Jordan?"], 1):
        turn = ask(page, question)
        expect(turn.locator(".bz-question")).to_contain_text(question)
        expect(turn.locator(".bz-answer")).to_contain_text("35")
        expect(turn.locator(".bz-quote mark").first).to_have_text(turn.locator(".bz-answer").inner_text())
        expect(turn.locator("blockquote").first).to_have_text("Nederland stuurt zo'n 35 militairen naar Jordanië.")
        expect(turn.locator("figcaption").first).to_contain_text("september 2020")
        expect(turn.locator("figcaption").first).to_contain_text("militairen-naar-jordanie.txt")
        expect(page.locator(".bz-said")).to_contain_text("35")
        expect(turn.locator(".bz-answer")).to_be_in_viewport()
        assert page.locator(".bz-turn").count() == number
    assert page.get_by_role("textbox").input_value() == ""
    turn.locator("summary").first.click()
    expect(turn.locator(".bz-context mark")).to_be_visible()


def test_the_other_language_at_the_press_of_a_button(built: Site, visit: Visit) -> None:
    page = visit(built)
    ask(page, JORDAN)
    page.get_by_role("button", name="English").click()
    expect(page.locator(".bz-card")).to_contain_text("Source sentence")
    expect(page.locator("figcaption").first).to_contain_text("September 2020")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.get_by_role("textbox", name="Your question")).to_be_visible()
    assert page.locator(".bz-turn").count() == 1


def test_not_found_shows_the_closest_sentences(built: Site, visit: Visit) -> None:
    turn = ask(visit(built, locale="en-US"), "Who won the Tour de France of 1995?")
    expect(turn.locator(".bz-missing")).to_contain_text("I find no answer")
    assert turn.locator("blockquote").count() > 0
    assert turn.locator("mark").count() == 0


@pytest.mark.parametrize("question", ["", "  ", "x" * 100_000, "\x07?", "🚲", "где?", "waar"])
def test_odd_questions_get_a_sentence_and_the_conversation_goes_on(built: Site, visit: Visit, question: str) -> None:
    page = visit(built)
    assert ask(page, question).locator(".bz-card").inner_text()
    expect(ask(page, JORDAN).locator(".bz-answer")).to_contain_text("35")
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280


def test_nothing_from_outside_runs_or_is_lost(built: Site, visit: Visit) -> None:
    page = visit(built)
    turn = ask(page, "Bij wie ligt de sleutel van kluis Zeven?")
    assert turn.locator("blockquote").first.evaluate("e => e.textContent") == NASTY
    expect(turn.locator("cite").first).to_have_text(f"Kluis {IMAGE} {{{{7*7}}}}")
    expect(turn.locator(".bz-file").first).to_have_text("<img src=x onerror=alert(1)> 'lang' 🚲.txt")
    for payload in (IMAGE, "<style>*{display:none}</style>", "{{7*7}} ${7*7}", '"><svg onload="alert(1)">', "<script>alert(1)</script>",
                    NASTY):
        assert ask(page, payload).locator(".bz-question").evaluate("e => e.lastChild.textContent") == payload
    assert page.locator(".gradio-container").locator("img, style, script, select").count() == 0
    assert page.title() == "Bronzin"


@pytest.mark.parametrize("clipboard", [True, False])  # a page that is not on this computer has none
def test_the_copy_button(built: Site, visit: Visit, clipboard: bool) -> None:
    page = visit(built, permissions=["clipboard-read", "clipboard-write"] if clipboard else [])
    if not clipboard:
        page.evaluate("Object.defineProperty(navigator, 'clipboard', {value: undefined})")
    turn = ask(page, JORDAN)
    turn.get_by_role("button", name="Kopieer met bron").click()
    expect(turn.get_by_role("button", name="Gekopieerd")).to_be_visible()
    page.get_by_role("textbox").press("Control+V")
    copied = page.get_by_role("textbox").input_value()
    assert copied.startswith(turn.locator(".bz-answer").inner_text() + "\n\n“Nederland stuurt zo'n 35 militairen naar Jordanië.”\n\n")
    assert copied.endswith("september 2020, militairen-naar-jordanie.txt")


@pytest.mark.parametrize(("width", "height", "scheme"), [
    (360, 740, "light"), (360, 740, "dark"), (360, 380, "light"), (640, 450, "dark")])  # phone, with its keyboard up, a desktop at 200 %
def test_small_screens(built: Site, visit: Visit, tmp_path: Path, width: int, height: int, scheme: str) -> None:
    page = visit(built, width, height, color_scheme=scheme)
    page.get_by_role("textbox").fill("w" * 120)
    for question in ("w" * 120, "Bij wie ligt de sleutel van kluis Zeven?", JORDAN):
        turn = ask(page, question)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        expect(turn.locator(".bz-question")).to_be_in_viewport()
        expect(page.get_by_role("textbox")).to_be_in_viewport(ratio=1)
        expect(page.get_by_role("button", name="Vraag", exact=True)).to_be_in_viewport(ratio=1)
    page.screenshot(path=tmp_path / f"{width}x{height}-{scheme}.png")


CONTRAST = """e => {
  const rgb = c => c.match(/[\\d.]+/g).map(Number);
  const light = c => { const [r, g, b] = rgb(c).map(v => v / 255).map(v => v <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4);
                       return .2126 * r + .7152 * g + .0722 * b; };
  let ground = e;
  while (rgb(getComputedStyle(ground).backgroundColor)[3] === 0) ground = ground.parentElement;
  const [a, b] = [light(getComputedStyle(e).color), light(getComputedStyle(ground).backgroundColor)].sort((x, y) => y - x);
  return (a + .05) / (b + .05);
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_contrast_of_every_text(built: Site, visit: Visit, scheme: str, tmp_path: Path) -> None:
    page = visit(built, color_scheme=scheme)
    turn = ask(page, JORDAN)
    ask(page, "Wie won de Tour de France van 1995?")
    turn.locator("summary").first.click()
    page.screenshot(path=tmp_path / f"{scheme}.png", full_page=True)
    texts = page.locator("mark, .bz-answer, .bz-is-sure, .bz-is-likely, .bz-is-unsure, .bz-sure, .bz-label, figcaption, cite, .bz-file, "
                         "summary, blockquote, .bz-context, .bz-here, .bz-copy, .bz-question, .bz-example, .bz-lead, #bz-brand p, "
                         "#bz-top button, #bz-send")
    assert texts.count() > 20
    low = {t.get_attribute("class"): ratio for t in texts.all() if (ratio := t.evaluate(CONTRAST)) < 4.5}
    assert not low
    dark = page.locator(".gradio-container").evaluate("e => getComputedStyle(e).backgroundColor") == "rgb(21, 25, 29)"
    assert dark is (scheme == "dark")


def test_the_keyboard_reaches_everything(built: Site, visit: Visit) -> None:
    page = visit(built)
    ask(page, JORDAN)
    page.locator("#bz-rebuild").focus()
    reached = set()
    for _ in range(25):
        reached.add(page.evaluate("document.activeElement.id || document.activeElement.className || document.activeElement.tagName"))
        page.keyboard.press("Tab")
    assert {"bz-rebuild", "bz-language", "bz-example", "bz-copy", "SUMMARY", "bz-send"} <= reached


def test_a_changed_corpus_is_told_and_built_anew(built: Site, visit: Visit) -> None:
    new = built.corpus / "nieuw.txt"
    new.write_text("date 2024 Nieuws uit Testdorp\n\nDe burgemeester van Testdorp heet Willemijn Zandstra.\n", encoding="utf-8")
    page = visit(built)
    expect(page.locator(".bz-stale")).to_have_text("1 bestand gewijzigd – opnieuw opbouwen")
    page.get_by_role("button", name="Opnieuw opbouwen").click()
    expect(page.get_by_role("progressbar")).to_be_visible()
    page.reload()
    expect(page.get_by_role("progressbar")).to_be_visible()  # the build outlives the tab that began it
    expect(page.locator(".bz-done")).to_contain_text("1 nieuw", timeout=120_000)
    expect(ask(page, "Hoe heet de burgemeester van Testdorp?").locator(".bz-answer")).to_contain_text("Zandstra")


def test_a_running_build_can_be_stopped(built: Site, visit: Visit) -> None:
    live = (built.store / "CURRENT").read_text()
    new = [built.corpus / f"nieuw-{n}.txt" for n in range(150)]
    for n, path in enumerate(new):
        path.write_text(f"Bericht {n} gaat over straat {n * 7}. " * 20, encoding="utf-8")
    page = visit(built)
    page.get_by_role("button", name="Opnieuw opbouwen").click()
    page.get_by_role("button", name="Stoppen").click()
    expect(page.locator("#bz-status")).to_contain_text("Gestopt")
    assert (built.store / "CURRENT").read_text() == live
    expect(ask(page, JORDAN).locator(".bz-answer")).to_contain_text("35")
    for path in new:
        path.unlink()


def test_a_build_that_fails_says_why_and_the_old_store_answers(built: Site, visit: Visit) -> None:
    page = visit(built)
    aside = built.corpus.rename(built.corpus.with_name("aside"))
    try:
        page.get_by_role("button", name="Opnieuw opbouwen").click()
        expect(page.locator(".bz-failed")).to_contain_text(str(built.corpus), timeout=60_000)
        expect(ask(page, JORDAN).locator(".bz-answer")).to_contain_text("35")
    finally:
        aside.rename(built.corpus)


def test_no_listener_is_a_public_endpoint(built: Site) -> None:
    with urllib.request.urlopen(f"{built.url}gradio_api/info") as answer:
        assert json.load(answer) == {"named_endpoints": {}, "unnamed_endpoints": {}}


def test_two_visitors_do_not_see_each_other(built: Site, visit: Visit) -> None:
    first, second = visit(built), visit(built)
    ask(first, JORDAN)
    ask(second, "Wie is de minister van Defensie?")
    assert first.locator(".bz-turn").count() == second.locator(".bz-turn").count() == 1


def test_a_busy_port_is_one_sentence() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = subprocess.run([sys.executable, "app.py", "--port", str(port)], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stdout == ""
    assert str(port) in done.stderr
    assert done.stderr.count("\n") == 1


def test_the_sample_answers_its_own_examples(sample_store: Path, visit: Visit, tmp_path: Path) -> None:
    with served(ROOT / "corpus", sample_store, tmp_path / "log") as site:
        for locale in ("nl-NL", "en-GB"):
            page = visit(site, 1100, 820, locale=locale)
            for number, example in enumerate(page.locator(".bz-example").all()):
                example.click()
                expect(page.locator(".bz-turn").nth(number).locator(".bz-found")).to_be_visible(timeout=20_000)
            assert page.locator(".bz-turn").count() == 4
        page = visit(site, 1000, 1000)
        expect(ask(page, JORDAN).locator(".bz-answer")).to_contain_text("35")
        if os.environ.get("BRONZIN_SCREENSHOT") == "1":
            page.evaluate("scrollTo(0, 0)")
            page.locator("#bz-brand").click()  # takes the focus from the input
            page.screenshot(path=ROOT / "docs" / "images" / "page.png")
