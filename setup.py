"""Products.PloneSoftwareCenter: a Plone site that is a Python package index."""

from pathlib import Path
from setuptools import find_namespace_packages
from setuptools import setup


HERE = Path(__file__).parent


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
    python_requires=">=3.11,<3.14",
    install_requires=[
        "AccessControl",
        "Acquisition",
        "BTrees",
        "Chameleon",
        "multipart",
        "packaging",
        "persistent",
        "plone.api",
        "plone.app.dexterity",
        "plone.app.layout",
        "plone.app.linkintegrity",
        "plone.app.registry",
        "plone.app.workflow",
        "plone.app.z3cform",
        "plone.autoform",
        "plone.base",
        "plone.browserlayer",
        "plone.dexterity",
        "plone.i18n",
        "plone.indexer",
        "plone.namedfile",
        "plone.protect",
        "plone.registry",
        "plone.supermodel",
        "plone.uuid",
        "plone.z3cform",
        "Products.CMFCore",
        "Products.CMFPlone",
        "Products.DCWorkflow",
        "Products.GenericSetup",
        "Products.PluggableAuthService",
        "Products.statusmessages",
        "Products.ZCatalog",
        "readme_renderer[md]",
        "transaction",
        "trove-classifiers",
        "z3c.form",
        "zc.lockfile",
        "ZConfig",
        "zExceptions",
        "ZODB",
        "Zope",
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
        "zope.traversing",
    ],
    extras_require={
        "test": [
            "hypothesis",
            "Pillow",
            "plone.app.multilingual",
            "plone.app.testing",
            "plone.testing",
            "playwright",
            "pytest",
            "setuptools",
            "twine",
            "uv",
            "zope.annotation",
            "zope.configuration",
            "zope.testrunner",
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
