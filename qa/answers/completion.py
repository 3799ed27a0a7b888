"""Ways to make a follow-up question stand alone, from the question before it and its answer."""
import re
from collections.abc import Iterator

from qa.answers.cues import bare

_PREPOSITIONS = ("in op bij van voor met uit aan naar binnen tot tegen onder over per sinds vanaf door om na "
                 "from at by for to of on with since during about into after before").split()
_ASKING = re.compile(
    rf"^(?:(?:{'|'.join(_PREPOSITIONS)}) )?(?:hoeveel|hoe(?:lang|ver|zeer)|"
    r"hoe (?:lang|groot|hoog|oud|laat|vaak|zwaar|diep|ver|veel|breed|snel|duur|hard)|hoe|wie|wat|waar\w*|wanneer|welke?|"
    r"how (?:many|much|long|old|often|tall|heavy|deep|far|high|big|fast|late)|how|who(?:m|se)?|what|where|when|which|why)\b(?:'s)? ?",
    re.IGNORECASE)
_FILLER = r"(?:eigenlijk|dan|precies|toen|nou|ook|niet|exactly|then|else|again|zo)"
_ONLY_ASKING = re.compile(rf"(?:{_ASKING.pattern[1:]})(?: ?{_FILLER})*", re.IGNORECASE)
_VERBS = ("is was zijn waren wordt worden werd werden gaat gaan ging gingen heeft hebben had hadden kan kunnen kon konden moet "
          "moeten moest mag mogen mocht wil willen wilde zal zullen zou zouden blijft blijven bleef komt komen kwam kwamen krijgt "
          "krijgen kreeg kregen staat staan stond ligt lag doet doen deed deden are were will would has have did does do can "
          "could should must may").split()
_VERB = re.compile(rf"\b(?:{'|'.join(_VERBS)})\b", re.IGNORECASE)
_COUNTED = re.compile(r"\b(hoeveel|welke?|which|how many|how much|what) (?:(?:de|het|the) )?[\w'’-]+", re.IGNORECASE)
_PREPOSITION = rf"(?:{'|'.join(_PREPOSITIONS)})\b"
_BEING = re.compile(rf"\b(is|was|zijn|waren|kost|bedraagt|are|were)\b ((?!{_PREPOSITION})[^,?]+?)(?= {_PREPOSITION}|[,?]|$)", re.IGNORECASE)
_SECOND_WORD = re.compile(r"\S+ ((?!(?:de|het|een|er|ze|we|je|ik|the|a|an|they|we|you|it)\b)\w+)")
_NAMED = re.compile(r"\b(?!(?:De|Het|Een|Dat|Dit|Die|The|A|An|It)\b)[A-ZÀ-Þ]")
_NOTE = re.compile(r" \(([^()]*)\)\??$")  # what a completion added


def completions(question: str, before: str, answer: str) -> list[str]:
    """The question as it would be put without a conversation; with a note of what was said; and as it is.

    Args:
        question: a follow-up, as it was typed.
        before: the question before it, as it was understood.
        answer: what was answered to that; "" if nothing was.
    """
    asked = bare(question)
    return list(dict.fromkeys(_forms(asked, before, answer)))


def only_asks(question: str) -> bool:
    """Words that ask and nothing to ask about: "en hoe lang?"."""
    return bool(_ONLY_ASKING.fullmatch(bare(question).rstrip(" ?.!")))


def _forms(asked: str, before: str, answer: str) -> Iterator[str]:
    plain, subject = asked.rstrip(" ?.!"), topic(before)
    if only_asks(asked):
        yield f"{_reasked(plain, before, answer)}?"
    elif _is_fragment(plain):
        replaced = _replaced(plain, before)
        yield f"{replaced}?" if replaced else _noted(plain, subject)
    else:
        yield _noted(plain, answer if _is_name(answer) else subject)
    yield _noted(plain, subject, answer)
    yield asked


def _noted(plain: str, *notes: str) -> str:
    note = ", ".join(filter(None, notes))
    return f"{plain} ({note})?" if note else f"{plain}?"


def _is_name(answer: str) -> bool:
    """Something that can be asked about further, and no number or clause."""
    return len(answer.split()) <= 6 and bool(_NAMED.search(answer)) and not any(c.isdigit() for c in answer)


def topic(question: str) -> str:
    """What a question is about: all but the words that ask."""
    if note := _NOTE.search(question):
        return note[1].split(", ")[0]
    asked = _ASKING.sub("", bare(question).rstrip(" ?.!"))
    verb = _VERB.match(asked)
    return asked[verb.end():].strip() if verb else asked


def _is_fragment(asked: str) -> bool:
    """Neither a word that asks nor a verb at the head: "en de kilometerprijs", "in 2021"."""
    words = asked.split()
    return len(words) <= 7 and not re.search(rf"(?:^|\s){_ASKING.pattern[1:]}", asked + " ", re.IGNORECASE) and not _VERB.match(asked)


def _reasked(asking: str, before: str, answer: str) -> str:
    """The question before with other words that ask: "hoeveel militairen gaan er?", "en hoe lang?" → "hoe lang gaan militairen er"."""
    before = _NOTE.sub("", bare(before)).rstrip(" ?.!")
    head = _ASKING.match(before)
    rest = before[head.end():] if head else before
    counts = head and re.search(r"(?:hoeveel|welke?|how many|how much|which|what)\b", head[0], re.IGNORECASE)
    verb = _VERB.search(rest) or (_SECOND_WORD.match(rest) if counts else None)
    if verb and verb.start(verb.lastindex or 0) > 0:
        start, end = verb.span(verb.lastindex or 0)
        return f"{asking} {rest[start:end]} {rest[:start].strip()} {rest[end:].strip()}"
    if head and re.match(r"(?:wie|who)\b", head[0], re.IGNORECASE) and answer:
        first, _, others = rest.partition(" ")
        return f"{asking} {first} {answer} {others}"
    return f"{asking} {rest}"


def _replaced(fragment: str, before: str) -> str | None:
    """The question before with the fragment in place of what it is like: the same preposition, a number, what was counted, the subject."""
    before = _NOTE.sub("", bare(before)).rstrip(" ?.!")
    first = fragment.split()[0].lower()
    if first in _PREPOSITIONS:
        same = list(re.finditer(rf"\b{first} (?:(?:de|het|een|the|a) )?[\w'’-]+(?: (?=[A-Z])[\w'’-]+)*", before, re.IGNORECASE))
        return f"{before[:same[-1].start()]}{fragment}{before[same[-1].end():]}" if same else f"{before} {fragment}"
    if fragment.isdigit() and (same := list(re.finditer(rf"\b\d{{{len(fragment)}}}\b", before))):
        return f"{before[:same[-1].start()]}{fragment}{before[same[-1].end():]}"
    if being := _BEING.search(before):
        return f"{before[:being.start(2)]}{fragment}{before[being.end(2):]}"
    if counted := _COUNTED.search(before):
        return f"{before[:counted.end(1)]} {fragment}{before[counted.end():]}"
    return None
