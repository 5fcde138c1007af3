"""The static checks, and what is built from the checkout; needs `bootstrap.py test` before.

    .venv/bin/python tools/check.py [words]     only checks whose name has one of the words

Closes with the line ``N passed, N failed``.
"""

from pathlib import Path

import subprocess
import sys


TOP = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
PRODUCT = "Products/PloneSoftwareCenter"
MARKUP = (".pt", ".xml", ".zcml")


def tracked(*endings: str) -> list[str]:
    """The files of the checkout that have one of these endings."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=TOP,
        capture_output=True,
        check=True,
        text=True,
    ).stdout.split("\0")
    return sorted(name for name in listed if name.endswith(endings) and (TOP / name).exists())


def checks() -> dict[str, list[str | Path]]:
    """The command of each check."""
    python = BIN / "python"
    found: dict[str, list[str | Path]] = {
        "ruff check": [BIN / "ruff", "check", "--no-cache", "."],
        "ruff format": [BIN / "ruff", "format", "--no-cache", "--check", "."],
        "zpretty": [BIN / "zpretty", "--check", *tracked(*MARKUP)],
        "codespell": [BIN / "codespell", *tracked(*MARKUP, ".cfg", ".py", ".rst", ".txt")],
        "untranslated": [BIN / "i18ndude", "find-untranslated", "-n", PRODUCT],
        "catalogue": [python, "tools/catalogue.py"],
        "pins": [python, "tools/pins.py", "--check"],
        "dependencies": [python, "tools/check_dependencies.py"],
        "mypy pypi": [BIN / "mypy", "--cache-dir", "/dev/null", f"{PRODUCT}/pypi"],
        "mypy tools": [BIN / "mypy", "--cache-dir", "/dev/null", "tools"],
        "README": [python, "tools/check_texts.py"],
        "wheel": [python, "tools/check_wheel.py"],
    }
    for setup in sorted((TOP / "packages").glob("*/setup.py")):
        folder = setup.parent
        settings: list[str | Path] = [
            "--config-file",
            folder / "pyproject.toml",
            "--cache-dir",
            "/dev/null",
        ]
        found[f"mypy {folder.name}"] = [BIN / "mypy", *settings, folder / "collective"]
        found[f"dependencies {folder.name}"] = [python, "tools/check_dependencies.py", folder]
    if (TOP / "docs" / "conf.py").exists():
        options = ["-q", "-W", "-E", "-b", "html"]
        found["docs"] = [python, "-m", "sphinx", *options, "docs", "docs/_build"]
    return found


def holds(name: str, command: list[str | Path]) -> bool:
    """Run one check and tell what it says, if anything."""
    done = subprocess.run(
        command,
        cwd=TOP,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    print(f"{'ok    ' if done.returncode == 0 else 'FAILED'} {name}", flush=True)
    if done.returncode:
        print(done.stdout.rstrip(), flush=True)
    return done.returncode == 0


def main(words: list[str]) -> int:
    wanted = {
        name: command
        for name, command in checks().items()
        if not words or any(word in name for word in words)
    }
    failed = [name for name, command in wanted.items() if not holds(name, command)]
    print(f"{len(wanted) - len(failed)} passed, {len(failed)} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
