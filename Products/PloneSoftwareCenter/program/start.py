"""Opening the database of a site as its own configuration says, beside no server."""

from AccessControl.SecurityManagement import newSecurityManager
from AccessControl.users import system
from pathlib import Path
from Products.PloneSoftwareCenter.interfaces import IPloneSoftwareCenterLayer
from Products.PloneSoftwareCenter.program.command import CouldNotRun
from Testing.makerequest import makerequest
from zc.lockfile import LockError
from ZConfig import ConfigurationError
from ZODB.POSException import POSError
from zope.globalrequest import setRequest
from zope.interface import alsoProvides
from Zope2.Startup.run import configure_wsgi

import contextlib
import gc
import logging
import os
import sys
import warnings
import Zope2


#: where a buildout puts the configuration of its instance
DEFAULT = Path("parts", "instance", "etc", "zope.conf")
VARIABLE = "ZOPE_CONF"

IN_USE = (
    "The database is in use, most likely by the running site. Open 'Check the index' in the site"
    " itself, stop the site first, or let a ZEO server serve the database to both."
)


def find_configuration(given=None):
    """Return the path of the site's ``zope.conf``.

    :raises CouldNotRun: when there is none
    """
    path = Path(given or os.environ.get(VARIABLE) or DEFAULT)
    if not path.is_file():
        raise CouldNotRun(
            f"There is no {path}. Name the site's zope.conf with --conf or in {VARIABLE}."
        )
    return path.resolve()


def open_database(path):
    """Return the root of Zope, with a request and all rights.

    :raises CouldNotRun: when that can't be; the sentence says what to do
    """
    if not sys.warnoptions:
        # what libraries say to their developers
        warnings.simplefilter("ignore")
    logging.basicConfig(stream=sys.stderr, level=logging.ERROR, format="%(name)s: %(message)s")
    # It writes a traceback of what we say in a sentence.
    logging.getLogger("zc.lockfile").setLevel(logging.CRITICAL)
    with _told_in_a_sentence(path):
        configure_wsgi(str(path))
        root = makerequest(Zope2.app(), environ={"HTTP_USER_AGENT": "psc"})
    alsoProvides(root.REQUEST, IPloneSoftwareCenterLayer)
    setRequest(root.REQUEST)
    newSecurityManager(None, system)
    # All of Plone stays until the end: to look through it for garbage again and again took a tenth
    # of the time of long commands.
    gc.freeze()
    return root


@contextlib.contextmanager
def _told_in_a_sentence(path):
    try:
        yield
    except LockError as error:
        raise CouldNotRun(IN_USE) from error
    except ConfigurationError as error:
        raise CouldNotRun(f"{path} can't be used: {error}") from error
    except POSError as error:
        raise CouldNotRun(f"The database does not answer: {_sentence(error)}") from error
    except OSError as error:
        raise CouldNotRun(f"The database can't be opened: {_sentence(error)}") from error


def _sentence(error):
    return str(error) or type(error).__name__
