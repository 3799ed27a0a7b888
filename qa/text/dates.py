"""ISO dates of any precision ("2020", "2020-09", "2020-09-04") as intervals of days."""
import calendar
import re
from datetime import date

_ISO = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


def interval(text: str) -> tuple[date, date]:
    """First and last day that the text can mean. Raises ValueError if it is not such a date."""
    match = _ISO.fullmatch(text)
    if not match:
        raise ValueError(f"{text!r} is not a date; write 2020, 2020-09 or 2020-09-04")
    year, month, day = match.groups()
    try:
        if month is None:
            return date(int(year), 1, 1), date(int(year), 12, 31)
        if day is None:
            return date(int(year), int(month), 1), date(int(year), int(month), calendar.monthrange(int(year), int(month))[1])
        return date.fromisoformat(text), date.fromisoformat(text)
    except (ValueError, calendar.IllegalMonthError):
        raise ValueError(f"{text!r} is not a day of the calendar; write 2020, 2020-09 or 2020-09-04") from None


def is_date(text: str) -> bool:
    try:
        interval(text)
    except ValueError:
        return False
    return True
