"""`qa build`, once or whenever the documents change."""
import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

from tqdm import tqdm

from qa.commands.output import show
from qa.corpus.folder import Skipped
from qa.embeddings.build import BuildReport, Changes, Plan, Progress, build, plan
from qa.embeddings.watch import bursts, child_build, ended, signature
from qa.terminal import printable


def run(args: argparse.Namespace) -> None:
    if args.watch:
        _watch(args)
    elif args.dry_run:
        planned = plan(args.corpus, args.store, model=args.model)
        show(args, _plan_json(planned), _plan_text(planned))
    else:
        with _progress(args) as progress:
            report = build(args.corpus, args.store, model=args.model, allow_empty=args.allow_empty, progress=progress)
        show(args, _report_json(report), _report_text(report))


@contextmanager
def _progress(args: argparse.Namespace) -> Iterator[Progress | None]:
    """A bar on a terminal, lines where they were asked for, otherwise nothing."""
    if args.progress:
        yield lambda done, total, what: print(json.dumps({"done": done, "total": total, "what": what}), file=sys.stderr, flush=True)
    elif sys.stderr.isatty():
        with tqdm(leave=False, file=sys.stderr) as bar:
            def progress(done: int, total: int, what: str) -> None:
                bar.total = total
                bar.set_description_str(printable(what)[-40:], refresh=False)
                bar.update(done - bar.n)
            yield progress
    else:
        yield None


def _watch(args: argparse.Namespace) -> None:
    corpus, store = args.corpus.absolute(), args.store.absolute()
    folder = Path(args.model or "").absolute()  # the child works elsewhere
    chosen = ["--corpus", str(corpus), "--store", str(store), *(["--allow-empty"] if args.allow_empty else []),
              *(["--model", str(folder) if folder.is_dir() else args.model] if args.model else [])]
    for _ in bursts(lambda: signature(corpus, store)):
        with ended(child_build(chosen)) as child:
            printed, trouble = child.communicate()
        if child.returncode == 0:
            record = json.loads(printed)
            show(args, record, f"generation {record['generation']}: {record['documents']} documents, {record['embedded']} passages "
                               f"embedded, {len(record['skipped'])} skipped, {record['seconds']:.1f} s")
        else:
            print(trouble.strip().rpartition("\n")[2], file=sys.stderr, flush=True)


def _report_json(report: BuildReport) -> dict[str, object]:
    return asdict(report) | {"skipped": _skipped_json(report.skipped), "seconds": round(report.seconds, 2)}


def _skipped_json(skipped: Sequence[Skipped]) -> list[dict[str, object]]:
    return [{"name": one.name, "reason": one.reason, "for_now": one.for_now} for one in skipped]


def _report_text(report: BuildReport) -> str:
    lines = _file_lines(report, report.skipped)
    lines += [f"? {printable(name)} was read, but for this: {printable(remark)}" for name, remark in report.remarks.items()]
    named = {"added": report.added, "changed": report.changed, "removed": report.removed, "skipped": report.skipped}
    counts = ", ".join(f"{len(names)} {word}" for word, names in named.items() if names)
    lines.append(f"{report.documents} documents in {report.passages} passages ({counts or 'nothing changed'}); "
                 f"{report.embedded} embedded, generation {report.generation}, {report.seconds:.1f} s")
    if len(report.removed) > report.documents:
        lines.append(f"{len(report.removed)} documents were removed, more than are left; `qa rollback` brings them back")
    return "\n".join(lines)


def _plan_json(planned: Plan) -> dict[str, object]:
    return asdict(planned.changes) | {"skipped": _skipped_json(planned.skipped), "to_embed": planned.to_embed,
                                      "seconds": round(planned.seconds, 1)}


def _plan_text(planned: Plan) -> str:
    lines = _file_lines(planned.changes, planned.skipped)
    return "\n".join([*lines, f"{planned.to_embed} passages to embed, about {planned.seconds:.0f} s"])


def _file_lines(changed: BuildReport | Changes, skipped: Sequence[Skipped]) -> list[str]:
    """One line a file that is not as it was."""
    marked = {"+": changed.added, "~": changed.changed, "-": changed.removed}
    lines = [f"{mark} {printable(name)}" for mark, names in marked.items() for name in names]
    for one in skipped:
        lines.append(f"! {printable(one.name)} {printable(one.reason)}" + (" (what was read of it before stays)" if one.for_now else ""))
    return lines
