"""`.pdf`: clean paragraphs with their pages, from files drawn in every order; what has no text is told by name."""

import html
import subprocess
from pathlib import Path

import pytest
from reportlab.lib.pdfencrypt import StandardEncryption

from qa.corpus.extraction import Extraction
from qa.corpus.pdf import read
from qa.errors import UnreadableDocument
from qa.settings import CorpusSettings
from qa.text.sentences import split
from tests.corpus.making import Piece, column, contents, pdf, raw_pdf, stream, written

BOLD = "Helvetica-Bold"
FILLER = "Deze regel vult de bladzijde met woorden tot aan de rechter kant van het blad."


def extracted(folder: Path, data: bytes, settings: CorpusSettings | None = None) -> Extraction:
    return read(written(folder, "a.pdf", data), settings or CorpusSettings())


def page_of(extraction: Extraction, text: str) -> int:
    at = extraction.text.index(text)
    return [page for offset, page in extraction.pages if offset <= at][-1]


@pytest.fixture
def printed(tmp_path: Path, chromium_path: str):
    """Prints a page of HTML as a browser does."""

    def to_pdf(body: str, style: str = "") -> Extraction:
        page = written(
            tmp_path,
            "p.html",
            f"<!doctype html><html><head><meta charset=utf-8><title>Nota</title><style>{style}</style></head><body>{body}</body></html>",
        )
        subprocess.run(
            [
                chromium_path,
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                f"--user-data-dir={tmp_path / 'profile'}",
                f"--print-to-pdf={tmp_path / 'p.pdf'}",
                page.as_uri(),
            ],
            check=True,
            capture_output=True,
            timeout=120,
        )
        return read(tmp_path / "p.pdf", CorpusSettings())

    return to_pdf


def test_lines_become_paragraphs(tmp_path: Path) -> None:
    lines = [
        "Nederland stuurt zo'n 35 militairen naar Jordanië om daar het Belgische deta-",
        "chement te beveiligen. Zij gaan mee op verzoek van België en blijven er onge-",
        "veer een jaar.",
    ]
    page = [(72, 760, "Om en om", 16, BOLD), *column(lines, top=730), *column(["De Noord-Irakezen krijgen les."], top=675)]
    extraction = extracted(tmp_path, pdf([page]))
    assert contents(extraction) == [
        ("Om en om", True),
        (
            "Nederland stuurt zo'n 35 militairen naar Jordanië om daar het Belgische detachement te beveiligen. "
            "Zij gaan mee op verzoek van België en blijven er ongeveer een jaar.",
            False,
        ),
        ("De Noord-Irakezen krijgen les.", False),
    ]
    assert extraction.title == "Om en om"
    assert extraction.pages == ((0, 1),)


@pytest.mark.parametrize(
    ("end", "start", "joined"),
    [
        ("Er gaan veel mili-", "tairen mee", "Er gaan veel militairen mee"),
        ("Zij kregen de F-", "16 en de F-35 mee", "Zij kregen de F-16 en de F-35 mee"),
        ("Het is een NAVO-", "missie van een jaar", "Het is een NAVO-missie van een jaar"),
        ("De strijd in Noord-", "Irak gaat door", "De strijd in Noord-Irak gaat door"),
        ("Zij doen aan in-", "en uitvoer", "Zij doen aan in- en uitvoer"),
        (
            "De adjudant-onderofficier en de adjudant-",
            "onderofficier zijn er",
            "De adjudant-onderofficier en de adjudant-onderofficier zijn er",
        ),
    ],
)
def test_hyphens_at_the_end_of_a_line(tmp_path: Path, end: str, start: str, joined: str) -> None:
    assert contents(extracted(tmp_path, pdf([column([end, start])]))) == [(joined, False)]


def test_a_hyphen_stays_where_words_are_not_broken(tmp_path: Path) -> None:
    lines = [FILLER] * 40 + ["Dat zei de hoge militair die daar als sergeant-", "majoor werkt."]
    assert "als sergeant-majoor werkt." in extracted(tmp_path, pdf([column(lines)])).text


def test_the_order_of_drawing_does_not_matter(tmp_path: Path) -> None:
    page = column(["De eerste regel van de alinea is lang genoeg om door te lopen en", "eindigt hier."])
    words: list[Piece] = [
        (72, 600, "Links", 11, "Helvetica"),
        (102, 600, "midden", 11, "Helvetica"),
        (142, 600, "rechts.", 11, "Helvetica"),
    ]
    assert contents(extracted(tmp_path, pdf([[*words[::-1], *page[::-1]]]))) == [
        ("De eerste regel van de alinea is lang genoeg om door te lopen en eindigt hier.", False),
        ("Links midden rechts.", False),
    ]


