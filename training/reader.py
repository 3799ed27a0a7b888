"""Train the reader: start and end logits over a passage, no answer at the first token (BERT for SQuAD 2.0, Devlin et al. 2019).

    python training/reader.py --data DIR --encoder ENCODER --start READER --out OUT --minutes 95

`ENCODER` and `READER` are folders in the Hugging Face layout, and the encoder will do as a reader to start from: it gets a new head.
The word table is frozen and shared with the encoder.
The learning rate falls linearly over `--minutes` of wall time, so a run always ends whole, on any machine.
On a GPU where there is one. bf16 autocast, eager attention, and lengths padded to multiples of 32 so that kernels are reused.
"""
import argparse
import gzip
import json
import random
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import torch
from safetensors.torch import load_file
from tokenizers import Tokenizer
from torch.nn.functional import cross_entropy
from transformers import BertConfig, BertForQuestionAnswering

from qa.answers.completion import topic

BOS, PAD, EOS = 0, 1, 2
MAX_TOKENS = (128, 224)  # of question and passage together, one drawn for each; longer passages are cut to a window that holds the answer
BATCH_TOKENS = 3840    # measured: larger batches are no faster on two cores
KEEP = {"own": 0.9, "open": 0.9, "encyclopedia": 0.7, "english": 0.8, "qamr": 0.1, "negative": 0.8, "swapped": 0.25,
        "follow-up": 0.2}  # share used
TABLE, HEAD = "embeddings.word_embeddings.weight", ("qa_outputs.weight", "qa_outputs.bias")
PLACE = re.compile(r" (?:in|van|bij|op|voor|naar|aan|of|at|for|to|on) ((?:de |het |the )?[^,?]*[A-Z][^,?]*)$")
NAME = re.compile(r"(?<=[^.?!] )[A-Z][\w-]{2,}|\b\d[\d.,]*\b")  # a word with a capital inside the question, or a number


@dataclass(frozen=True, slots=True)
class Example:
    question: str
    passage: str
    answer: str        # "" = the passage does not say
    source: str


@dataclass(frozen=True, slots=True)
class Features:
    ids: list[int]
    passage_start: int
    passage_length: int
    start: int
    end: int           # inclusive; both 0 where there is no answer


