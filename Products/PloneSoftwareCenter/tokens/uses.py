"""When tokens were last used: gathered in each process, and written in batches."""

from datetime import datetime
from datetime import timedelta
from datetime import UTC
from Products.PloneSoftwareCenter.batches import Batches
from ZODB.POSException import POSKeyError


#: what is closer to the time that is stored is not written
PRECISION = timedelta(minutes=10)


class Uses(Batches):
    """Object id of a token -> the moment when it was last used."""

    what = "When tokens were last used"

    def note(self, token, now=None):
        """Gather that a token is used now."""
        now = now or datetime.now(UTC)
        if token._p_jar is None or (token.last_used and now - token.last_used < PRECISION):
            return
        self.gather(token._p_jar.db(), token._p_oid, now)

    def fill(self, connection, found):
        for oid, moment in found.items():
            try:
                token = connection.get(oid)
            except POSKeyError:
                # revoked, and packed away
                continue
            token.last_used = max(token.last_used or moment, moment)


#: of this process
USES = Uses()
