"""Train the encoder further: Dutch texts are pulled to where the start model, as teacher, puts their English.

    python training/encoder.py --data DIR --start ENCODER --out OUT --minutes 40

Multilingual distillation (Reimers & Gurevych 2020) of sentences, questions and passages. Beside the cosine, the student is to rank as
the teacher does with the English: a question the passages, a passage the questions, a sentence its neighbours. No label is needed, so
a passage that answers as well is no error. English texts take part so that they stay where they are. The learning rate falls linearly
over `--minutes` of wall time. On a processor: bf16 autocast, eager attention, and few padded lengths, so that kernels are reused.
"""
import argparse
import random
import shutil
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file
from sources import as_typed, bilingual_paragraphs, rows
from tokenizers import Tokenizer
from torch.nn.functional import kl_div, log_softmax, normalize
from transformers import BertConfig, BertModel

PAD, MAX_TOKENS, BATCH_TOKENS = 1, 256, 1792
FROZEN = 1 / 3            # of the layers, beside the word table: two thirds of their cost saved, and less to forget
TEMPERATURE = 0.02
NEAR = 10.0               # weight of 1 - cosine, beside the ranking
SENTENCES, TREATIES = 10_000, 0.15  # pairs in a round, and the share of treaties, which are clean but legalese
ENGLISH = 0.3             # share of the English questions and passages in a round
QUESTIONS = 2000          # at most, that passages are to rank