def rows(path: Path) -> Iterator[dict]:
    with (gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8")) as file:
        yield from map(json.loads, file)


def bilingual_paragraphs(data: Path) -> Iterator[tuple[str, str, str, dict[str, str | None], list[dict]]]:
    """(source, group of related paragraphs, key, text by language, questions) of the hand-written sets."""
    for path in sorted((data / "own").glob("*.train.jsonl")):
        for article in rows(path):
            for n, p in enumerate(article["paragraphs"]):
                yield "own", article["id"], f"{article['id']}-{n}", {"nl": p["text_nl"], "en": p["text_en"]}, p["qas"]
    for n, p in enumerate(rows(data / "encyclopedia.train.jsonl")):
        yield "encyclopedia", "", f"encyclopedia-{n}", {"nl": p["text_nl"], "en": p["text_en"]}, p["qas"]
    for p in rows(data / "reading.nl.train.jsonl"):
        questions = [dict(q, answer_nl=q["answer"]) for q in p["qas"]]
        yield "open", p["src"], p["id"], {"nl": p["text"]}, questions


def positives(paragraphs: list, data: Path) -> Iterator[Example]:
    for source, _, _, texts, questions in paragraphs:
        for q in questions:
            for asked in ("nl", "en"):
                for language, text in texts.items():
                    answer = "" if q["is_impossible"] else q[f"answer_{language}"]
                    if text and q[f"question_{asked}"] and (answer or q["is_impossible"]):
                        yield Example(q[f"question_{asked}"], text, answer, source)
                        before = random.choice(questions)
                        if before is not q and before[f"question_{asked}"]:
                            said = "" if before["is_impossible"] else before[f"answer_{language}"]
                            yield Example(follow_up(q[f"question_{asked}"], before[f"question_{asked}"], said), text, answer, "follow-up")
    for r in rows(data / "reading.en.train.jsonl.gz"):
        answer = "" if r["is_impossible"] or not r["answers"] else r["answers"][0]["text"]
        yield Example(r["question"], r["context"], answer, "qamr" if r["src"] == "qamr" else "english")


def follow_up(question: str, before: str, said: str) -> str:
    """As a conversation completes it: a place or the like taken out, and what was talked about noted behind it."""
    place = PLACE.search(question.rstrip(" ?"))
    note = random.choice([said, topic(before)]) or topic(before)
    if place and len(question[:place.start()].split()) > 2 and random.random() < 0.6:
        question, note = question[:place.start()], f"{place[1]}, {note}" if random.random() < 0.5 else place[1]
    return f"{question.rstrip(' ?')} ({note})?"


def negatives(paragraphs: list) -> Iterator[Example]:
    """Questions on a paragraph that does not answer them: a neighbour of the same article, or one that shares their words."""
    words = [set(texts["nl"].lower().split()) for _, _, _, texts, _ in paragraphs]
    by_group: dict[str, list[int]] = {}
    for n, (_, group, _, _, _) in enumerate(paragraphs):
        by_group.setdefault(group, []).append(n)
    for n, (source, group, _, _, questions) in enumerate(paragraphs):
        for q in random.sample(questions, min(2, len(questions))):
            asked = set(q["question_nl"].lower().rstrip("?").split())
            near = [m for m in by_group[group] if m != n] if source == "own" and random.random() < 0.4 else []
            if not near:
                pool = [m for m in random.sample(range(len(paragraphs)), min(80, len(paragraphs))) if m != n]
                near = [max(pool, key=lambda m: len(asked & words[m]))]
            texts = paragraphs[random.choice(near)][3]
            passage = texts.get("en") if random.random() < 0.3 else texts["nl"]
            if passage and (q["is_impossible"] or q["answer_nl"].lower() not in passage.lower()):
                yield Example(q[random.choice(("question_nl", "question_nl", "question_en"))], passage, "", "negative")


def swapped(examples: list[Example]) -> Iterator[Example]:
    """Near misses by rule: an answered question in which a name or number of the passage became one that the passage lacks.

    The entity swap of SQuAD 2.0 (Rajpurkar et al. 2018, table 1), drawn from the other questions' names of the same kind.
    """
    pool = sorted({name for e in examples for name in NAME.findall(e.question)})
    for e in examples:
        said = [name for name in NAME.findall(e.question) if name in e.passage and name not in e.answer]
        if e.answer and said:
            name = random.choice(said)
            drawn = random.sample(pool, min(40, len(pool)))
            others = [other for other in drawn if other[0].isdigit() == name[0].isdigit() and other not in e.passage]
            if others:
                yield Example(e.question.replace(name, random.choice(others)), e.passage, "", "swapped")


def as_typed(question: str) -> str:
    """Drop the question mark or the capitals at random, so that style says nothing about the label."""
    if random.random() < 0.3:
        question = question.rstrip(" ?")
    return question.lower() if random.random() < 0.3 else question


def features(example: Example, tokenizer: Tokenizer) -> Features | None:
    """Token ids with the answer's first and last token; None if the answer cannot be placed."""
    question = tokenizer.encode(as_typed(example.question), add_special_tokens=False).ids[:48]
    passage = tokenizer.encode(example.passage, add_special_tokens=False)
    ids, offsets, room = passage.ids, passage.offsets, random.choice(MAX_TOKENS) - len(question) - 4
    first = last = None
    if example.answer:
        begin = example.passage.find(example.answer)
        end = begin + len(example.answer)
        inside = [k for k, (a, b) in enumerate(offsets) if a < b and b > begin and a < end]
        if begin < 0 or not inside or inside[-1] - inside[0] >= room:
            return None
        first, last = inside[0], inside[-1]
    if len(ids) > room:
        low, high = (0, len(ids) - room) if first is None else (max(0, last - room + 1), min(first, len(ids) - room))
        cut = random.randint(low, high)
        ids = ids[cut:cut + room]
        if first is not None:
            first, last = first - cut, last - cut
    offset = len(question) + 3
    return Features([BOS, *question, EOS, EOS, *ids, EOS], offset, len(ids),
                    0 if first is None else first + offset, 0 if last is None else last + offset)


def batches(examples: list[Example], tokenizer: Tokenizer) -> Iterator[list[Features]]:
    """Endless batches of about `BATCH_TOKENS` tokens and of one padded length each."""
    while True:
        random.shuffle(examples)
        for chunk in range(0, len(examples), 2000):
            by_length: dict[int, list[Features]] = {}
            for f in (features(e, tokenizer) for e in examples[chunk:chunk + 2000]):
                if f:
                    by_length.setdefault(-(-len(f.ids) // 32) * 32, []).append(f)
            ready = [group[k:k + size] for length, group in by_length.items()
                     for size in [max(1, BATCH_TOKENS // length)] for k in range(0, len(group), size)]
            random.shuffle(ready)
            yield from ready


def loss_of(model: BertForQuestionAnswering, batch: list[Features]) -> torch.Tensor:
    length = -(-max(len(f.ids) for f in batch) // 32) * 32
    ids = torch.full((len(batch), length), PAD)
    allowed = torch.zeros(len(batch), length, dtype=torch.bool)
    starts, ends = (torch.tensor(places, device=model.device) for places in ([f.start for f in batch], [f.end for f in batch]))
    for row, f in enumerate(batch):
        ids[row, :len(f.ids)] = torch.tensor(f.ids)
        allowed[row, 0] = True
        allowed[row, f.passage_start:f.passage_start + f.passage_length] = True
    ids, allowed = ids.to(model.device), allowed.to(model.device)
    with torch.autocast(model.device.type, torch.bfloat16):
        out = model(input_ids=ids, attention_mask=(ids != PAD).long())
    return sum(cross_entropy(logits.float().masked_fill(~allowed, -1e4), target)
               for logits, target in ((out.start_logits, starts), (out.end_logits, ends)))


def load(encoder: Path, start: Path) -> BertForQuestionAnswering:
    table = load_file(encoder / "model.safetensors")[TABLE].float()
    config = BertConfig.from_pretrained(start, vocab_size=len(table), hidden_dropout_prob=0.0, attention_probs_dropout_prob=0.0,
                                        attn_implementation="eager")
    model = BertForQuestionAnswering(config)
    weights = {k: v.float() for k, v in load_file(start / "model.safetensors").items()}
    if HEAD[0] not in weights:  # an encoder
        weights = {f"bert.{k}": v for k, v in weights.items()} | {k: model.state_dict()[k] for k in HEAD}
    model.load_state_dict(weights | {f"bert.{TABLE}": table})
    model.bert.embeddings.word_embeddings.requires_grad_(False)
    return model.to("cuda" if torch.cuda.is_available() else "cpu")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    for name in ("data", "encoder", "start", "out"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    parser.add_argument("--minutes", type=float, default=95)
    parser.add_argument("--learning-rate", type=float, default=6e-5)
    parser.add_argument("--seed", type=int, default=7)
    args = parser.parse_args()
    random.seed(args.seed)
    torch.manual_seed(args.seed)

    tokenizer = Tokenizer.from_file(str(args.encoder / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    paragraphs = list(bilingual_paragraphs(args.data))
    asked = list(positives(paragraphs, args.data))
    examples = [e for e in (*asked, *negatives(paragraphs), *swapped(asked)) if random.random() < KEEP[e.source]]
    print({source: sum(e.source == source for e in examples) for source in KEEP}, flush=True)
    model = load(args.encoder, args.start)
    trained = [p for p in model.parameters() if p.requires_grad]
    optimizer = torch.optim.AdamW([{"params": [p for p in trained if p.dim() > 1], "weight_decay": 0.01},
                                   {"params": [p for p in trained if p.dim() == 1], "weight_decay": 0.0}], fused=True)
    began, seen, losses = time.monotonic(), 0, []
    for step, batch in enumerate(batches(examples, tokenizer), 1):
        passed = (time.monotonic() - began) / (args.minutes * 60)
        if passed >= 1:
            break
        for group in optimizer.param_groups:
            group["lr"] = args.learning_rate * min(1, step / 100) * (1 - passed)
        loss = loss_of(model, batch)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(trained, 1.0)
        optimizer.step()
        optimizer.zero_grad()
        seen += len(batch)
        losses.append(loss.item())
        if step % 100 == 0:
            print(f"{passed:.0%} step {step} examples {seen} of {len(examples)} loss {sum(losses) / len(losses):.3f}", flush=True)
            losses.clear()
            torch.save(model.state_dict(), args.out.with_suffix(".pt"))
    args.out.mkdir(parents=True, exist_ok=True)
    model.save_pretrained(args.out)
    print(f"{seen} examples seen, written to {args.out}")


if __name__ == "__main__":
    main()
