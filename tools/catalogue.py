"""The catalogue of the product's texts: is it what the code, templates and profiles say?

.venv/bin/python tools/catalogue.py            exit status 1 when it is not
.venv/bin/python tools/catalogue.py --write    make it so; translations are kept
"""

from pathlib import Path

import re
import shutil
import subprocess
import sys
import tempfile


TOP = Path(__file__).resolve().parent.parent
PRODUCT = TOP / "Products" / "PloneSoftwareCenter"
LOCALES = PRODUCT / "locales"
DOMAIN = "plonesoftwarecenter"
I18NDUDE = Path(sys.executable).parent / "i18ndude"

#: lines of the head that i18ndude invents
INVENTED = re.compile(
    r'^"(?:POT-Creation-Date|PO-Revision-Date|Last-Translator|Language-Team): .*\n', re.MULTILINE
)


def build(folder: Path) -> dict[Path, str]:
    """Return what each file of the catalogue should be.

    :param folder: for what is written on the way
    """
    template = folder / f"{DOMAIN}.pot"
    shutil.copy(LOCALES / template.name, template)
    run(
        "rebuild-pot",
        "--no-wrap",
        "--no-line-numbers",
        "--exclude",
        "tests",
        "--pot",
        template,
        ".",
    )
    found = {LOCALES / template.name: tidy(template)}
    for path in sorted(LOCALES.glob(f"*/LC_MESSAGES/{DOMAIN}.po")):
        translated = folder / path.parts[-3]
        shutil.copy(path, translated)
        run("sync", "--no-wrap", "--pot", template, translated)
        found[path] = tidy(translated)
    return found


def run(*words: str | Path) -> None:
    """Run i18ndude.

    :raises SystemExit: when one id stands for two English texts: one translation can't fit both
    """
    command = [str(I18NDUDE), *map(str, words)]
    done = subprocess.run(
        command, cwd=PRODUCT, check=True, capture_output=True, text=True, timeout=300
    )
    told = (done.stdout + done.stderr).splitlines()
    twice = [line for line in told if "different default" in line]
    if twice:
        sys.exit("\n".join(twice))


def tidy(path: Path) -> str:
    return INVENTED.sub("", path.read_text()).rstrip() + "\n"


def main(words: list[str]) -> int:
    with tempfile.TemporaryDirectory() as folder:
        found = build(Path(folder))
    other = [path for path, text in found.items() if path.read_text() != text]
    for path in other:
        if "--write" in words:
            path.write_text(found[path])
        else:
            print(f"{path.relative_to(TOP)} is not up to date: run {Path(__file__).name} --write")
    return 1 if other and "--write" not in words else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