LEFT = [
    "Nederland stuurt zo'n 35 militairen naar",
    "Jordanië, waar zij een basis van de Belgen",
    "bewaken. Dat doen zij een jaar lang. De",
    "basis ligt in de woestijn. Overdag is het",
    "er warm en in de nacht is het koud. Wie",
]
RIGHT = [
    "gaat, krijgt dus een dikke slaapzak mee.",
    "In Mali waren vroeger 250 militairen, die",
    "vooral inlichtingen verzamelden. Zij zijn",
    "in het voorjaar weer naar huis gegaan en",
    "hebben hun kamp aan de Duitsers gelaten.",
]


def test_two_columns_with_a_heading_across(tmp_path: Path) -> None:
    page = [(72, 760, "Uitgezonden militairen in het Midden-Oosten en in Afrika", 16, BOLD), *column(LEFT, 72), *column(RIGHT, 310)]
    page += column(["Een slotzin gaat onder beide kolommen door en loopt van de linker kant tot ver naar rechts."], top=620)
    heading, *texts = contents(extracted(tmp_path, pdf([sorted(page, key=lambda piece: -piece[1])])))
    assert heading == ("Uitgezonden militairen in het Midden-Oosten en in Afrika", True)
    assert " ".join(text for text, _ in texts) == " ".join([*LEFT, *RIGHT, page[-1][2]])
    assert "Wie gaat, krijgt dus een dikke slaapzak mee." in texts[0][0]


def test_three_columns_and_a_table_of_three(tmp_path: Path) -> None:
    columns = [[f"Kolom {name} heeft hier regel {n}" for n in range(4)] + ["Hier eindigt hij."] for name in ("een", "twee", "drie")]
    table = [("Land", "Aantal", "Basis"), ("Jordanië", "35", "Al-Azraq"), ("Mali", "250", "Gao"), ("Litouwen", "270", "Rukla")]
    page = [piece for number, lines in enumerate(columns) for piece in column(lines, 60 + 165 * number)]
    page += [piece for number in range(3) for piece in column([row[number] for row in table], 60 + 165 * number, 500)]
    page += column(["Tussen beide staat een regel die over de hele breedte van het blad gaat, van links tot rechts."], 60, 600)
    texts = [text for text, _ in contents(extracted(tmp_path, pdf([page])))]
    assert texts[:3] == [" ".join(lines) for lines in columns]
    assert texts[-4:] == ["Land | Aantal | Basis", "Jordanië | 35 | Al-Azraq", "Mali | 250 | Gao", "Litouwen | 270 | Rukla"]


def nota() -> bytes:
    pages = []
    for number in range(1, 13):
        top = [(72, 800, "Ministerie van Defensie — Nota 2020", 9, "Helvetica"), (72, 40, f"Pagina {number} van 12", 9, "Helvetica")]
        lines = [f"{FILLER[:-1]}, op blad {number}."] * 4
        if number == 3:
            lines += ["De commandant van de eenheid die in het najaar vertrekt, heeft aan de minister"]
        if number == 4:
            lines = ["gevraagd om extra tenten.", *lines]
        if number == 7:
            top[0] = (72, 800, "Verlofregeling", 14, BOLD)
            lines = ["Militairen krijgen 12 dagen verlof.", *lines]
        pages.append([*top, *column(lines, top=760)])
    return pdf(pages)


def test_running_lines_go_and_a_heading_at_their_height_stays(tmp_path: Path) -> None:
    extraction = extracted(tmp_path, nota())
    assert "Ministerie van Defensie" not in extraction.text
    assert "Pagina" not in extraction.text
    assert ("Verlofregeling", True) in contents(extraction)
    assert page_of(extraction, "Militairen krijgen 12 dagen verlof.") == 7
    whole = "De commandant van de eenheid die in het najaar vertrekt, heeft aan de minister gevraagd om extra tenten."
    assert whole in [span.of(text) for text, _ in contents(extraction) for span in split(text)]
    assert (page_of(extraction, whole), page_of(extraction, "gevraagd om extra tenten.")) == (3, 4)


def test_a_running_line_without_room_under_it(tmp_path: Path) -> None:
    start, end = "De commandant van de eenheid die in het najaar vertrekt, heeft aan de minister", "gevraagd om extra tenten."
    pages = [
        column(["Ministerie van Defensie, nota", *([end] if n % 2 == 0 else []), *[FILLER] * 5, *([start] if n % 2 else [])])
        for n in (1, 2, 3, 4)
    ]
    extraction = extracted(tmp_path, pdf(pages))
    assert "Ministerie van Defensie" not in extraction.text
    assert extraction.text.count(f"{start} {end}") == 2


