"""What the fields of our types accept, each with a sentence that says what is wrong."""

from collections.abc import Iterable
from Products.PloneSoftwareCenter.content.lines import read_line
from Products.PloneSoftwareCenter.i18n import _
from Products.PloneSoftwareCenter.pypi.errors import PackageIndexError
from Products.PloneSoftwareCenter.pypi.names import check_name
from Products.PloneSoftwareCenter.pypi.names import check_pattern
from Products.PloneSoftwareCenter.pypi.names import normalize_name
from Products.PloneSoftwareCenter.pypi.sets import parse_members
from Products.PloneSoftwareCenter.pypi.upstream import is_index_address
from Products.PloneSoftwareCenter.pypi.versions import parse_version
from urllib.parse import urlsplit
from zope.schema import ValidationError

import re


#: schemes that a browser or a version control program opens; ``javascript`` and ``data`` are none
LINK_SCHEMES = frozenset(
    (
        "http",
        "https",
        "ftp",
        "mailto",
        "ssh",
        "git",
        "git+https",
        "git+ssh",
        "lp",
        "bzr",
        "hg+https",
        "hg+ssh",
        "svn",
        "svn+https",
        "svn+ssh",
    )
)
CATEGORY_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


class WrongValue(ValidationError):
    """A value that a field does not accept, and the sentence that says why.

    REST answers 400 to errors of this kind only, and a form shows what ``doc`` returns.
    """

    def doc(self):
        """Return the sentence."""
        return self.args[0]


def is_link(value: str) -> bool:
    """Accept the address of a page or repository.

    :raises WrongValue: when it is no absolute address, or one that a page must not link
    """
    text = value.strip()
    try:
        parts = urlsplit(text)
    except ValueError:
        parts = urlsplit("")
    said = parts.netloc or (parts.scheme == "mailto" and parts.path)
    if parts.scheme.lower() not in LINK_SCHEMES or not said or re.search(r"\s", text):
        raise WrongValue(
            _("error_link", default="Write a whole address, like https://example.org/page.")
        )
    return True


def are_members(value: str) -> bool:
    """Accept the members of a known good set.

    :raises WrongValue: when a line pins nothing, or there are two versions of one name
    """
    try:
        found = parse_members(value)
    except PackageIndexError as error:
        raise WrongValue(str(error)) from error
    if not found:
        raise WrongValue(_("error_no_members", default="Write a line name==version."))
    return True


def is_web_address(value: str) -> bool:
    """Accept an http or https address.

    :raises WrongValue: for anything else
    """
    is_link(value)
    if urlsplit(value.strip()).scheme.lower() not in ("http", "https"):
        raise WrongValue(
            _("error_web_address", default="Write an address with http:// or https://.")
        )
    return True


def are_web_addresses(values: Iterable[str]) -> bool:
    """Accept http and https addresses.

    :raises WrongValue: for the first that is none
    """
    return all(is_web_address(value) for value in values)


def is_upstream_address(value: str) -> bool:
    """Accept the address of another index.

    :raises WrongValue: when no name of a project could be put behind it, or it has a password
    """
    if not is_index_address(value.strip()):
        raise WrongValue(
            _(
                "error_upstream",
                default="Write the whole address of an index, like https://pypi.org/simple:"
                " with http:// or https://, without a user name, a password, '?' or '#'.",
            )
        )
    return True


def is_contact(value: str) -> bool:
    """Accept a mail address, with or without a name, or a link.

    :raises WrongValue: when nobody can be reached by it
    """
    if re.fullmatch(r"[^:\s]+@[^@\s]+|[^:<>]*<[^:<>@\s]+@[^<>@\s]+>", value.strip()):
        return True
    try:
        return is_link(value)
    except WrongValue as error:
        message = _("error_contact", default="Write a mail address, or the address of a page.")
        raise WrongValue(message) from error


def is_distribution_name(value: str) -> bool:
    """Accept a name that installers can ask for.

    :raises WrongValue: with the sentence that uploads get too
    """
    try:
        check_name(value)
    except PackageIndexError as error:
        raise WrongValue(str(error)) from error
    return True


def are_distribution_names(values: Iterable[str]) -> bool:
    """Accept names of which no two are the same to an installer.

    :raises WrongValue: for the first that is no name or is there twice
    """
    seen = set()
    for value in values:
        is_distribution_name(value)
        normalized = normalize_name(value)
        if normalized in seen:
            raise WrongValue(
                _(
                    "error_name_twice",
                    default="The name ${name} is there twice.",
                    mapping={"name": value},
                )
            )
        seen.add(normalized)
    return True


def are_name_patterns(values: Iterable[str]) -> bool:
    """Accept names, and what names begin with before a ``*``.

    :raises WrongValue: for the first that is neither
    """
    for value in values:
        try:
            check_pattern(value)
        except PackageIndexError as error:
            raise WrongValue(
                _(
                    "error_name_pattern",
                    default="The line ${line} is neither a name, like acme,"
                    " nor what names begin with and a star, like acme-*.",
                    mapping={"line": repr(value)},
                )
            ) from error
    return True


def is_version(value: str) -> bool:
    """Accept a version that PEP 440 can read.

    :raises WrongValue: with the sentence that uploads get too
    """
    try:
        parse_version(value)
    except PackageIndexError as error:
        raise WrongValue(str(error)) from error
    return True


def are_categories(lines: Iterable[str]) -> bool:
    """Accept lines whose ids are there, can stand in an address, and are unique.

    :raises WrongValue: for the first line that is not so
    """
    seen = set()
    for line in lines:
        category = read_line(line).id
        if not CATEGORY_ID.fullmatch(category):
            raise WrongValue(
                _(
                    "error_category_id",
                    default="The line ${line} needs an id first: letters, digits, '.', '_', '-'.",
                    mapping={"line": repr(line)},
                )
            )
        if category in seen:
            raise WrongValue(
                _(
                    "error_category_twice",
                    default="The category ${id} is there twice.",
                    mapping={"id": category},
                )
            )
        seen.add(category)
    return True
