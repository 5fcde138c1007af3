"""Make a checkout work, from nothing but Python 3.11, 3.12 or 3.13.

    python3 bootstrap.py start      install what is missing, then serve the site
    python3 bootstrap.py test       install what is missing, then run the tests
    python3 bootstrap.py install    only install

This file is so plain that every Python can read it and say which one is needed; what it does
lies in tools/checkout/.
"""

import os
import sys


OLDEST = (3, 11)
NEWEST = (3, 13)


def main():
    running = tuple(sys.version_info[:2])
    if running < OLDEST or running > NEWEST:
        sys.exit(
            "bootstrap.py: this is Python "
            + ".".join(str(part) for part in sys.version_info[:3])
            + ", and Python 3.11, 3.12 or 3.13 is needed:"
            + " call it with one of them, like python3.12 bootstrap.py start."
        )
    sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
    from tools.checkout.commands import main as run

    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
