"""Text folded for matching: copies only, never what is quoted."""
import re
import unicodedata

_THOUSANDS_GAP = re.compile(r"(?<=\d)[\u00a0\u2009\u202f](?=\d{3}\b)")
_PLAIN = str.maketrans({"‘": "'", "’": "'", "‚": "'", "`": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"',
                        "‐": "-", "‑": "-", "–": "-", "—": "-", "\u00ad": "", "\u200b": "", "\u200d": "", "\ufeff": ""})


def fold(text: str) -> str:
    """Compatibility forms, case, diacritics, quotes, dashes, soft hyphens and no-break spaces folded (Unicode NFKC, UAX #15)."""
    text = unicodedata.normalize("NFKC", _THOUSANDS_GAP.sub("", text)).translate(_PLAIN).casefold()
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
