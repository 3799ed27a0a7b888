"""Dutch compounds taken apart where both parts are words that are known (Koehn & Knight 2003)."""
from collections.abc import Callable

from qa.text.terms import stemmed

SHORTEST = 4  # letters of a part: with three, a "kantoor" would be an "oor"
_JOINTS = ("", "s", "e", "en")  # "stadsbestuur" is a "bestuur" of a "stad"


def parts(word: str, is_known: Callable[[str], bool]) -> tuple[str, str] | None:
    """The first and the last part of a folded Dutch word, the most even cut; none where no cut leaves two known words.

    Args:
        is_known: whether a Dutch stem is a word's.
    """
    best: tuple[float, tuple[str, str]] | None = None
    for cut in range(SHORTEST, len(word) - SHORTEST + 1):
        if not is_known(stemmed(word[cut:], "nl")):
            continue
        for joint in _JOINTS:
            first = word[:cut].removesuffix(joint)
            if len(first) < SHORTEST or (joint and not word[:cut].endswith(joint)) or not is_known(stemmed(first, "nl")):
                continue
            evenness = min(len(first), len(word) - cut) - len(joint) / 2
            if best is None or evenness > best[0]:
                best = evenness, (first, word[cut:])
    return best and best[1]
