"""Which documents a question is asked of."""

import pytest

from qa.answers.filters import Filters
from qa.errors import FilterError
from qa.types import Document

DATES = {"jaar": "2020", "maand": "2020-09", "dag": "2020-09-04", "later": "2021-03", "zonder": None}
DOCUMENTS = {
    name: Document(name, name, date, "en" if name == "later" else "nl", None, {"afdeling": "Weg"} if name in ("dag", "later") else {})
    for name, date in DATES.items()
}


@pytest.mark.parametrize(
    ("conditions", "left"),
    [
        ([], "jaar maand dag later zonder"),
        (["document=dag"], "dag"),
        (["document=dag", "document=jaar"], "dag jaar"),
        (["document=weg"], ""),
        (["language=nl"], "jaar maand dag zonder"),
        (["language=fr"], ""),
        (["afdeling=Weg"], "dag later"),
        (["afdeling=Weg", "language=nl"], "dag"),
        (["afdeling=weg"], ""),
        (["since=2020-09"], "jaar maand dag later"),
        (["since=2020-09-05"], "jaar maand later"),
        (["since=2020-10"], "jaar later"),
        (["since=2021-03-31"], "later"),
        (["since=2021-04"], ""),
        (["until=2020"], "jaar maand dag"),
        (["until=2020-09-03"], "jaar maand"),
        (["until=2020-08"], "jaar"),
        (["date=2020-09"], "jaar maand dag"),
        (["date=2020-09-04"], "jaar maand dag"),
        (["since=2021", "until=2020"], ""),
    ],
)
def test_what_is_left(conditions: list[str], left: str) -> None:
    assert Filters.parse(conditions).select(DOCUMENTS) == set(left.split())


@pytest.mark.parametrize(
    ("condition", "message"),
    [
        ("since=gisteren", "'gisteren' is not a date; write 2020, 2020-09 or 2020-09-04"),
        ("until=2020-13", "'2020-13' is not a day of the calendar"),
        ("date=2020-02-30", "'2020-02-30' is not a day of the calendar"),
        ("language", "'language' is not of the form name=value"),
        ("=nl", "'=nl' is not of the form"),
        ("since=", "'since=' is not of the form"),
    ],
)
def test_malformed(condition: str, message: str) -> None:
    with pytest.raises(FilterError, match=message):
        Filters.parse([condition])


def test_a_malformed_date_from_python_is_told_at_once() -> None:
    with pytest.raises(FilterError, match="'09-2020'"):
        Filters(since="09-2020")


def test_an_unknown_field_names_those_there_are() -> None:
    with pytest.raises(FilterError, match=r"'auteur'.*document, since, until, date, language, afdeling"):
        Filters.parse(["auteur=Jansen"]).select(DOCUMENTS)
