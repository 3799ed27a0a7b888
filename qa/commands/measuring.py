"""`qa eval`."""
import argparse

from tqdm import tqdm

from qa.answers.assistant import Assistant
from qa.commands.output import show
from qa.evaluation import plot
from qa.evaluation.gold import read_gold
from qa.evaluation.report import evaluate, evaluation_json, evaluation_text


def run(args: argparse.Namespace) -> None:
    gold = read_gold(args.file)
    if args.plot:
        plot.check(args.plot)
    # disable=None: no bar where standard error is not a terminal
    report = evaluate(Assistant.open(args.store), gold, watch=lambda all_: tqdm(all_, unit=" questions", leave=False, disable=None))
    if args.plot:
        plot.draw(report.bins, args.plot)
    show(args, evaluation_json(report), evaluation_text(report))
