"""Every word the page itself says, in Dutch and in English."""
from dataclasses import dataclass
from enum import StrEnum

from qa.errors import ModelError, QuestionError, StoreDamaged, StoreMismatch, StoreMissing
from qa.settings import ConfidenceWord


class Language(StrEnum):
    NL = "nl"
    EN = "en"

    @property
    def other(self) -> "Language":
        return Language.EN if self is Language.NL else Language.NL


@dataclass(frozen=True, slots=True, kw_only=True)
class Texts:
    language: Language
    other_language: str         # on the button that switches, so in the other language
    tagline: str
    welcome: str
    examples: str
    no_store: str
    question: str
    placeholder: str
    send: str
    conversation: str
    you: str
    searching: str
    sentence: str
    confidence: dict[ConfidenceWord, str]
    estimate: str
    context: str
    same: str
    others: str
    not_found: str
    not_found_help: str
    closest: str
    nothing_near: str
    document_language: dict[str, str]
    other_question_language: str
    copy: str
    copied: str
    error: str
    errors: dict[type[Exception], str]
    unexpected: str
    rebuild: str
    build: str
    running: str
    stop: str
    stopped: str
    already: str
    built: str
    difference: str
    skipped: str
    stale: dict[bool, str]      # by: is it exactly one file
    months: tuple[str, ...]


DUTCH = Texts(
    language=Language.NL,
    other_language="English",
    tagline="Antwoorden uit uw documenten, met de bronzin erbij",
    welcome="Stel een vraag over deze documenten, in het Nederlands of Engels. "
            "U krijgt het antwoord met de zin waar het in staat. Alles blijft op deze computer.",
    examples="Bijvoorbeeld",
    no_store="Er is nog niets opgebouwd om in te zoeken. Zet .txt- of .md-bestanden in de map {corpus} en laat Bronzin ze lezen.",
    question="Uw vraag",
    placeholder="Stel een vraag …",
    send="Vraag",
    conversation="Gesprek",
    you="Uw vraag",
    searching="Zoekt in de documenten …",
    sentence="Bronzin",
    confidence={ConfidenceWord.SURE: "Zeker", ConfidenceWord.LIKELY: "Waarschijnlijk", ConfidenceWord.UNSURE: "Onzeker"},
    estimate="Naar schatting {percent} % kans dat dit klopt; de bronzin laat zien waarom.",
    context="De zin in zijn verband",
    same="Dit staat ook op deze plaatsen ({count})",
    others="Andere mogelijke antwoorden ({count})",
    not_found="Daar vind ik geen antwoord op in deze documenten.",
    not_found_help="Misschien staat het er niet in, of helpt het om de vraag anders te stellen.",
    closest="Komt het dichtst in de buurt, maar is geen antwoord",
    nothing_near="Er is ook geen zin die erop lijkt.",
    document_language={"nl": "in het Nederlands", "en": "in het Engels"},
    other_question_language="Deze vraag lijkt niet in het Nederlands of Engels gesteld. Het antwoord kan daardoor minder goed zijn.",
    copy="Kopieer met bron",
    copied="Gekopieerd",
    error="Dat lukte niet",
    errors={
        QuestionError: "Deze vraag is leeg of te lang.",
        StoreMissing: "Er is nog niets opgebouwd om in te zoeken.",
        StoreDamaged: "Wat er is opgebouwd, is beschadigd. Kies Opnieuw opbouwen.",
        StoreMismatch: "Wat er is opgebouwd, past niet bij deze versie. Kies Opnieuw opbouwen.",
        ModelError: "Het taalmodel kan niet worden geopend.",
    },
    unexpected="Er ging iets mis bij het zoeken naar een antwoord. Stel de vraag nog eens; het venster waarin Bronzin draait zegt meer.",
    rebuild="Opnieuw opbouwen",
    build="Nu opbouwen",
    running="Bezig met opbouwen … {seconds} s. U kunt intussen vragen blijven stellen.",
    stop="Stoppen",
    stopped="Gestopt. De vragen worden beantwoord uit wat er al was; een volgende keer gaat het verder waar het bleef.",
    already="Er wordt al opgebouwd.",
    built="Klaar in {seconds} s: {documents} documenten, {passages} passages.",
    difference="{added} nieuw, {changed} gewijzigd, {removed} verwijderd.",
    skipped="Overgeslagen bestanden ({count})",
    stale={True: "1 bestand gewijzigd – opnieuw opbouwen", False: "{count} bestanden gewijzigd – opnieuw opbouwen"},
    months=("januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober", "november", "december"),
)

ENGLISH = Texts(
    language=Language.EN,
    other_language="Nederlands",
    tagline="Answers from your documents, with the sentence they stand in",
    welcome="Ask a question about these documents, in English or Dutch. "
            "You get the answer and the sentence it stands in. Everything stays on this computer.",
    examples="For example",
    no_store="Nothing has been built to search in yet. Put .txt or .md files in the folder {corpus} and let Bronzin read them.",
    question="Your question",
    placeholder="Ask a question …",
    send="Ask",
    conversation="Conversation",
    you="Your question",
    searching="Searching the documents …",
    sentence="Source sentence",
    confidence={ConfidenceWord.SURE: "Sure", ConfidenceWord.LIKELY: "Likely", ConfidenceWord.UNSURE: "Unsure"},
    estimate="About {percent}% likely to be right; the source sentence shows why.",
    context="The sentence in its context",
    same="These places say the same ({count})",
    others="Other possible answers ({count})",
    not_found="I find no answer to that in these documents.",
    not_found_help="Perhaps they do not say; or it may help to put the question differently.",
    closest="Closest, but not an answer",
    nothing_near="No sentence comes near it either.",
    document_language={"nl": "in Dutch", "en": "in English"},
    other_question_language="This question seems to be in neither Dutch nor English. The answer may be less good.",
    copy="Copy with source",
    copied="Copied",
    error="That did not work",
    errors={
        QuestionError: "This question is empty or too long.",
        StoreMissing: "Nothing has been built to search in yet.",
        StoreDamaged: "What was built is damaged. Choose Rebuild.",
        StoreMismatch: "What was built does not fit this version. Choose Rebuild.",
        ModelError: "The language model cannot be opened.",
    },
    unexpected="Something went wrong while looking for an answer. Ask again; the window in which Bronzin runs says more.",
    rebuild="Rebuild",
    build="Build now",
    running="Rebuilding … {seconds} s. You can go on asking meanwhile.",
    stop="Stop",
    stopped="Stopped. Questions are answered from what was there; the next time it goes on where it was.",
    already="A rebuild is already running.",
    built="Done in {seconds} s: {documents} documents, {passages} passages.",
    difference="{added} new, {changed} changed, {removed} removed.",
    skipped="Files skipped ({count})",
    stale={True: "1 file changed – rebuild", False: "{count} files changed – rebuild"},
    months=("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"),
)

TEXTS = {Language.NL: DUTCH, Language.EN: ENGLISH}


def preferred_language(accept_language: str) -> Language:
    """The first of Dutch and English in an Accept-Language header; Dutch if it names neither."""
    for part in accept_language.lower().split(","):
        code = part.strip()[:2]
        if code in list(Language):
            return Language(code)
    return Language.NL


def date_in_words(date: str, texts: Texts) -> str:
    """ISO text of any precision as people write it: "2020-09" is "september 2020"."""
    year, *rest = date.split("-")
    if not rest:
        return year
    month = texts.months[int(rest[0]) - 1]
    return f"{int(rest[1])} {month} {year}" if len(rest) > 1 else f"{month} {year}"
