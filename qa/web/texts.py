"""Every word the page itself says, in Dutch and in English."""
from dataclasses import dataclass

from qa.settings import ConfidenceWord
from qa.web.languages import Language
from qa.web.turns import Standing


@dataclass(frozen=True, slots=True, kw_only=True)
class Texts:
    language: Language
    other_language: str         # on the button that switches, so in the other language
    tagline: str
    welcome: str
    examples: str
    titles: str
    no_store: str
    question: str
    placeholder: str
    send: str
    to_question: str
    conversation: str
    you: str
    searching: str
    interrupted: str
    nothing_typed: str
    again: str
    unreachable: str
    no_room: str
    understood: str
    understood_help: str
    nothing_asked: str
    sentence: str
    confidence: dict[ConfidenceWord, str]
    estimate: dict[ConfidenceWord, str]
    spoken_estimate: str
    disagree: str
    disagree_help: str
    undated: str
    same: str
    others: str
    not_found: str
    not_found_help: str
    closest: str
    nothing_near: str
    why: str
    why_help: str
    parts: dict[str, str]
    words: str
    no_words: str
    page: str
    row: str
    document_language: dict[str, str]
    other_question_language: str
    copy: str
    copied: str
    copy_link: str
    open_source: str
    place: str
    earlier: str
    later: str
    copy_citation: str
    close: str
    standing: dict[Standing, str]
    as_it_is_now: str
    history: str
    history_help: str
    no_history: str
    new: str
    delete: str
    delete_all: str
    delete_sure: str
    untitled: str
    export: str
    unreadable: str
    theme: str
    error: str
    errors: dict[str, str]      # by name of the error's type
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
    partly: str
    stale: dict[bool, str]      # by: is it exactly one file
    months: tuple[str, ...]


