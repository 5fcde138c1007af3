"""The languages that there are: our pages speak them, and so do Plone's menus around them."""

from plone import api
from plone.app.testing import SITE_OWNER_NAME
from Products.PloneSoftwareCenter.tests.archives import make_wheel
from Products.PloneSoftwareCenter.tests.pages import PublishedPages


#: language, as Plone calls it -> what the search field of a center asks for, and the center's state
SPOKEN = {
    "de": ("Name, Zusammenfassung oder Schlagwort", "Offen für Einreichungen"),  # codespell:ignore
    "es": ("Nombre, resumen o palabra clave", "Abierto a nuevos proyectos"),  # codespell:ignore
    "fr": ("Nom, résumé ou mot clé", "Ouverte aux propositions"),  # codespell:ignore
    "it": ("Nome, sommario o parola chiave", "Aperto alle proposte"),  # codespell:ignore
    "nl": ("Naam, samenvatting of trefwoord", "Open voor inzendingen"),  # codespell:ignore
    "pt-br": ("Nome, resumo ou palavra-chave", "Aberto a novos projetos"),  # codespell:ignore
}


class TestLanguages(PublishedPages):
    def setUp(self):
        super().setUp()
        api.portal.set_registry_record("plone.available_languages", ["en", *SPOKEN])

    def test_a_site_speaks_one_of_them(self):
        for language, (field, state) in SPOKEN.items():
            with self.subTest(language=language):
                api.portal.set_registry_record("plone.default_language", language)
                self.read(user=SITE_OWNER_NAME)
                self.assertIn(field, self.html)
                # Plone's own menu says it
                self.assertIn(state, self.html)
                self.assertNotIn("Open for submissions", self.html)

    def test_the_toolbar_of_a_project_speaks_it(self):
        self.publish(make_wheel("demo", "1.0"))
        for language in SPOKEN:
            with self.subTest(language=language):
                api.portal.set_registry_record("plone.default_language", language)
                self.read("/demo", user=SITE_OWNER_NAME)
                self.assertIn("contentview-people", self.html)
                self.assertNotIn("Owners and maintainers", self.html)

    def test_english_is_what_the_code_says(self):
        self.read(user=SITE_OWNER_NAME)
        self.assertIn("Name, summary or keyword", self.html)
        self.assertIn("Open for submissions", self.html)