def test_the_names_of_columns_on_each_page_stay(tmp_path: Path) -> None:
    names, rows = ("Land", "Aantal", "Basis"), [("Jordanië", "35", "Al-Azraq"), ("Mali", "250", "Gao"), ("Litouwen", "270", "Rukla")]
    page = [piece for n in range(3) for piece in column([names[n], *(row[n] for row in rows)], 60 + 165 * n)]
    assert contents(extracted(tmp_path, pdf([page] * 3)))[:2] == [("Land | Aantal | Basis", False), ("Jordanië | 35 | Al-Azraq", False)]


def test_a_running_line_over_two_columns_stands_in_neither(tmp_path: Path) -> None:
    running: list[Piece] = [(72, 770, "Regionale berichten", 12, "Helvetica"), (420, 770, "Jaargang 2021", 12, "Helvetica")]
    pages = [[*running, *column(LEFT), *column(RIGHT, 310)], [*running, *column([FILLER] * 5)]]
    first, second, *_ = contents(extracted(tmp_path, pdf(pages)))
    assert first[0] == "Regionale berichten Jaargang 2021"
    assert second == (" ".join([*LEFT, RIGHT[0]]), False)


def test_a_long_heading_in_large_letters(tmp_path: Path) -> None:
    heading = ["Individuele", "inkomenstoeslag", "gemeente", "Hoogezand"]
    extraction = extracted(tmp_path, pdf([[*column(heading, size=24, font=BOLD, pitch=29), *column([FILLER] * 8, top=580)]]))
    assert contents(extraction)[0] == (" ".join(heading), True)


def test_a_heading_over_the_end_of_a_page(tmp_path: Path) -> None:
    pages = [
        [*column([FILLER] * 8), *column(["Meetgegevens opvragen:"], top=80, size=24, font=BOLD)],
        [*column(["korte handleiding"], size=24, font=BOLD), *column([FILLER] * 8, top=680)],
    ]
    assert ("Meetgegevens opvragen: korte handleiding", True) in contents(extracted(tmp_path, pdf(pages)))


def test_a_letter_of_two_pages_loses_nothing(tmp_path: Path) -> None:
    letterhead: Piece = (72, 800, "Gemeente Testdorp", 9, "Helvetica")
    pages = [
        [
            letterhead,
            *column(["Geachte heer Jansen,", FILLER, "de brug gaat in mei dicht en wij hopen dat u daar met de fiets die u van ons"]),
        ],
        [letterhead, *column(["kreeg geen last van heeft.", "Hoogachtend,", "De Vries"])],
    ]
    extraction = extracted(tmp_path, pdf(pages))
    assert extraction.text.count("Gemeente Testdorp") == 1
    for text in ("Geachte heer Jansen,", "wij hopen dat u daar met de fiets die u van ons kreeg geen last van heeft.", "De Vries"):
        assert text in extraction.text


def test_sentences_that_differ_by_a_number_are_no_running_lines(tmp_path: Path) -> None:
    extraction = extracted(tmp_path, pdf(column([f"De waarde van post {n} is {7 * n} euro.", FILLER]) for n in range(1, 301)))
    assert page_of(extraction, "De waarde van post 299 is 2093 euro.") == 299


def test_ligatures_and_superscripts(printed) -> None:
    extraction = printed(
        "<p>De ﬁnanciële oﬃcier kreeg € 12.500 voor de ﬂat; de aﬀaire liep af.<sup>3</sup></p><p>Een veld van 40 m<sup>2</sup>.</p>"
    )
    assert contents(extraction) == [
        ("De financiële officier kreeg € 12.500 voor de flat; de affaire liep af.³", False),
        ("Een veld van 40 m².", False),
    ]


