#!/usr/bin/env python3
"""Writes the golden cases of Gradual. See README.md.

    python3 generate.py            write packages/conformance/src/cases/generated/
    python3 generate.py --check    exit 1 if the committed files differ from what would be written
    python3 generate.py --witness  print where PyTorch (float64) differs from the truth
"""

import argparse
import pathlib
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
TARGET = HERE.parent.parent / "packages" / "conformance" / "src" / "cases" / "generated"
sys.path.insert(0, str(HERE))
sys.dont_write_bytecode = True


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="compare, write nothing")
    parser.add_argument("--witness", action="store_true", help="compare with PyTorch, write nothing")
    options = parser.parse_args()
    started = time.monotonic()

    from goldens.all import declare, declare_text
    from goldens.invariants import check
    from goldens.writer import files

    declare() if options.witness else declare_text()
    made = files()
    problems = check(made)
    if problems:
        print("\n".join(problems), file=sys.stderr)
        return 1
    if options.witness:
        from goldens.witness import report

        report()
        return 0
    if options.check:
        return compare(made)
    TARGET.mkdir(parents=True, exist_ok=True)
    for old in TARGET.glob("*.ts"):
        if old.name not in made:
            old.unlink()
    for name, text in made.items():
        (TARGET / name).write_bytes(text.encode())
    size = sum(len(text.encode()) for text in made.values())
    print(f"{len(made)} files, {size / 1024:.0f} KiB, {time.monotonic() - started:.0f} s")
    return 0


def compare(made):
    """0 if the files on disk are what would be written."""
    on_disk = {path.name: path.read_bytes() for path in TARGET.glob("*.ts")}
    wrong = [
        f"{name}: {'missing' if name not in on_disk else 'differs from what generate.py writes'}"
        for name, text in made.items()
        if on_disk.get(name) != text.encode()
    ] + [f"{name}: not written by generate.py" for name in on_disk if name not in made]
    for line in wrong:
        print(f"goldens: packages/conformance/src/cases/generated/{line}", file=sys.stderr)
    if wrong:
        print("goldens: run `python3 tooling/goldens/generate.py` and commit the result", file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
