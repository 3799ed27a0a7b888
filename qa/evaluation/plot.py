"""The reliability diagram: how often answers of each confidence are right."""
from collections.abc import Sequence
from pathlib import Path

from qa.errors import RequestError
from qa.evaluation.metrics import Bin

_MISSING = "drawing the diagram needs matplotlib; install it with pip install matplotlib"


def check(path: Path) -> None:
    """Whether a diagram can be written there, before minutes of asking.

    Raises:
        RequestError: matplotlib is missing, there is no such folder, or the file's ending is not one of a picture.
    """
    try:
        from matplotlib.backend_bases import FigureCanvasBase  # type: ignore[import-not-found, unused-ignore]
    except ImportError:
        raise RequestError(_MISSING) from None
    kinds = FigureCanvasBase.get_supported_filetypes()
    if path.suffix.lower().lstrip(".") not in kinds:
        raise RequestError(f"a diagram cannot be written as {path.name!r}; end the name in .png, .svg or .pdf")
    if not path.absolute().parent.is_dir():
        raise RequestError(f"there is no folder {str(path.parent)!r} to write the diagram in; make it first")


def draw(bins: Sequence[Bin], path: Path) -> None:
    """Write the diagram: one point a bin, its area by the number of questions; on the diagonal, confidence means what it says.

    Raises:
        RequestError: the file cannot be written, or `check` would have said so.
    """
    check(path)
    # not pyplot, which keeps every figure in a global
    from matplotlib.figure import Figure  # type: ignore[import-not-found, unused-ignore]
    figure = Figure(figsize=(5, 5), layout="constrained")
    axes = figure.subplots()
    axes.plot([0, 1], [0, 1], color="0.7", linestyle="--", label="as it should be")
    confidence, right = [one.confidence for one in bins], [one.right for one in bins]
    axes.plot(confidence, right, color="tab:blue", linewidth=1)
    total = sum(one.count for one in bins)
    axes.scatter(confidence, right, s=[600 * one.count / total for one in bins], color="tab:blue", label=f"answers to {total} questions")
    axes.set(xlim=(0, 1), ylim=(0, 1), aspect="equal", xlabel="confidence", ylabel="share of first answers that are right")
    axes.legend(loc="upper left")
    try:
        figure.savefig(path)
    except OSError as error:
        raise RequestError(f"the diagram {str(path)!r} cannot be written: {error.strerror}") from None
