"""README.txt and CHANGES.txt are sound reST, alone and together as the long description.

.venv/bin/python tools/check_texts.py
"""

from pathlib import Path
from readme_renderer import rst

import io
import sys


TOP = Path(__file__).resolve().parent.parent


def warnings_of(text: str) -> str:
    """What the renderer of package indexes has to say about a text."""
    written = io.StringIO()
    if rst.render(text, stream=written) is None and not written.getvalue():
        return "It can't be rendered.\n"
    return written.getvalue()


def main() -> int:
    readme, changes = (
        (TOP / name).read_text(encoding="utf-8") for name in ("README.txt", "CHANGES.txt")
    )
    found = "".join(warnings_of(text) for text in (readme, changes, f"{readme}\n\n{changes}"))
    print(found, end="")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
