"""What a screen reader is told of a turn: pieces of text, each with the language it is in, so that a quote is read in its own voice."""
from qa.settings import confidence_word
from qa.web.languages import Language
from qa.web.texts import Texts
from qa.web.turns import Turn
from qa.web.wording import date_in_words

Piece = tuple[str, str]


def spoken(turn: Turn | None, texts: Texts) -> list[Piece]:
    """What stands first on the card: the answer, how sure it is, and its sentence; or all that contradict each other, with their dates."""
    if turn is None:
        return [(texts.unreadable, texts.language)]
    if turn.error:
        return [(texts.errors.get(turn.error, texts.error), texts.language)]
    if turn.asked_nothing:
        return [(texts.nothing_asked, texts.language)]
    asked_in = turn.language if turn.language in list(Language) else texts.language
    understood = [(f"{texts.understood}: ", texts.language), (f"{turn.understood_as} ", asked_in)]
    if turn.understood_as == turn.question:
        understood = []
    if not (turn.found and turn.answers):
        return [*understood, (texts.not_found, texts.language)]
    if turn.opposed:
        return [*understood, (f"{texts.disagree}.", texts.language), *_opposed(turn, texts)]
    own, percent = turn.answers[0][0], round(100 * turn.confidence)
    sure = texts.spoken_estimate.format(word=texts.confidence[confidence_word(turn.confidence)], percent=percent)
    return [*understood, (f"{own.marked}. ", own.language), (f"{sure} {texts.sentence}: ", texts.language), (own.sentence, own.language)]


def _opposed(turn: Turn, texts: Texts) -> list[Piece]:
    pieces: list[Piece] = []
    for quote in turn.opposed:
        date = date_in_words(quote.document.date, texts) if quote.document.date else texts.undated
        pieces += [(f" {date}: ", texts.language), (f"{quote.marked}.", quote.language)]
    return pieces