def padded(length: int) -> int:
    return -(-length // 8) * 8 if length <= 64 else -(-length // 32) * 32


@dataclass(frozen=True, slots=True)
class Text:
    kind: str          # "sentence", "question" or "passage"
    text: str          # with its prompt, as the English
    english: str


class Encoder(torch.nn.Module):
    """Mean of the last layer over the tokens, scaled to length 1."""

    def __init__(self, folder: Path, device: str) -> None:
        super().__init__()
        config = BertConfig.from_pretrained(folder, hidden_dropout_prob=0.0, attention_probs_dropout_prob=0.0, attn_implementation="eager")
        self.model = BertModel(config, add_pooling_layer=False)
        self.model.load_state_dict({name: value.float() for name, value in load_file(folder / "model.safetensors").items()})
        self.tokenizer, self.device = Tokenizer.from_file(str(folder / "tokenizer.json")), device
        self.tokenizer.enable_truncation(MAX_TOKENS)

    def forward(self, texts: list[str]) -> torch.Tensor:
        tokens = [e.ids for e in self.tokenizer.encode_batch(texts)]
        length = padded(max(map(len, tokens)))
        ids = torch.tensor([each + [PAD] * (length - len(each)) for each in tokens], device=self.device)
        with torch.autocast(self.device, torch.bfloat16):
            hidden = self.model(input_ids=ids, attention_mask=(ids != PAD).long()).last_hidden_state
        return normalize((hidden.float() * (ids != PAD)[..., None]).sum(1))


def reading(data: Path) -> Iterator[Text]:
    """Passages that have an English text, and all questions, in both languages."""
    for _, texts, asked in bilingual_paragraphs(data):
        if texts.get("en"):
            yield from (Text("passage", f"passage: {text}", f"passage: {texts['en']}") for text in texts.values())
        yield from (Text("question", f"query: {q[f'question_{language}']}", f"query: {q['question_en']}")
                    for q in asked for language in ("nl", "en") if q["question_nl"] and q["question_en"])


def batches(student: Encoder, texts: list[Text], data: Path) -> Iterator[list[Text]]:
    """Endless batches of one kind and one padded length, with other parallel sentences in every round."""
    pairs = [r for r in rows(data / "parallel.nl-en.jsonl.gz") if r["q"] >= -0.8]
    treaties, others = ([r for r in pairs if (r["src"] == "nl_treaties") == wanted] for wanted in (True, False))
    while True:
        drawn = [t for t in texts if t.text != t.english or random.random() < ENGLISH]
        for pool, share in ((treaties, TREATIES), (others, 1 - TREATIES)):
            drawn += [Text("sentence", prompt + r["nl"], prompt + r["en"])
                      for r in random.sample(pool, min(len(pool), round(share * SENTENCES)))
                      for prompt in random.choices(("query: ", "passage: "))]
        random.shuffle(drawn)
        groups = defaultdict(list)
        for text, tokens in zip(drawn, student.tokenizer.encode_batch([t.text for t in drawn]), strict=True):
            groups[text.kind, padded(len(tokens.ids))].append(text)
        ready = [group[k:k + size] for (_, length), group in groups.items()
                 for size in [max(1, BATCH_TOKENS // length)] for k in range(0, len(group), size)]
        random.shuffle(ready)
        yield from ready


def bank(teacher: Encoder, texts: list[str], size: int) -> torch.Tensor:
    """Vectors of shape (texts, width), shortest text first."""
    texts = sorted(texts, key=len)
    return torch.cat([teacher(texts[k:k + size]) for k in range(0, len(texts), size)])


def loss_of(vectors: torch.Tensor, targets: torch.Tensor, others: torch.Tensor) -> torch.Tensor:
    """Distance to the teacher's vectors of shape (batch, width), and how differently the two rank `others`."""
    mine, wanted = (log_softmax(each @ others.T / TEMPERATURE, 1) for each in (vectors, targets))
    return NEAR * (1 - (vectors * targets).sum(1).mean()) + kl_div(mine, wanted, log_target=True, reduction="batchmean")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    for name in ("data", "start", "out"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    for name, default in (("minutes", 40.0), ("learning-rate", 2e-5)):
        parser.add_argument(f"--{name}", type=float, default=default)
    parser.add_argument("--seed", type=int, default=7)
    args = parser.parse_args()
    random.seed(args.seed)
    device = "cuda" if torch.cuda.is_available() else "cpu"
    teacher, student = Encoder(args.start, device).to(device).requires_grad_(False), Encoder(args.start, device).to(device)
    student.model.embeddings.requires_grad_(False)
    student.model.encoder.layer[:int(FROZEN * len(student.model.encoder.layer))].requires_grad_(False)
    trained = [p for p in student.parameters() if p.requires_grad]
    texts = list(reading(args.data))
    passages, questions = ([t.text for t in texts if t.kind == kind and t.text == t.english] for kind in ("passage", "question"))
    ranked = {"question": bank(teacher, passages, 8), "passage": bank(teacher, questions[::max(1, -(-len(questions) // QUESTIONS))], 64)}
    optimizer = torch.optim.AdamW(trained, weight_decay=0.0, fused=True)
    began, losses = time.monotonic(), list[float]()
    for step, batch in enumerate(batches(student, texts, args.data), 1):
        passed = (time.monotonic() - began) / (args.minutes * 60)
        if passed >= 1:
            break
        optimizer.param_groups[0]["lr"] = args.learning_rate * min(1, step / 20) * (1 - passed)
        vectors = student([as_typed(t.text) if t.kind == "question" else t.text for t in batch])
        targets = teacher([t.english for t in batch])
        loss = loss_of(vectors, targets, ranked.get(batch[0].kind, targets))
        loss.backward()
        torch.nn.utils.clip_grad_norm_(trained, 1.0)
        optimizer.step()
        optimizer.zero_grad()
        losses.append(loss.item())
        if step % 50 == 0:
            print(f"{passed:.0%} step {step} loss {sum(losses[-50:]) / 50:.3f}", flush=True)
    for file in args.start.rglob("*.json"):
        (copy := args.out / file.relative_to(args.start)).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, copy)
    halves = {name: value.half().contiguous() for name, value in student.model.state_dict().items()}
    save_file(halves, args.out / "model.safetensors", metadata={"format": "pt"})
    print(f"written to {args.out}")


if __name__ == "__main__":
    main()
