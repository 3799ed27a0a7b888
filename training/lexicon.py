"""Learn which Dutch and English stems translate each other: IBM model 1, both ways, on texts that may be passed on.

    python training/lexicon.py --data DIR --out qa/models/lexicon.json.gz

The weight of a pair is the root of the geometric mean of p(en|nl) and p(nl|en): on development questions probabilities as they are
let the many good second translations count for too little. Takes 2 GB and a few minutes.
"""
import argparse
import gzip
import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sources import rows

from qa.text.terms import terms

# none that asks to share alike: treaties (official texts), ESCO (reuse with attribution), Unlicense, and CC BY
SOURCES = {"nl_treaties", "esco", "ultimate_geography", "tatoeba_manythings", "tatoeba_direct", "tatoeba_pivot", "ms_nav", "tldr",
           "internet_nl"}
WORST = -0.8      # alignment score of a pair of sentences
LONGEST = 25      # different stems in a sentence
SELDOM = 2        # sentences that a stem must be in
ROUNDS = 5        # of expectation and maximisation
LIKELY = 0.05     # geometric mean of the two probabilities
TRANSLATIONS = 5  # of one stem, at most
TIMES = 1.0       # expected count of a pair

Pair = tuple[str, str]
Ids = NDArray[np.int32]


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("data", "out"):
        arguments.add_argument(f"--{name}", type=Path, required=True)
    given = arguments.parse_args()
    lexicon = kept(learned([(list(dict.fromkeys(terms(nl, "nl"))), list(dict.fromkeys(terms(en, "en")))) for nl, en in pairs(given.data)]))
    raw = json.dumps(lexicon, ensure_ascii=False, separators=(",", ":")).encode()
    given.out.write_bytes(gzip.compress(raw, 9, mtime=0))
    print(f"{len(lexicon)} Dutch stems, {sum(map(len, lexicon.values()))} pairs, {given.out.stat().st_size} bytes")


def pairs(data: Path) -> Iterator[Pair]:
    for record in rows(data / "parallel.nl-en.jsonl.gz"):
        if record["src"] in SOURCES and record["q"] > WORST:
            yield record["nl"], record["en"]
    for path in sorted((data / "own").glob("*.train.jsonl")):
        for article in rows(path):
            questions = [qa for paragraph in article["paragraphs"] for qa in paragraph["qas"]]
            found = [("title", article), *((field, qa) for qa in questions for field in ("question", "answer"))]
            yield from ((r[f"{field}_nl"], r[f"{field}_en"]) for field, r in found if r.get(f"{field}_nl") and r.get(f"{field}_en"))
    for record in rows(data / "reading.nl.train.jsonl"):  # the questions, which are ours, not the texts
        yield from ((qa["question_nl"], qa["question_en"]) for qa in record["qas"] if qa.get("question_nl") and qa.get("question_en"))


def learned(sentences: list[tuple[list[str], list[str]]]) -> Iterator[tuple[str, str, float]]:
    """Dutch stem, English stem and the geometric mean of the two probabilities (Brown et al. 1993)."""
    sentences = [(nl, en) for nl, en in sentences if 0 < len(nl) <= LONGEST and 0 < len(en) <= LONGEST]
    names: list[list[str]] = []
    for side in (0, 1):
        times = Counter(stem for pair in sentences for stem in pair[side])
        names.append(["", *(stem for stem, n in times.items() if n >= SELDOM)])  # number 0 is no word: what stands for nothing
    numbers = [{stem: n for n, stem in enumerate(side) if stem} for side in names]
    columns: list[list[Ids]] = [[], [], [], []]  # of each possible link: Dutch stem, English stem, and the word of the text that it is
    begun = [0, 0]
    for pair in sentences:
        nl, en = (np.array([0, *(numbers[side][stem] for stem in pair[side] if stem in numbers[side])], np.int32) for side in (0, 1))
        places = [np.arange(at, at + len(ids), dtype=np.int32) for at, ids in zip(begun, (nl, en), strict=True)]
        for column, link in zip(columns, (np.repeat(nl, len(en)), np.tile(en, len(nl)), np.repeat(places[0], len(en)),
                                          np.tile(places[1], len(nl))), strict=True):
            column.append(link)
        begun = [begun[0] + len(nl), begun[1] + len(en)]
    dutch, english, dutch_place, english_place = map(np.concatenate, columns)
    linked, which = np.unique(dutch.astype(np.int64) * len(names[1]) + english, return_inverse=True)
    ids = np.stack(np.divmod(linked, len(names[1])))
    forth, forth_times = model_1(which[english > 0], english_place[english > 0], ids[0])
    back, back_times = model_1(which[dutch > 0], dutch_place[dutch > 0], ids[1])
    for n in np.flatnonzero((ids[0] > 0) & (ids[1] > 0) & (forth * back >= LIKELY ** 2) & (forth_times * back_times >= TIMES ** 2)):
        yield names[0][ids[0, n]], names[1][ids[1, n]], float(forth[n] * back[n]) ** 0.5


def model_1(which: NDArray[np.int64], place: Ids, given: NDArray[np.int64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Of each pair the probability of the translation given the other stem, and its expected count.

    Args:
        which: of each link, the pair it is of; place: the translated word of the text; given: of each pair, the stem it is translated from.
    """
    chance = np.ones(len(given))
    for _ in range(ROUNDS):
        weight = chance[which]
        times = np.bincount(which, weight / np.bincount(place, weight)[place], minlength=len(given))
        chance = times / np.maximum(np.bincount(given, times)[given], 1e-9)
    return chance, times


def kept(found: Iterator[tuple[str, str, float]]) -> dict[str, dict[str, float]]:
    """The best of each stem on either side, Dutch to English; words spelled alike need no entry."""
    best: dict[tuple[int, str], list[tuple[float, str, str]]] = defaultdict(list)
    for dutch, english, chance in found:
        if dutch != english:
            best[0, dutch].append((chance, dutch, english))
            best[1, english].append((chance, dutch, english))
    lexicon: dict[str, dict[str, float]] = defaultdict(dict)
    for chance, dutch, english in sorted({entry for of in best.values() for entry in sorted(of, reverse=True)[:TRANSLATIONS]},
                                         key=lambda entry: entry[1:]):
        lexicon[dutch][english] = round(chance ** 0.5, 2)
    return lexicon


if __name__ == "__main__":
    main()
