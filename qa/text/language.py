"""The language of a text, told by its function words: a probability per language, even for two words."""
import re
from collections.abc import Collection

from qa.text.folding import fold

_WORD = re.compile(r"[\w'-]+")
UNKNOWN = "und"  # ISO 639-2 for undetermined

_WORDS = {
    "nl": "de het een en van in is dat op te zijn met voor niet aan er om ook als dan maar bij nog uit naar heeft worden wordt werd hun "
          "door over deze dit die wie wat waar wanneer waarom hoe hoeveel welk welke hoelang waarvoor waarmee waarheen hij zij ik je jij "
          "we wij u ze hem haar mijn geen wel tot sinds tijdens volgens kan kunnen moet moeten mag zal zou was waren had hebben of al "
          "meer tegen onder tussen na per zo'n zo gaat gaan staat komt krijgt doet moest welke iemand iets daar hier toen nu",
    "en": "the a an and of in is that on to are with for not at there also as but by from has have be been was were will would their his "
          "her its this these those who what where when why how much many which whom whose long he she it they i you we us our your my "
          "no or if can could must may should do does did than more about against under between after since during into go going get",
    "de": "der die das und ein eine ist nicht mit auf zu von für den dem des im am wer wie was wo wann warum wieviel viele welche "
          "welcher sich auch es sie er ich wir ihr sind war wurde werden hat haben bei nach aus über durch gegen oder aber noch nur zum",
    "fr": "le la les un une des et est que qui dans pour pas sur au aux avec ce cette ces par plus il elle ils nous vous je du en ne se "
          "son sa ses leur quel quelle quels quand où comment pourquoi combien sont était ont mais ou de",
    "es": "el la los las un una unos y es que en por para con no del al se su sus lo como más pero cuándo dónde quién cómo qué cuántos "
          "cuál cuánto cuántas son fue han sobre este esta entre desde hasta de",
    "it": "il lo la gli le un una e è che di in per non con su del della dei delle nel nella sono chi cosa dove quando perché come "
          "quanti quanto quale si da al alla più anche",
}
_OF_WORD: dict[str, list[str]] = {}
for _language, _list in _WORDS.items():
    for _word in set(fold(_list).split()):
        _OF_WORD.setdefault(_word, []).append(_language)

_PRIOR = {"nl": 0.25, "en": 0.2}  # in words; what a text without any function word is taken for
_PRIOR_OTHER = 0.02


def language_probabilities(text: str) -> dict[str, float]:
    """Probability of each known language; `UNKNOWN` gets the share of letters that are not Latin. Sums to 1."""
    letters = [c for c in text if c.isalpha()]
    foreign = sum(ord(c) > 0x24F and not 0x1E00 <= ord(c) <= 0x1EFF for c in letters) / max(1, len(letters))
    votes = {language: _PRIOR.get(language, _PRIOR_OTHER) for language in _WORDS}
    for word in _WORD.findall(fold(text)):
        languages = _OF_WORD.get(word, ())
        for language in languages:
            votes[language] += 1 / len(languages) ** 2  # a word of many languages says little about any
    total = sum(votes.values())
    return {UNKNOWN: foreign} | {language: (1 - foreign) * vote / total for language, vote in votes.items()}


def shares_among(text: str, languages: Collection[str]) -> dict[str, float]:
    """The probability of each of these languages if it must be one of them; equal where nothing can be told."""
    probabilities = language_probabilities(text)
    total = sum(probabilities[language] for language in languages)
    return {language: probabilities[language] / total if total > 0 else 1 / len(languages) for language in languages}


def detect_language(text: str, among: tuple[str, ...] | None = None) -> str:
    """The most probable language, or the most probable of `among`."""
    probabilities = language_probabilities(text)
    return max(among or tuple(probabilities), key=lambda language: probabilities[language])


def content_words(text: str) -> list[str]:
    """The words that are function words of neither Dutch nor English."""
    return [word for word in _WORD.findall(fold(text)) if not {"nl", "en"} & set(_OF_WORD.get(word, ()))]
