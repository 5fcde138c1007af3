"""The catalogue of the product's texts: is it what the code, templates and profiles say?

What workflows say, and what actions of types are called, is also written into catalogues of the
domain ``plone``: that one is asked by the menus and the toolbar of Plone, whatever a profile says.

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

#: what Plone itself has texts for; there its own are the ones
OF_PLONE = Path("plone", "app", "locales", "locales", "plone.pot")
OF_WORKFLOWS = re.compile(r"^#: \S+/workflows/", re.MULTILINE)
#: where the actions of types are, and what each is called
TYPES = PRODUCT / "profiles" / "default" / "types"
TITLE_OF_ACTION = re.compile(r'<action\s[^>]*?\btitle=(".+?")')
TRANSLATED = re.compile(r'^msgid (".+")\nmsgstr ".+"$', re.MULTILINE)
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
        for_menus = texts_for_menus(found[path])
        if for_menus:
            found[path.with_name("plone.po")] = for_menus
    return found


def texts_for_menus(text: str) -> str:
    """Return what Plone's menus need of a catalogue; empty, if nothing is translated."""
    site_packages = next(Path(sys.prefix).glob("lib/python3*/site-packages"))
    plone = set(re.findall(r'^msgid (".+")$', (site_packages / OF_PLONE).read_text(), re.MULTILINE))
    actions = {
        title for path in TYPES.glob("*.xml") for title in TITLE_OF_ACTION.findall(path.read_text())
    }
    head, *entries = text.rstrip().split("\n\n")
    wanted = []
    for entry in entries:
        translated = TRANSLATED.search(entry)
        if not translated or translated[1] in plone:
            continue
        if OF_WORKFLOWS.search(entry) or translated[1] in actions:
            wanted.append(entry)
    head = head.replace(f"Domain: {DOMAIN}", "Domain: plone")
    return "\n\n".join([head, *wanted]) + "\n" if wanted else ""


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
    other = [path for path, text in found.items() if not path.exists() or path.read_text() != text]
    for path in other:
        if "--write" in words:
            path.write_text(found[path])
        else:
            print(f"{path.relative_to(TOP)} is not up to date: run {Path(__file__).name} --write")
    return 1 if other and "--write" not in words else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
