"""The tokens of a center, as the database keeps them: ``center._psc_tokens``.

Each token is a record of its own in a tree by id: making, using and revoking tokens at the same
moment hardly ever meet in a conflict.
"""

from Acquisition import aq_base
from BTrees.OOBTree import OOBTree
from datetime import datetime
from datetime import timedelta
from datetime import UTC
from persistent import Persistent
from plone import api
from plone.uuid.interfaces import ATTRIBUTE_NAME
from Products.PloneSoftwareCenter.interfaces import TokenMadeEvent
from Products.PloneSoftwareCenter.interfaces import TokenRevokedEvent
from Products.PloneSoftwareCenter.tokens.text import make_token_text
from Products.PloneSoftwareCenter.tokens.text import TokenText
from ZODB.POSException import ConflictError
from zope.event import notify


ATTRIBUTE = "_psc_tokens"

#: what a token opens
READ = "read"
UPLOAD = "upload"
KINDS = (UPLOAD, READ)

_NONE = OOBTree()


class Token(Persistent):
    """A token: everything of it but its secret.

    :ivar token_id: as in its text
    :ivar digest: SHA-256 of its secret, hex, lower case
    :ivar site_uid: of the site whose users are meant; a center may be moved to another one
    :ivar user_id: of its user
    :ivar is_root_user: whether that is a user of the Zope root and not of the site
    :ivar name: by which its user knows it
    :ivar kind: one of ``KINDS``; one for uploads reads, too
    :ivar projects: UIDs of the only projects that it opens; empty: the whole center
    :ivar made: when, UTC
    :ivar expires: the moment from which it opens nothing, UTC; None: never
    :ivar last_used: when, UTC, some minutes behind; None: never
    """

    last_used = None

    def __init__(self, text, *, site_uid, user_id, is_root_user, name, kind, projects, expires):
        self.token_id = text.token_id
        self.digest = text.digest
        self.site_uid = site_uid
        self.user_id = user_id
        self.is_root_user = is_root_user
        self.name = name
        self.kind = kind
        self.projects = tuple(projects)
        self.made = datetime.now(UTC)
        self.expires = expires

    def is_expired(self, now=None):
        """Say whether it opens nothing any more."""
        return self.expires is not None and self.expires <= (now or datetime.now(UTC))

    @property
    def last_day(self):
        """The last day (UTC) on which it opens anything; None: there is none."""
        return self.expires and (self.expires - timedelta(seconds=1)).date()

    def _p_resolveConflict(self, old, saved, new):
        """Two instances have told when it was last used: the later one counts."""
        if any(saved.get(key) != new.get(key) for key in set(saved) | set(new) if key != _USED):
            raise ConflictError()
        return max(saved, new, key=lambda state: state[_USED])


_USED = "last_used"


def uid_of_site(site):
    """Return the UID of a site, or None for one that has none."""
    return getattr(aq_base(site), ATTRIBUTE_NAME, None)


def tokens_of(center):
    """Return the tokens of a center by id; only to be read."""
    return getattr(aq_base(center), ATTRIBUTE, _NONE)


def add_token(center, **fields) -> tuple[Token, TokenText]:
    """Make a token; return it with the text that nobody can tell again.

    :param fields: of ``Token``, but for its site
    """
    tokens = getattr(aq_base(center), ATTRIBUTE, None)
    if tokens is None:
        tokens = OOBTree()
        setattr(center, ATTRIBUTE, tokens)
    text = make_token_text()
    token = tokens[text.token_id] = Token(text, site_uid=uid_of_site(api.portal.get()), **fields)
    notify(TokenMadeEvent(center, token))
    return token, text


def revoke_token(center, token):
    """Forget a token; from the commit on it opens nothing."""
    del tokens_of(center)[token.token_id]
    notify(TokenRevokedEvent(center, token))