def test_letters_without_meaning_are_marked_and_named(tmp_path: Path) -> None:
    names = stream(
        b"/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <00> <FF> endcodespacerange "
        b"2 beginbfchar <42> <E000> <43> <F0B7> endbfchar 1 beginbfrange <61> <7A> <0061> endbfrange endcmap end end"
    )
    font = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/ToUnicode 6 0 R>>"
    text = stream(b"BT /F 12 Tf 72 700 Td (deze tekst is goed te lezen C en dit niet B) Tj ET")
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>"
    extraction = extracted(
        tmp_path, raw_pdf([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>", page, text, font, names])
    )
    assert extraction.text == "deze tekst is goed te lezen • en dit niet \ufffd"
    assert extraction.remark == "page 1 with characters that could not be read"


def test_a_page_that_lies_on_its_side(tmp_path: Path) -> None:
    text = stream(b"BT /F 12 Tf 0 1 -1 0 300 100 Tm (De brug is open.) Tj ET BT /F 12 Tf 0 1 -1 0 318 100 Tm (Hij is nieuw.) Tj ET")
    page = b"<</Type/Page/Parent 2 0 R/Rotate 90/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>"
    font = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
    extraction = extracted(tmp_path, raw_pdf([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>", page, text, font]))
    assert [text for text, _ in contents(extraction)] == ["De brug is open. Hij is nieuw."]


def test_right_to_left(printed) -> None:
    assert contents(printed("<p dir=rtl lang=ar>مرحبا بالعالم هذا نص عربي 35.</p>")) == [("مرحبا بالعالم هذا نص عربي 35.", False)]


def test_a_footnote_does_not_cut_a_sentence(tmp_path: Path) -> None:
    first = [FILLER, "De commandant van de eenheid die in het najaar vertrekt, heeft aan de minister"]
    pages = [[*column(first), (72, 60, "1 Brief van 3 mei.", 8, "Helvetica")], column(["gevraagd om extra tenten.", FILLER, FILLER])]
    texts = [text for text, _ in contents(extracted(tmp_path, pdf(pages)))]
    assert "heeft aan de minister gevraagd om extra tenten." in texts[0]
    assert "1 Brief van 3 mei." in texts


def test_a_browser_prints_columns_lists_and_tables(printed) -> None:
    table = "<table border=1><tr><th>Land<th>Aantal<tr><td>Jordanië<td>35<tr><td>Mali, in het westen van Afrika<td>250</table>"
    items = "<ul><li>Paspoort mee.<li>Visum mee.</ul>"
    columns = f"<div style='columns:2;text-align:justify'><p>{html.escape(' '.join(LEFT + RIGHT))}</p></div>"
    found = contents(printed(f"<h1>Uitgezonden</h1>{columns}<h2>Mee te nemen</h2>{items}<h2>Aantallen</h2>{table}"))
    assert [text for text, _ in found] == [
        "Uitgezonden",
        " ".join(LEFT + RIGHT),
        "Mee te nemen",
        "Paspoort mee.",
        "Visum mee.",
        "Aantallen",
        "Land | Aantal",
        "Jordanië | 35",
        "Mali, in het westen van Afrika | 250",
    ]
    assert [text for text, is_heading in found if is_heading] == ["Uitgezonden", "Mee te nemen", "Aantallen"]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (pdf([[], []]), "has no text, only pictures (scanned)"),
        (pdf([column(["Geheim."])], encrypt=StandardEncryption("wachtwoord", "eigenaar")), "needs a password"),
        (pdf([column(["Kort."])])[:500], "is damaged: no PDF reader opens it"),
        (raw_pdf([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[2 0 R 2 0 R]/Count 4>>"]), "is damaged: none of its pages opens"),
        (raw_pdf([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[2 0 R]/Count 90000>>"]), "has 90,000 pages; the limit is 3,000"),
    ],
    ids=["scanned", "password", "cut", "round", "endless"],
)
def test_what_cannot_be_read_is_told(tmp_path: Path, data: bytes, reason: str) -> None:
    with pytest.raises(UnreadableDocument) as error:
        extracted(tmp_path, data)
    assert str(error.value).startswith(reason)


def test_read_with_a_remark(tmp_path: Path) -> None:
    text = column(["De brug is open."])
    some = extracted(tmp_path, pdf([text, [], [], text]))
    assert (some.remark, page_of(some, "De brug")) == ("pages 2, 3 without text (pictures or empty)", 1)
    assert [page for _, page in some.pages] == [1, 4]
    assert extracted(tmp_path, pdf([text], encrypt=StandardEncryption("", "eigenaar"))).remark is None
    cut = extracted(tmp_path, pdf([text]).replace(b"%%EOF", b""))
    assert (cut.text, cut.remark) == ("De brug is open.", "the end of the file is missing")
    whole = pdf([text])
    broken = extracted(tmp_path, whole.replace(b"startxref\n", b"startxref\n9"))
    assert (broken.text, broken.remark) == ("De brug is open.", None)


@pytest.mark.parametrize(
    ("title", "expected"),
    [("Nota over de brug", "Nota over de brug"), ("nota.docx", "De kop"), ("Microsoft Word - x", "De kop"), ("", "De kop"),
     ("Document1", "De kop"), ("Documentatie warmtepomp", "Documentatie warmtepomp"),
     ("Microsoft opent een datacenter", "Microsoft opent een datacenter")],
)
def test_title(tmp_path: Path, title: str, expected: str) -> None:
    page = [(72, 760, "De kop", 18, BOLD), *column([FILLER, FILLER])]
    assert extracted(tmp_path, pdf([page], title)).title == expected
