"""The real page in a real Chromium. A request to any other computer fails the test that made it."""
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.fakes import write_files
from tests.web.journey import ready
from tests.web.special import SPECIAL

ROOT = Path(__file__).parent.parent.parent
QUIET = ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-quic",
         "--no-first-run", "--disable-gpu"]


@dataclass
class Site:
    url: str
    corpus: Path
    store: Path


@contextmanager
def _served(corpus: Path, store: Path, log: Path, port: int = 0) -> Iterator[Site]:
    """The real app as a process of its own, by default on a free port."""
    if not port:
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


def build_from(corpus: Path, store: Path) -> None:
    command = [sys.executable, "-m", "qa.cli", "build", "--corpus", corpus, "--store", store]
    subprocess.run(command, check=True, cwd=ROOT, capture_output=True)


def _wait_until_open(port: int, process: "subprocess.Popen[bytes]", log: Path) -> None:
    ends = time.monotonic() + 120
    while f":{port}" not in log.read_text():
        assert process.poll() is None, log.read_text()
        assert time.monotonic() < ends, "the page did not open within two minutes"
        time.sleep(0.1)


Serve = Callable[..., Any]
Visit = Callable[..., Page]


@pytest.fixture(scope="session")
def serve(chromium_path: str) -> Serve:
    """For tests that need a server of their own."""
    return _served


@pytest.fixture(scope="session")
def browser(chromium_path: str) -> Iterator[Browser]:
    expect.set_options(timeout=15_000)  # milliseconds: other work may share the machine
    with sync_playwright() as playwright:
        yield (opened := playwright.chromium.launch(executable_path=chromium_path, args=QUIET))
        opened.close()


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory, serve: Serve) -> Iterator[Site]:
    """One server for all tests that only ask: the sample, and documents that try the page."""
    folder = tmp_path_factory.mktemp("page")
    shutil.copytree(ROOT / "corpus", folder / "corpus")
    write_files(folder / "corpus", SPECIAL)
    build_from(folder / "corpus", folder / "store")
    with serve(folder / "corpus", folder / "store", folder / "log") as running:
        yield running


@pytest.fixture
def visit(browser: Browser) -> Iterator[Visit]:
    """Opens a site as a new visitor; afterwards looks at what was asked for, and at errors."""
    contexts, asked, errors = [], [], []

    def open_page(site: Site, width: int = 1280, height: int = 900, locale: str = "nl-NL", path: str = "", **more: Any) -> Page:
        context = browser.new_context(viewport={"width": width, "height": height}, locale=locale, reduced_motion="reduce", **more)
        contexts.append(context)
        context.on("request", lambda request: asked.append(request.url))
        context.on("weberror", lambda error: errors.append(str(error.error)))
        context.on("dialog", lambda dialog: (errors.append(dialog.message), dialog.dismiss()))
        page = context.new_page()
        page.goto(site.url + path)
        ready(page)
        expect(page.locator("html")).to_have_attribute("lang", locale[:2])
        return page

    yield open_page
    for context in contexts:
        context.close()
    outside = {url for url in asked if urlsplit(url).scheme not in ("data", "blob")
               and urlsplit(url).hostname not in ("127.0.0.1", "localhost", "::1")}
    assert asked
    assert not outside
    assert not errors
