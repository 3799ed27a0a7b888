"""The mean of two models' weights: what was learned later, without losing what was known (WiSE-FT, Wortsman et al. 2022).

    python training/average.py FIRST SECOND --out OUT
"""
import argparse
import shutil
from pathlib import Path

from safetensors.torch import load_file, save_file


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folders", type=Path, nargs=2)
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    one, two = (load_file(folder / "model.safetensors") for folder in args.folders)
    shutil.copytree(args.folders[0], args.out, ignore=shutil.ignore_patterns("*.safetensors", "onnx"), dirs_exist_ok=True)
    mean = {name: ((one[name].float() + two[name].float()) / 2).to(two[name].dtype) for name in one.keys() & two.keys()}
    save_file(mean, args.out / "model.safetensors", metadata={"format": "pt"})


if __name__ == "__main__":
    main()
