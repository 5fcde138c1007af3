"""Products.PloneSoftwareCenter: a Plone site that is a Python package index."""

from pathlib import Path
from pythongettext.msgfmt import Msgfmt
from setuptools import Command
from setuptools import find_namespace_packages
from setuptools import setup
from setuptools.command.build_py import build_py


HERE = Path(__file__).parent
PO_FILES = "Products/PloneSoftwareCenter/locales/*/LC_MESSAGES/*.po"


class CompileCatalogues(Command):
    """Write the texts as gettext reads them: zope.i18n takes .mo files, and no .po files."""

    description = "compile the translated texts"
    user_options = []

    def initialize_options(self):
        """Nothing to choose."""

    def finalize_options(self):
        """Nothing to choose."""

    def run(self):
        for source in sorted(HERE.glob(PO_FILES)):
            compiled = source.with_suffix(".mo")
            if compiled.exists() and compiled.stat().st_mtime_ns > source.stat().st_mtime_ns:
                continue
            with source.open("rb") as opened:
                content = Msgfmt(opened, source.stem).get()
            # a site that starts meanwhile reads the old one or the new one
            written = compiled.with_suffix(".mo-new")
            written.write_bytes(content)
            written.replace(compiled)


class BuildWithCatalogues(build_py):
    """What is installed has its texts in all languages, from a checkout and from a wheel."""

    def run(self):
        self.run_command("compile_catalogues")
        super().run()


def read(name):
    return (HERE / name).read_text(encoding="utf-8")


setup(
    name="Products.PloneSoftwareCenter",
    version="2.0a1.dev0",
    description="A Plone site that is a Python package index",
    long_description=read("README.txt") + "\n\n" + read("CHANGES.txt"),
    long_description_content_type="text/x-rst",
    license="GPL-2.0-only",
    license_files=["LICENSE.txt"],
    keywords=["plone", "package index", "twine", "pip", "buildout"],
    classifiers=[
        "Development Status :: 3 - Alpha",
        "Environment :: Web Environment",
        "Framework :: Plone",
        "Framework :: Plone :: 6.2",
        "Framework :: Plone :: Addon",
        "Framework :: Zope :: 5",
        "Intended Audience :: Developers",
        "Intended Audience :: System Administrators",
        "Operating System :: POSIX",
        "Programming Language :: Python :: 3",
        "Programming Language :: Python :: 3.11",
        "Programming Language :: Python :: 3.12",
        "Programming Language :: Python :: 3.13",
        "Topic :: System :: Archiving :: Packaging",
        "Topic :: System :: Software Distribution",
    ],
    # a native namespace (PEP 420): there must be no Products/__init__.py
    packages=find_namespace_packages(include=["Products", "Products.*"]),
    # {"": "."} makes a development install a plain path in a .pth file; without it setuptools
    # writes an import hook, and the scripts that buildout makes never run that.
    # It also hides the files of MANIFEST.in from the wheel, hence package_data.
    package_dir={"": "."},
    package_data={"Products.PloneSoftwareCenter": ["**/*"]},
    exclude_package_data={"": ["*.pyc", "__pycache__/*"]},
    include_package_data=False,
    zip_safe=False,
    cmdclass={"build_py": BuildWithCatalogues, "compile_catalogues": CompileCatalogues},
    python_requires=">=3.11,<3.14",
    install_requires=[
        "AccessControl",
        "Acquisition",
        "BTrees",
        "Chameleon",
        "multipart",
        "nh3",
        "packaging>=26.0",
        "persistent",
        "plone.api",
        "plone.app.caching",
        "plone.app.content",
        "plone.app.contentrules",
        "plone.app.dexterity",
        "plone.app.layout",
        "plone.app.linkintegrity",
        "plone.app.portlets",
        "plone.app.registry",
        "plone.app.workflow",
        "plone.app.z3cform",
        "plone.autoform",
        "plone.base",
        "plone.batching",
        "plone.browserlayer",
        "plone.cachepurging",
        "plone.caching",
        "plone.contentrules",
        "plone.dexterity",
        "plone.i18n",
        "plone.indexer",
        "plone.namedfile",
        "plone.portlets",
        "plone.protect",
        "plone.registry",
        "plone.rest",
        "plone.restapi",
        "plone.stringinterp",
        "plone.supermodel",
        "plone.uuid",
        "plone.z3cform",
        "Products.CMFCore",
        "Products.CMFEditions",
        "Products.CMFPlone",
        "Products.DCWorkflow",
        "Products.GenericSetup",
        "Products.PluggableAuthService",
        "Products.statusmessages",
        "Products.ZCatalog",
        "readme_renderer[md]",
        "requests",
        "resolvelib",
        "transaction",
        "trove-classifiers",
        "urllib3",
        "waitress",
        "z3c.caching",
        "z3c.form",
        "zc.lockfile",
        "ZConfig",
        "zExceptions",
        "ZODB",
        "Zope",
        "zope.annotation",
        "zope.component",
        "zope.container",
        "zope.event",
        "zope.globalrequest",
        "zope.i18n",
        "zope.i18nmessageid",
        "zope.interface",
        "zope.lifecycleevent",
        "zope.location",
        "zope.processlifetime",
        "zope.publisher",
        "zope.schema",
        "zope.sendmail",
        "zope.traversing",
    ],
    extras_require={
        "test": [
            "feedparser",
            "hypothesis",
            "Pillow",
            "plone.app.discussion",
            "plone.app.iterate",
            "plone.app.multilingual",
            "plone.app.testing",
            "plone.testing",
            "playwright",
            "pytest",
            "rdflib",
            "setuptools",
            "twine",
            "uv",
            "zope.configuration",
            "zope.testrunner",
            "ZEO",
        ],
    },
    entry_points={
        "console_scripts": ["psc = Products.PloneSoftwareCenter.program.main:main"],
        "paste.filter_app_factory": ["fast = Products.PloneSoftwareCenter.road.filter:make_filter"],
        "plone.recipe.zope2instance.ctl": [
            "psc = Products.PloneSoftwareCenter.program.main:in_instance",
        ],
        "z3c.autoinclude.plugin": ["target = plone"],
    },
)
