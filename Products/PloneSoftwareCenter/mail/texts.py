"""What mail says: plain text, in the site's language."""

from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import formatdate
from email.utils import make_msgid
from plone import api
from Products.PloneSoftwareCenter.i18n import _
from Products.PloneSoftwareCenter.pypi.journal import printable


WAITS = (
    _("mail_waits_subject", default="${center}: ${project} waits for review"),
    _(
        "mail_waits_body",
        default="The project ${project} waits for review. ${user} has submitted it.\n\n"
        "${url}\n\n"
        "Publish it there, or reject it with a comment that says why.",
    ),
)
PUBLISHED = (
    _("mail_published_subject", default="${center}: ${project} is published"),
    _(
        "mail_published_body",
        default="Your project ${project} is published.\n\n${url}",
    ),
)
REJECTED = (
    _("mail_rejected_subject", default="${center}: ${project} is not published"),
    _(
        "mail_rejected_body",
        default="Your project ${project} was not published.\n\n${url}\n\n"
        "You may change it there, and submit it again.",
    ),
)
COMMENT = _("mail_comment", default="The reviewer's comment:\n\n${comment}")
WHY = _(
    "mail_why",
    default="You get this mail from ${center}, ${center_url}, since you review its projects, or"
    " own this one. Its managers can switch it off.",
)

#: characters of a comment
LONGEST_COMMENT = 2_000
#: of a title in a subject
LONGEST_TITLE = 80


def make_messages(addresses, texts, *, project, center, user, comment=""):
    """Return a message for each address.

    :param texts: (subject, body) of this module
    :param user: how people know who did it
    """
    from_address = sender()
    if from_address is None:
        return []
    center_url = (center.public_address or center.absolute_url()).rstrip("/")
    names = {
        "center": printable(center.title, LONGEST_TITLE),
        "center_url": center_url,
        "project": printable(project.title, LONGEST_TITLE),
        "url": f"{center_url}/{project.getId()}",
        "user": printable(user, LONGEST_TITLE),
    }
    subject = translated(texts[0], names)
    parts = [translated(texts[1], names)]
    if comment:
        parts.append(translated(COMMENT, {"comment": _lines(comment)}))
    parts.append(f"-- \n{translated(WHY, names)}")
    return [_message(from_address, to, subject, "\n\n".join(parts)) for to in addresses]


def sender() -> Address | None:
    """Return the address of the site; None: it has none."""
    address = api.portal.get_registry_record("plone.email_from_address", default=None)
    name = api.portal.get_registry_record("plone.email_from_name", default=None)
    if not address or "@" not in address:
        return None
    return Address(display_name=printable(name or "", LONGEST_TITLE), addr_spec=address.strip())


def translated(message, mapping):
    """Return a message in the site's language, with what it is about."""
    filled = _(str(message), default=message.default, mapping=mapping)
    language = api.portal.get_default_language()
    return api.portal.translate(filled, domain="plonesoftwarecenter", lang=language)


def _message(from_address, to, subject, text):
    # This policy refuses a header with a line end; none is in what ``printable`` returns.
    message = EmailMessage(policy=SMTP)
    message["From"] = from_address
    message["To"] = to
    message["Subject"] = subject
    message["Date"] = formatdate()
    message["Message-ID"] = make_msgid(domain=from_address.domain)
    # nobody's holiday message answers it (RFC 3834)
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(text)
    return message


def _lines(text):
    lines = str(text)[:LONGEST_COMMENT].splitlines()
    return "\n".join(printable(line, LONGEST_COMMENT) for line in lines)
