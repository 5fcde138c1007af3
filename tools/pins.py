"""Resolve the requirements*.in files into exact versions with hashes, and into versions.cfg;
and those of each client of the tests and each of packages/ that has an environment of its own.

.venv/bin/python tools/pins.py             newest versions that fit together
.venv/bin/python tools/pins.py --keep      only what the .in files now say differently
.venv/bin/python tools/pins.py --check     compare versions.cfg with the other files
"""

from pathlib import Path

import re
import shutil
import subprocess
import sys


TOP = Path(__file__).resolve().parent.parent
VERSIONS = TOP / "versions.cfg"
#: each file is resolved within the versions of those before it
LOCKS = ("requirements", "requirements-test", "requirements-plain")
#: each of these is resolved by itself, and is nothing to a site
CLIENTS = "Products/PloneSoftwareCenter/tests/clients/environments"
#: distributions of their own, and the oldest Python that they are for
COMPANIONS, OLDEST = "packages/*/requirements-test.in", "3.9"
HEAD = "# Made by tools/pins.py from the requirements*.txt files: do not edit.\n[versions]\n"


def resolve(lock: str, earlier: list[str], keep: bool, oldest: str = "3.11") -> None:
    """Write the lock file of one .in file, for every platform and each Python from the oldest."""
    uv = shutil.which("uv", path=str(Path(sys.executable).parent)) or shutil.which("uv")
    if uv is None:
        sys.exit("There is no uv: run `python3 bootstrap.py install` first.")
    command = [uv, "pip", "compile", "--quiet", "--universal", "--python-version", oldest]
    # no index address: whoever installs has an index of their own
    command += ["--generate-hashes", "--no-emit-index-url", "--no-annotate", "--no-header"]
    command += [] if keep else ["--upgrade"]
    for name in earlier:
        command += ["--constraint", f"{name}.txt"]
    subprocess.run([*command, "--output-file", f"{lock}.txt", f"{lock}.in"], check=True, cwd=TOP)


def pinned_versions() -> dict[str, str]:
    """Each name with its one version; buildout has no words for two."""
    pins: dict[str, str] = {}
    for lock in LOCKS:
        text = (TOP / f"{lock}.txt").read_text(encoding="utf-8")
        for name, version in re.findall(r"^([A-Za-z0-9_.-]+)==([^\s;\\]+)", text, re.MULTILINE):
            if pins.setdefault(name, version) != version:
                sys.exit(
                    f"{name} is pinned to {pins[name]} and to {version}: say more in a .in file."
                )
    return pins


def versions_cfg() -> str:
    """The text of versions.cfg."""
    return HEAD + "".join(f"{name} = {pin}\n" for name, pin in sorted(pinned_versions().items()))


def main(words: list[str]) -> None:
    if "--check" not in words:
        for position, lock in enumerate(LOCKS):
            resolve(lock, list(LOCKS[:position]), keep="--keep" in words)
        for wanted in sorted((TOP / CLIENTS).glob("*.in")):
            resolve(f"{CLIENTS}/{wanted.stem}", [], keep="--keep" in words)
        for wanted in sorted(TOP.glob(COMPANIONS)):
            lock = str(wanted.relative_to(TOP).with_suffix(""))
            resolve(lock, [], keep="--keep" in words, oldest=OLDEST)
        VERSIONS.write_text(versions_cfg(), encoding="utf-8")
    elif VERSIONS.read_text(encoding="utf-8") != versions_cfg():
        sys.exit("versions.cfg does not agree with requirements*.txt: run tools/pins.py --keep.")


if __name__ == "__main__":
    main(sys.argv[1:])
