"""The languages of the page."""
from enum import StrEnum


class Language(StrEnum):
    NL = "nl"
    EN = "en"

    @property
    def other(self) -> "Language":
        return Language.EN if self is Language.NL else Language.NL


def preferred_language(accept_language: str) -> Language:
    """The first of Dutch and English in an Accept-Language header; Dutch if it names neither."""
    for part in accept_language.lower().split(","):
        code = part.strip()[:2]
        if code in list(Language):
            return Language(code)
    return Language.NL


def known_language(code: object, accept_language: str = "") -> Language:
    """What a browser says it was set to, else what the header prefers."""
    return Language(code) if isinstance(code, str) and code in list(Language) else preferred_language(accept_language)
