"""Speed and memory: the first answer from the command line, an answer of an open assistant, the import, the build.

    python benchmarks/speed.py --peer MODEL      MODEL: the same network as a sentence-transformers folder, in fp32

Every figure stands beside a peer's (benchmarks/peer.py) of the same run, in turns, because machines differ and share their cores.
Without --peer the peer's columns stay empty.
"""
import argparse
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from qa import Assistant, build
from qa.embeddings.engines import open_encoder
from qa.embeddings.onnx_session import CORES
from qa.embeddings.store import Store
from qa.evaluation.gold import read_gold

ROOT = Path(__file__).parent.parent
GOLD = ROOT / "benchmarks/data/sample.dev.jsonl"
PEER = [sys.executable, str(ROOT / "benchmarks/peer.py")]
Row = tuple[str, float, float | None, str]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--peer", help="a sentence-transformers folder with the same network")
    parser.add_argument("--runs", type=int, default=7)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        store = Path(folder) / "store"
        build(ROOT / "corpus", store)
        rows = [*cold(store, args.peer, Path(folder), args.runs), importing(args.runs), *warm(store, args.peer), building(store, args.peer)]
    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=False).stdout.strip()
    print(f"commit {commit}, {CORES} cores, {processor()}, Python {platform.python_version()}, {time.strftime('%Y-%m-%d')}")
    print(f"{'':44}{'ours':>10}{'peer':>10}{'ratio':>8}")
    for name, ours, peer, unit in rows:
        beside = f"{peer:10.2f}{peer / ours:8.1f}" if peer is not None else ""
        print(f"{name + ', ' + unit:44}{ours:10.2f}{beside}")


def cold(store: Path, peer: str | None, folder: Path, runs: int) -> list[Row]:
    """A fresh process each, files in the page cache: seconds and peak memory, medians."""
    question = "Hoeveel militairen stuurt Nederland naar Jordanië?"
    commands = [[sys.executable, "-m", "qa.cli", "ask", question, "--store", str(store)]]
    if peer:
        subprocess.run([*PEER, "build", peer, str(ROOT / "corpus"), str(folder / "peer")], check=True, capture_output=True)
        commands.append([*PEER, "ask", peer, str(folder / "peer"), question])
    measured = in_turns([lambda c=c: process(c) for c in commands], runs)
    seconds, megabytes = ([statistics.median(run[n] for run in one) for one in measured] for n in (0, 1))
    return [("first answer from the command line", seconds[0], seconds[1] if peer else None, "s"),
            ("its memory", megabytes[0], megabytes[1] if peer else None, "MB")]


def importing(runs: int) -> Row:
    empty, ours = in_turns([lambda c=c: process([sys.executable, "-c", c])[0] for c in ("pass", "import qa")], runs)
    return "import qa, over an empty Python", 1000 * (statistics.median(ours) - statistics.median(empty)), None, "ms"


def warm(store: Path, peer: str | None) -> list[Row]:
    assistant = Assistant.open(store)
    questions = [gold.question for gold in read_gold(GOLD)[:60]]
    assistant.ask(questions[0])
    answers = [timed(lambda q=q: assistant.ask(q)) for q in questions]
    found = None
    if peer:
        from sentence_transformers import SentenceTransformer
        model, dense = SentenceTransformer(peer), assistant.store.dense
        found = [timed(lambda q=q: dense.nearest(model.encode_query(q, normalize_embeddings=True), 10)) for q in questions]
    return [(name, 1000 * float(np.percentile(answers, rank)), 1000 * float(np.percentile(found, rank)) if found else None, "ms")
            for name, rank in (("an answer (peer: its passages alone), median", 50), ("the same, 95th percentile", 95))]


def building(store: Path, peer: str | None) -> Row:
    """Passages a second of the encoder, on the passages of this corpus four times over."""
    opened = Store.open(store)
    texts = [opened.passage_text(passage) for passage in opened.passages] * 4
    encoder = open_encoder()
    encoders: list[Callable[[], object]] = [lambda: encoder.encode_passages(texts)]
    if peer:
        from sentence_transformers import SentenceTransformer
        model = SentenceTransformer(peer)
        encoders.append(lambda: model.encode_document(texts, batch_size=16, normalize_embeddings=True))
    rates = [len(texts) / statistics.median(one) for one in in_turns([lambda e=e: timed(e) for e in encoders], 3)]
    # the ratio of the table is peer / ours: seconds a thousand passages, so that above 1 is faster here as well
    return "embedding 1,000 passages", 1000 / rates[0], 1000 / rates[1] if peer else None, "s"


def in_turns(measures: list[Callable[[], Any]], runs: int) -> list[list[Any]]:
    """A B A B …, after one of each that is not counted."""
    taken = [[measure() for measure in measures] for _ in range(runs + 1)][1:]
    return [list(one) for one in zip(*taken, strict=True)]


def process(command: list[str]) -> tuple[float, float]:
    """Seconds and peak megabytes of one process."""
    began = time.perf_counter()
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as child:
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise SystemExit(f"{command} ended with {child.returncode}")
    return time.perf_counter() - began, usage.ru_maxrss / (1024 if sys.platform == "linux" else 1024**2)


def timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def processor() -> str:
    lines = Path("/proc/cpuinfo").read_text().splitlines() if Path("/proc/cpuinfo").exists() else []
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), platform.processor())


if __name__ == "__main__":
    main()
