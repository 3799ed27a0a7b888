"""A conversation as Markdown in which every character of a quote survives."""
import re
from collections.abc import Iterable

from qa.settings import confidence_word
from qa.web.texts import Texts
from qa.web.turns import Quote, Turn
from qa.web.wording import reference

_ACTIVE = re.compile(r"([\\`*_\[\]<>#$&~|^{}=])")
_AT_LINE_START = re.compile(r"^(\s*)(?:([-+])|(\d+)([.)]))", re.MULTILINE)
_TAB_OR_BLANK = re.compile(r"^[ \t]+", re.MULTILINE)  # at the start of a line Markdown takes them for code


def markdown(turns: Iterable[Turn], texts: Texts) -> str:
    """A heading per question, the answer, and every quote with its source."""
    return "\n\n".join([f"# Bronzin – {texts.conversation}", *(_turn(turn, texts) for turn in turns)]) + "\n"


def literal(text: str) -> str:
    """Text that Markdown shows as it is: what could be markup gets a backslash, and line ends stay line ends."""
    def numbered(found: re.Match[str]) -> str:
        blanks, sign, number, stop = found.groups()
        return f"{blanks}\\{sign}" if sign else f"{blanks}{number}\\{stop}"

    escaped = _AT_LINE_START.sub(numbered, _ACTIVE.sub(r"\\\1", text))
    return _TAB_OR_BLANK.sub(lambda found: "".join(f"&#{ord(blank)};" for blank in found[0]), escaped).replace("\n", "\\\n")


def _turn(turn: Turn, texts: Texts) -> str:
    lines = [f"## {literal(' '.join(turn.question.split()))}"]
    if turn.understood_as and turn.understood_as != turn.question:
        lines.append(f"{texts.understood}: {literal(turn.understood_as)}")
    if turn.error:
        return "\n\n".join([*lines, literal(turn.message or texts.unexpected)])
    if turn.asked_nothing:
        return "\n\n".join([*lines, texts.nothing_asked])
    if not (turn.found and turn.answers):
        return "\n\n".join([*lines, texts.not_found, f"{texts.closest}:", *(_quote(quote, texts) for quote in turn.nearest)])
    if turn.opposed:
        return "\n\n".join([*lines, f"**{texts.disagree}.**", *(_quote(quote, texts) for quote in turn.opposed)])
    word = confidence_word(turn.confidence)
    estimate = texts.estimate[word].format(percent=round(100 * turn.confidence))
    answer = f"**{literal(turn.answers[0][0].marked)}**"
    return "\n\n".join([*lines, answer, f"{texts.confidence[word]}. {estimate}", *(_quote(quote, texts) for quote in turn.answers[0])])


def _quote(quote: Quote, texts: Texts) -> str:
    sentence = "\n".join(f"> {line}" for line in literal(quote.sentence).split("\n"))
    return f"{sentence}\n>\n> — {literal(' '.join(reference(quote, texts).split()))}"
