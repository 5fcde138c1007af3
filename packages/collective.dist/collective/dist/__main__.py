"""``python -m collective.dist``."""

from collective.dist.program import main

import sys


if __name__ == "__main__":
    sys.exit(main())
