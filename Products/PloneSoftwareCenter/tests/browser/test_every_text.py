"""Every text that people see can be translated.

The pages are opened in a language that puts brackets around each text. Outside of them is data:
what somebody wrote, names, or words that are the same in each language.
"""

from html.parser import HTMLParser
from Products.PloneSoftwareCenter.tests.browser.page_table import ROWS
from Products.PloneSoftwareCenter.tests.browser.sample import fill
from Products.PloneSoftwareCenter.tests.served import ServedCenter
from zope.component import getGlobalSiteManager
from zope.i18n import interpolate
from zope.i18n.interfaces import ITranslationDomain
from zope.interface import implementer

import re


DOMAINS = ("plonesoftwarecenter", "plone")
#: what people read beside texts
ATTRIBUTES = ("aria-label", "alt", "placeholder", "title", "data-psc-copied")
#: elements whose words are data, or programs
DATA = ("bdi", "code", "pre", "script", "style", "time", "textarea", "strong", "h1")
#: classes of such elements
DATA_CLASSES = ("psc-name", "psc-text", "psc-digest", "breadcrumb", "badge", "psc-releases")
WORD = re.compile(r"[A-Za-z]{3,}")
#: what is data, or a name, in all of ``sample.py``
KNOWN = re.compile(
    r".*(?:[Aa]cme|owen|rita|test_user_1_|pay|ann@| :: |https?:|sha256|SHA-256|BLAKE2b).*"
    r"|CSV|JSON|pip|buildout|easy_install|MIT|Plone \d\.\d.*|English|calendar|events"
    r"|Shows what is on.*|Tells people.*|Notes beside.*"
    # dates of the language of the site
    r"|[A-Z][a-z]{2} \d{2}, \d{4}.*"
    # core metadata, as its specification calls them
    r"|[A-Z][a-z]+-[A-Z][-A-Za-z]+|Summary|source"
    # names of files
    r"|(?:constraints|requirements)\.txt|(?:versions|buildout)\.cfg"
    # the text of an author, as docutils writes it
    r"|link to this section"
    # what an upload was answered
    r"|\w+ differs: the form says .*",
    re.DOTALL,
)


@implementer(ITranslationDomain)
class Bracketed:
    """A language in which each text is the English one between brackets."""

    def __init__(self, domain):
        self.domain = domain

    def translate(self, msgid, mapping=None, context=None, language=None, default=None, *plural):
        """Return it."""
        text = default if default is not None else msgid
        return f"[[{interpolate(text, mapping)}]]"


class Seen(HTMLParser):
    """Gathers the words of the main part of a page that no bracket is around."""

    VOID = ("area", "br", "col", "hr", "img", "input", "link", "meta", "path", "source", "wbr")

    def __init__(self):
        super().__init__()
        self.open = []
        self.depth = 0
        self.bare = []

    @property
    def is_inside(self):
        return any(tag == "main" for tag, _is_data in self.open)

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        if self.is_inside and not self.depth:
            self.bare += [
                f"{name}={found[name]}"
                for name in ATTRIBUTES
                if WORD.search(found.get(name) or "") and "[[" not in found[name]
            ]
        if tag not in self.VOID:
            classes = (found.get("class") or "").split()
            is_licenses = tag == "select" and "license" in (found.get("name") or "")
            is_data = tag in DATA or is_licenses or bool(set(classes) & set(DATA_CLASSES))
            self.open.append((tag, is_data))

    def handle_endtag(self, tag):
        if tag in self.VOID or not any(tag == one for one, _is_data in self.open):
            return
        while self.open.pop()[0] != tag:
            pass

    def handle_data(self, data):
        before = self.depth
        self.depth += data.count("[[") - data.count("]]")
        is_data = any(is_data for _tag, is_data in self.open)
        if before or "[[" in data or "]]" in data or is_data or not self.is_inside:
            return
        if WORD.search(data):
            self.bare.append(data.strip())


class TestEveryText(ServedCenter):
    maxDiff = None

    def setUp(self):
        super().setUp()
        fill(self)
        registered = getGlobalSiteManager()
        for name in DOMAINS:
            before = registered.queryUtility(ITranslationDomain, name)
            ours = Bracketed(name)
            registered.registerUtility(ours, ITranslationDomain, name)
            if before is None:
                self.addCleanup(registered.unregisterUtility, ours, ITranslationDomain, name)
            else:
                self.addCleanup(registered.registerUtility, before, ITranslationDomain, name)

    def words_of_center(self):
        """What a new center offers as choices: its managers' words from then on."""
        fields = ("available_categories", "available_self_certification_criteria")
        lines = [line for name in fields for line in getattr(self.center, name, None) or ()]
        texts = {part.strip() for line in lines for part in line.split("|")}
        return texts | {self.center.addon_description}

    def bare(self, client, path):
        """Return the words on a page that are neither between brackets nor data."""
        answer = client.get(path)
        self.assertIn(answer.status, (200, 302), path)
        seen = Seen()
        seen.feed(answer.text)
        found = {text.partition("=")[2] or text for text in seen.bare}
        return {text for text in found - self.words if not KNOWN.fullmatch(text)}

    def test_pages_have_no_words_of_their_own(self):
        self.words = self.words_of_center()
        for row in ROWS:
            # what programs read is English
            if not row.path.startswith("/simple"):
                client = self.nobody if row.who == ("visitor",) else self.manager
                path = f"/../{row.path}" if row.path.startswith("@@") else row.path
                with self.subTest(row.path):
                    self.assertEqual(self.bare(client, path), set())
