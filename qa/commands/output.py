"""How commands print: JSON for programs, text for people."""
import argparse
import json
import os
import sys


def show(args: argparse.Namespace, value: object, text: str) -> None:
    """One line of JSON, or the text; at once, for whoever waits for it."""
    print(json.dumps(value, ensure_ascii=False) if args.json else text, flush=True)


def colour() -> bool:
    return sys.stdout.isatty() and "NO_COLOR" not in os.environ
