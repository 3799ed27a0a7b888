"""`qa eval`."""
import argparse
from typing import Any

from tqdm import tqdm

from qa.answers.assistant import Assistant
from qa.commands.output import show
from qa.errors import RequestError
from qa.evaluation import plot
from qa.evaluation.dialogues import dialogues_json, dialogues_text, judged, read_dialogues
from qa.evaluation.gold import read_gold
from qa.evaluation.report import evaluate, evaluation_json, evaluation_text


def run(args: argparse.Namespace) -> None:
    if args.dialogues and args.plot:
        raise RequestError(f"of dialogues no diagram is drawn; leave out --dialogues or --plot {args.plot}")
    if args.dialogues:
        turns = judged(Assistant.open(args.store), _watched(read_dialogues(args.file), "dialogues"))
        show(args, dialogues_json(turns), dialogues_text(turns))
        return
    gold = read_gold(args.file)
    if args.plot:
        plot.check(args.plot)
    report = evaluate(Assistant.open(args.store), gold, watch=lambda all_: _watched(all_, "questions"))
    if args.plot:
        plot.draw(report.bins, args.plot)
    show(args, evaluation_json(report), evaluation_text(report))


def _watched(all_: Any, unit: str) -> Any:
    """With a progress bar, where standard error is a terminal."""
    return tqdm(all_, unit=f" {unit}", leave=False, disable=None)
