"""`.html`: the text of a page with its headings and items, without menus and banners; metadata; odd and broken pages."""

from pathlib import Path

import pytest

from qa.corpus.extraction import Extraction
from qa.corpus.html import read
from qa.errors import UnreadableDocument
from qa.settings import CorpusSettings
from tests.corpus.making import contents, written

PAGE = """<!doctype html><html lang="nl-NL"><head><meta charset="utf-8"><title>Een paspoort aanvragen | Gemeente Testdorp</title>
<meta property="article:published_time" content="2021-03-04T10:00:00+01:00"><link rel="canonical" href="https://example.org/paspoort">
<script>var x = "<p>script</p>";</script><style>p { color: red }</style></head><body class="with-menu">
<div class="cookie-banner"><p>Wij gebruiken cookies.</p><button>Goed</button></div>
<header><a href="/">Testdorp</a></header><nav><ul><li><a href="/a">Wonen</a></li><li><a href="/b">Werken</a></li></ul></nav>
<main><h1>Een paspoort aanvragen</h1><p>Onder&shy;nemers&nbsp;betalen <b>niets</b> extra.<br>Een paspoort kost € 75.</p>
<h2>Wat neemt u mee?</h2><ul><li><span>Uw <em>oude</em> paspoort</span></li><li>Een <a href="/foto">pasfoto</a></li></ul>
<ol><li>Maak een afspraak</li></ol>
<h2>Woorden</h2><dl><dt>Leges</dt><dd>Wat u betaalt.</dd></dl><details><summary>Spoed</summary><p>Dat kan in twee dagen.</p></details>
<table><tr><th>Leeftijd</th><th>Prijs</th></tr><tr><td>tot 18</td><td>€ 56</td></tr></table>
<p hidden>Verborgen.</p><p style="display: none">Onzichtbaar.</p></main>
<aside>Reclame</aside><footer>Colofon</footer></body></html>"""


def extracted(folder: Path, page: str | bytes) -> Extraction:
    return read(written(folder, "a.html", page), CorpusSettings())


def texts(folder: Path, page: str | bytes) -> list[str]:
    return [text for text, _ in contents(extracted(folder, page))]


def test_a_whole_page(tmp_path: Path) -> None:
    extraction = extracted(tmp_path, PAGE)
    assert (extraction.title, extraction.date, extraction.language, extraction.source) == (
        "Een paspoort aanvragen",
        "2021-03-04",
        "nl-NL",
        "https://example.org/paspoort",
    )
    assert contents(extraction) == [
        ("Een paspoort aanvragen", True),
        ("Ondernemers\u00a0betalen niets extra.\nEen paspoort kost € 75.", False),
        ("Wat neemt u mee?", True),
        ("Uw oude paspoort", False),
        ("Een pasfoto", False),
        ("Maak een afspraak", False),
        ("Woorden", True),
        ("Leges", False),
        ("Wat u betaalt.", False),
        ("Spoed", False),
        ("Dat kan in twee dagen.", False),
        ("Leeftijd | Prijs", False),
        ("tot 18 | € 56", False),
    ]


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        (
            "<p>Dit is een heel kleine pagina van maar twaalf woorden in totaal.</p>",
            ["Dit is een heel kleine pagina van maar twaalf woorden in totaal."],
        ),
        ("Los <i>fragment</i> zonder body<p>en nog een", ["Los fragment zonder body", "en nog een"]),
        (
            "<body>"
            + "".join(f"<div><h3><a href='/{n}'>Bericht {n}</a></h3><a href='/{n}'>Kort nieuws over zaak {n}</a></div>" for n in range(3)),
            ["Bericht 0", "Kort nieuws over zaak 0", "Bericht 1", "Kort nieuws over zaak 1", "Bericht 2", "Kort nieuws over zaak 2"],
        ),
        ("<body><ul><li><a href=1>Thuis</a><li><a href=2>Nieuws</a><li><a href=3>Contact</a></ul><p>De tekst.</p>", ["De tekst."]),
        (
            "<body><ul><li><a href=1>Het eerste bericht gaat over de brug die dicht is</a>"
            "<li><a href=2>Het tweede gaat over de sluis die open is</a>"
            "<li><a href=3>Het derde gaat over de haven van het dorp</a></ul>",
            [
                "Het eerste bericht gaat over de brug die dicht is",
                "Het tweede gaat over de sluis die open is",
                "Het derde gaat over de haven van het dorp",
            ],
        ),
        (
            "<body><header><h1>Kop van de pagina</h1></header><article><header><h2>Bericht</h2></header><p>Tekst.</p></article>",
            ["Bericht", "Tekst."],
        ),
        ("<body><div class='page with-sidebar'><h1>Kop</h1><p>Tekst.</p><div id='sidebar'>Links</div></div>", ["Kop", "Tekst."]),
        ("<body><table><tr><td><p>Opmaak met een tabel.</p></td></tr></table>", ["Opmaak met een tabel."]),
        ("<pre>een\n  twee</pre>", ["een\n  twee"]),
        (
            "<?xml version='1.0' encoding='utf-8'?><html xmlns='http://www.w3.org/1999/xhtml'><body><p>Jordanië</p></body></html>",
            ["Jordanië"],
        ),
        (
            "<p>a &lt; b &amp; c; 5 * 3 * 2; <!-- weg -->snake_case &lt;b&gt;vet&lt;/b&gt;</p>",
            ["a < b & c; 5 * 3 * 2; snake_case <b>vet</b>"],
        ),
        ("<p dir=rtl>مرحبا بالعالم 35.</p>", ["مرحبا بالعالم 35."]),
    ],
    ids="tiny fragment teasers menu links article sidebar layout pre xhtml entities rtl".split(),
)
def test_what_is_text(tmp_path: Path, page: str, expected: list[str]) -> None:
    assert texts(tmp_path, page) == expected


@pytest.mark.parametrize(
    ("named", "encoding"),
    [
        ("utf-8", "utf-8"),
        ("iso-8859-1", "utf-8"),
        ("utf-8", "cp1252"),
        ("windows-1252", "cp1252"),
        ("onzin", "cp1252"),
        ("utf-16", "utf-16"),
        ("iso-8859-15", "iso-8859-15"),
    ],
)
def test_charsets_true_and_false(tmp_path: Path, named: str, encoding: str) -> None:
    assert texts(tmp_path, f"<meta charset={named}><p>Café Jordanië kost € 3.".encode(encoding)) == ["Café Jordanië kost € 3."]


@pytest.mark.parametrize(
    ("head", "date"),
    [
        ('<script type="application/ld+json">{"@graph": [{"@type": "X"}, {"datePublished": "2020-09-04T10:00"}]}</script>', "2020-09-04"),
        ('<meta name="DCTERMS.issued" content="2019-05">', "2019-05"),
        ('<meta name="date" content="gisteren">', None),
        ('<script type="application/ld+json">{kapot</script><time datetime="2018-01-02">2 jan.</time>', "2018-01-02"),
    ],
)
def test_dates(tmp_path: Path, head: str, date: str | None) -> None:
    assert extracted(tmp_path, f"<html><head>{head}</head><body>{head}<p>Tekst.</p></body></html>").date == date


@pytest.mark.parametrize(
    ("page", "reason"),
    [
        ("<html><body><script>document.write('x')</script></body></html>", "has no text"),
        ("", "is empty"),
        ("<div>" * 100_000 + "Diep.", "has elements nested thousands deep"),
    ],
)
def test_nothing_to_read(tmp_path: Path, page: str, reason: str) -> None:
    with pytest.raises(UnreadableDocument, match=reason):
        extracted(tmp_path, page)
