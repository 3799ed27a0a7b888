"""Dates of any precision as intervals."""

from datetime import date

import pytest

from qa.text.dates import interval, is_date


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2020", date(2020, 1, 1), date(2020, 12, 31)),
        ("2020-09", date(2020, 9, 1), date(2020, 9, 30)),
        ("2020-02", date(2020, 2, 1), date(2020, 2, 29)),
        ("2019-02", date(2019, 2, 1), date(2019, 2, 28)),
        ("2020-09-04", date(2020, 9, 4), date(2020, 9, 4)),
    ],
)
def test_interval(text: str, first: date, last: date) -> None:
    assert interval(text) == (first, last)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "20",
        "2020-9",
        "2020-13",
        "2020-00",
        "2020-02-30",
        "0000",
        "4 september 2020",
        "2020-09-04T10:00",
        "2020/09",
        "٢٠٢٠\n",
        "2020-09\n",
        "-2020",
        "20200904",
    ],
)
def test_no_date(text: str) -> None:
    with pytest.raises(ValueError, match=r"is not a (date|day of the calendar); write 2020, 2020-09 or 2020-09-04"):
        interval(text)
    assert not is_date(text)
