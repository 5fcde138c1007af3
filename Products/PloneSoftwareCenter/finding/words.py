"""What is looked for in the texts of projects."""

from plone.base.utils import munge_search_term

import re


#: more would take the catalog long, and narrow nothing any more
MOST_WORDS = 12
#: What the catalog's language of queries gives a meaning, people who type it don't. The catalog's
#: words end at these, too.
BETWEEN_WORDS = re.compile(r"\W+")


def text_query(text):
    """Return what the catalog is asked for a text; empty where no word is in it.

    Each word may go on; all have to be there.
    """
    words = BETWEEN_WORDS.sub(" ", text).split()[:MOST_WORDS]
    return munge_search_term(" ".join(words))