DUTCH = Texts(
    language=Language.NL,
    other_language="English",
    tagline="Antwoorden uit uw documenten, met de bronzin erbij",
    welcome="Stel een vraag over deze documenten, in het Nederlands of Engels. "
            "U krijgt het antwoord met de zin waar het in staat. Er gaat niets naar het internet.",
    examples="Bijvoorbeeld",
    titles="Hier gaat het onder meer over",
    no_store="Er is nog niets opgebouwd om in te zoeken. Zet uw documenten in de map {corpus} en laat Bronzin ze lezen.",
    question="Uw vraag",
    placeholder="Stel een vraag …",
    send="Vraag",
    to_question="Naar het vraagveld",
    conversation="Gesprek",
    you="Uw vraag",
    searching="Zoekt in de documenten …",
    interrupted="Deze vraag werd onderbroken voordat er een antwoord was.",
    nothing_typed="Typ eerst een vraag.",
    again="Vraag opnieuw",
    unreachable="Bronzin is nu niet te bereiken. Kijk of het nog draait en of u verbinding hebt, en probeer het dan opnieuw.",
    no_room="Deze browser heeft geen ruimte meer om dit gesprek te bewaren. Sla het op bij Gesprekken als u het wilt houden.",
    understood="Begrepen als",
    understood_help="Verbeter de vraag en druk op Enter om haar zo te stellen.",
    nothing_asked="Stel gerust nog een vraag over de documenten; ik zoek het graag voor u op.",
    sentence="Bronzin",
    confidence={ConfidenceWord.SURE: "Zeker", ConfidenceWord.LIKELY: "Waarschijnlijk", ConfidenceWord.UNSURE: "Onzeker"},
    estimate={
        ConfidenceWord.SURE: "Naar schatting {percent} % kans dat dit klopt. De bronzin laat zien waarom.",
        ConfidenceWord.LIKELY: "Naar schatting {percent} % kans dat dit klopt. Lees de bronzin even na.",
        ConfidenceWord.UNSURE: "Naar schatting {percent} % kans dat dit klopt. Ga er niet op af zonder de bronzin te lezen.",
    },
    spoken_estimate="{word}, {percent} %.",
    disagree="De documenten spreken elkaar tegen",
    disagree_help="Het nieuwste document staat vooraan.",
    undated="zonder datum",
    same="Dit staat ook op deze plaatsen ({count})",
    others="Andere mogelijke antwoorden ({count})",
    not_found="Daar vind ik geen antwoord op in deze documenten.",
    not_found_help="Misschien staat het er niet in, of helpt het om de vraag anders te stellen.",
    closest="Komt het dichtst in de buurt, maar is geen antwoord",
    nothing_near="Er is ook geen zin die erop lijkt.",
    why="Waarom deze passages ({count})",
    why_help="Zo goed past elke gevonden passage bij de vraag; de best passende staat bovenaan.",
    parts={"cosine": "Betekenis", "terms": "Woorden", "language": "Andere taal", "near": "Eerder in dit gesprek"},
    words="Woorden uit de vraag",
    no_words="Geen woord uit de vraag staat letterlijk in deze passage.",
    page="bladzijde {page}",
    row="rij {row}",
    document_language={"nl": "in het Nederlands", "en": "in het Engels"},
    other_question_language="Deze vraag lijkt niet in het Nederlands of Engels gesteld. Het antwoord kan daardoor minder goed zijn.",
    copy="Kopieer met bron",
    copied="Gekopieerd",
    copy_link="Kopieer link",
    open_source="Lees in het document",
    place="Vindplaats {number} van {count}",
    earlier="Vorige vindplaats",
    later="Volgende vindplaats",
    copy_citation="Kopieer citaat",
    close="Sluiten",
    standing={
        Standing.SAME: "",
        Standing.CHANGED: "Dit document is sindsdien gewijzigd. Dit is het citaat zoals het er stond.",
        Standing.GONE: "Dit document is er niet meer. Dit is het citaat zoals het er stond.",
    },
    as_it_is_now="Het document zoals het nu is",
    history="Gesprekken",
    history_help="Uw gesprekken staan alleen in deze browser.",
    no_history="Er zijn nog geen gesprekken.",
    new="Nieuw gesprek",
    delete="Verwijder",
    delete_all="Verwijder alle gesprekken",
    delete_sure="Ja, verwijder alle gesprekken",
    untitled="Leeg gesprek",
    export="Bewaar dit gesprek als",
    unreadable="Deze beurt kan niet meer worden gelezen.",
    theme="Licht of donker",
    error="Dat lukte niet",
    errors={
        "QuestionError": "Deze vraag is leeg of te lang.",
        "StoreMissing": "Er is nog niets opgebouwd om in te zoeken.",
        "StoreDamaged": "Wat er is opgebouwd, is beschadigd. Kies Opnieuw opbouwen.",
        "StoreMismatch": "Wat er is opgebouwd, past niet bij deze versie. Kies Opnieuw opbouwen.",
        "ModelError": "Het taalmodel kan niet worden geopend.",
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
    partly="Niet helemaal gelezen bestanden ({count})",
    stale={True: "1 bestand gewijzigd – opnieuw opbouwen", False: "{count} bestanden gewijzigd – opnieuw opbouwen"},
    months=("januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober", "november", "december"),
)

ENGLISH = Texts(
    language=Language.EN,
    other_language="Nederlands",
    tagline="Answers from your documents, with the sentence they stand in",
    welcome="Ask a question about these documents, in English or Dutch. "
            "You get the answer and the sentence it stands in. Nothing goes to the internet.",
    examples="For example",
    titles="Among other things they are about",
    no_store="Nothing has been built to search in yet. Put your documents in the folder {corpus} and let Bronzin read them.",
    question="Your question",
    placeholder="Ask a question …",
    send="Ask",
    to_question="To the question field",
    conversation="Conversation",
    you="Your question",
    searching="Searching the documents …",
    interrupted="This question was interrupted before there was an answer.",
    nothing_typed="Type a question first.",
    again="Ask again",
    unreachable="Bronzin cannot be reached now. See whether it is still running and whether you are connected, then try again.",
    no_room="This browser has no room left to keep this conversation. Save it under Conversations if you want to keep it.",
    understood="Understood as",
    understood_help="Correct the question and press Enter to ask it that way.",
    nothing_asked="Feel free to ask another question about the documents; I will gladly look it up.",
    sentence="Source sentence",
    confidence={ConfidenceWord.SURE: "Sure", ConfidenceWord.LIKELY: "Likely", ConfidenceWord.UNSURE: "Unsure"},
    estimate={
        ConfidenceWord.SURE: "About {percent}% likely to be right. The source sentence shows why.",
        ConfidenceWord.LIKELY: "About {percent}% likely to be right. Check it against the source sentence.",
        ConfidenceWord.UNSURE: "About {percent}% likely to be right. Do not rely on it without reading the source sentence.",
    },
    spoken_estimate="{word}, {percent}%.",
    disagree="The documents contradict each other",
    disagree_help="The newest document comes first.",
    undated="undated",
    same="These places say the same ({count})",
    others="Other possible answers ({count})",
    not_found="I find no answer to that in these documents.",
    not_found_help="Perhaps they do not say; or it may help to put the question differently.",
    closest="Closest, but not an answer",
    nothing_near="No sentence comes near it either.",
    why="Why these passages ({count})",
    why_help="How well each passage fits the question, the best first.",
    parts={"cosine": "Meaning", "terms": "Words", "language": "Other language", "near": "Talked about before"},
    words="Words of the question",
    no_words="No word of the question stands in this passage.",
    page="page {page}",
    row="row {row}",
    document_language={"nl": "in Dutch", "en": "in English"},
    other_question_language="This question seems to be in neither Dutch nor English. The answer may be less good.",
    copy="Copy with source",
    copied="Copied",
    copy_link="Copy link",
    open_source="Read it in the document",
    place="Place {number} of {count}",
    earlier="Previous place",
    later="Next place",
    copy_citation="Copy citation",
    close="Close",
    standing={
        Standing.SAME: "",
        Standing.CHANGED: "This document has changed since. This is the quote as it stood.",
        Standing.GONE: "This document is no longer there. This is the quote as it stood.",
    },
    as_it_is_now="The document as it is now",
    history="Conversations",
    history_help="Your conversations are kept in this browser only.",
    no_history="There are no conversations yet.",
    new="New conversation",
    delete="Delete",
    delete_all="Delete all conversations",
    delete_sure="Yes, delete all conversations",
    untitled="Empty conversation",
    export="Save this conversation as",
    unreadable="This turn can no longer be read.",
    theme="Light or dark",
    error="That did not work",
    errors={
        "QuestionError": "This question is empty or too long.",
        "StoreMissing": "Nothing has been built to search in yet.",
        "StoreDamaged": "What was built is damaged. Choose Rebuild.",
        "StoreMismatch": "What was built does not fit this version. Choose Rebuild.",
        "ModelError": "The language model cannot be opened.",
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
    partly="Files read in part ({count})",
    stale={True: "1 file changed – rebuild", False: "{count} files changed – rebuild"},
    months=("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"),
)

TEXTS = {Language.NL: DUTCH, Language.EN: ENGLISH}
