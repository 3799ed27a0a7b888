"""Train the reader: start and end logits over a passage, no answer at the first token (BERT for SQuAD 2.0, Devlin et al. 2019).

    python training/reader.py --data DIR --encoder ENCODER --start READER --out OUT --minutes 95

`ENCODER` and `READER` are folders in the Hugging Face layout, and the encoder will do as a reader to start from: it gets a new head.
The word table is frozen and shared with the encoder.
The learning rate falls linearly over `--minutes` of wall time, so a run always ends whole, on any machine.
On a GPU where there is one. bf16 autocast, eager attention, and lengths padded to multiples of 32 so that kernels are reused.
"""
import argparse
import random
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import torch
from examples import KEEP, Example, examples_of
from safetensors.torch import load_file
from sources import as_typed
from tokenizers import Tokenizer
from torch.nn.functional import cross_entropy
from transformers import BertConfig, BertForQuestionAnswering

BOS, PAD, EOS = 0, 1, 2
MAX_TOKENS = (128, 224)  # of question and passage together, one drawn for each; longer passages are cut to a window that holds the answer
BATCH_TOKENS = 3840    # measured: larger batches are no faster on two cores
TABLE, HEAD = "embeddings.word_embeddings.weight", ("qa_outputs.weight", "qa_outputs.bias")


@dataclass(frozen=True, slots=True)
class Features:
    ids: list[int]
    passage_start: int
    passage_length: int
    start: int
    end: int           # inclusive; both 0 where there is no answer


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
    examples = examples_of(args.data)
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
    args.out.mkdir(parents=True, exist_ok=True)
    model.save_pretrained(args.out)
    print(f"{seen} examples seen, written to {args.out}")


if __name__ == "__main__":
    main()
