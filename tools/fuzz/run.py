"""Guided fuzzing of what reads strangers' bytes: any input is read or refused, nothing else.

.venv-fuzz/bin/python tools/fuzz/run.py TARGET [SECONDS] [FOLDER]

TARGET is one of ``names``, ``metadata``, ``wheel``, ``sdist``, ``form``. What a target finds is
left in FOLDER, beside the inputs that reach new code. Not part of CI: see docs/develop/tests.rst.
"""

from pathlib import Path

import atheris
import sys


TOP = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(TOP))
sys.path.insert(0, str(TOP / "tools"))

#: The longest input, in bytes.
MAX_INPUT = 1 << 14

with atheris.instrument_imports(include=["Products", "packaging", "multipart", "tarfile"]):
    from fuzz import targets


def main() -> None:
    """Run one target for some seconds; the fuzzer ends the process."""
    name, seconds, folder = (*sys.argv[1:], *("60", "fuzz-corpus")[len(sys.argv) - 2 :])
    seeds, target = targets.TARGETS[name]
    corpus = Path(folder) / name
    corpus.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(seeds()):
        (corpus / f"seed-{number}").write_bytes(seed)
    atheris.Setup(
        [
            sys.argv[0],
            f"-max_total_time={seconds}",
            f"-max_len={MAX_INPUT}",
            "-timeout=20",
            "-rss_limit_mb=1500",
            "-verbosity=0",
            "-print_final_stats=1",
            f"-artifact_prefix={folder}/{name}-",
            str(corpus),
        ],
        target,
    )
    atheris.Fuzz()


if __name__ == "__main__":
    main()
