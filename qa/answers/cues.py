"""The words by which a question leans on what was said before, in Dutch and English."""
import re

from qa.text.language import content_words

_COURTESY = set("dank je u wel bedankt hartelijk heel erg veel merci top prima oke oké ok okay goed mooi fijn super duidelijk hallo hoi "
                "hey dag goedemorgen goedemiddag goedenavond tot ziens doei helder begrepen snap ik dat was het alles ja nee thanks thank "
                "you very much so great good fine nice perfect hello hi bye goodbye cheers alright a lot yes no understood got it that is "
                "all".split())
_THANKS = re.compile(r"^(?:(?:hartelijk )?(?:dank (?:je|u)(?: wel)?|bedankt)|thanks?(?: you)?(?: very much| a lot)?|oke?|oké|okay|hallo|"
                     r"hoi|hello|hi)[.,!]*\s+(?=\S)", re.IGNORECASE)
_OPENER = re.compile(r"^(?:o ja|oh|en|and|maar|but|dus|so)\b[ ,:]*", re.IGNORECASE)
_CORRECTION = re.compile(
    r"^(?:(?:nee|nou|no|sorry|pardon|wacht|wait|niet dat|not that)\b[ ,.:!]*)+|"
    r"\b,?\s*(?:(?:dat |daar )?(?:bedoel(?:de|te)? ik|ik bedoel(?:de)?)(?: eigenlijk)?|i mean[t]?|daar gaat het (?:me|mij|ons) om|"
    r"w[io]u ik weten|is what i mean[t]?)\b[ ,.:]*", re.IGNORECASE)
_RETURN = re.compile(r"\b(?:terug naar|nog even over|back to|returning to|about that)\b", re.IGNORECASE)
_POINTING = re.compile(
    r"\b(?:hij|ze|zij|hem|die|dat|deze|dit|ie|hun|hen|zo'n|toen|(?<!meer )(?<!minder )dan|daar|hier|"
    r"(?:daar|er|hier)(?:van|voor|mee|over|aan|op|in|bij|naar|tegen|uit|door|na)|"
    r"it|he|she|they|them|that|those|this|these|there|one|ones|then|him)\b", re.IGNORECASE)
_NAME = re.compile(r"(?<=\w )[A-ZÀ-Þ]\w+|\b\d+")


def is_courtesy(text: str) -> bool:
    """Thanks or a greeting, with no question in it."""
    words = re.findall(r"[^\W\d_]+", text.lower())
    return bool(words) and "?" not in text and all(word in _COURTESY for word in words)


def bare(question: str) -> str:
    """Without thanks, "en" and words of correction: what is asked. The question itself if nothing would be left."""
    left = _OPENER.sub("", _CORRECTION.sub(" ", _OPENER.sub("", _THANKS.sub("", question)))).strip(" ,.;:")
    return left or question


def opens(question: str) -> bool:
    return bool(_OPENER.match(_THANKS.sub("", question)))


def corrects(question: str) -> bool:
    return bool(_CORRECTION.search(question))


def returns(question: str) -> bool:
    """To something said earlier: "terug naar die brug"."""
    return bool(_RETURN.search(question))


def points(question: str) -> bool:
    """With a pronoun or the like: "hoe lang is hij", "what is it called"."""
    return bool(_POINTING.search(question))


def names_in(question: str) -> list[str]:
    """The words with a capital inside a question, and the numbers."""
    return _NAME.findall(question)


def stands_alone(question: str) -> bool:
    """Says what it is about, by a name, and nothing in it leans."""
    leans = points(question) or opens(question) or corrects(question)
    named = any(not name[0].isdigit() for name in names_in(question))
    return named and len(content_words(question)) >= 2 and not leans
