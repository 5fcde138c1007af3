"""collective.psc.mirroring: the index of a software center as plain files."""

from pathlib import Path
from setuptools import find_namespace_packages
from setuptools import setup


HERE = Path(__file__).parent


def read(name):
    return (HERE / name).read_text(encoding="utf-8")


setup(
    name="collective.psc.mirroring",
    version="2.0a1.dev0",
    description="A software center's package index as plain files, served while Plone sleeps",
    long_description=read("README.txt") + "\n\n" + read("CHANGES.txt"),
    long_description_content_type="text/x-rst",
    license="GPL-2.0-only",
    license_files=["LICENSE.txt"],
    keywords=["plone", "package index", "mirror", "simple API", "pip", "buildout"],
    classifiers=[
        "Development Status :: 3 - Alpha",
        "Environment :: Console",
        "Framework :: Plone",
        "Framework :: Plone :: 6.2",
        "Framework :: Plone :: Addon",
        "Intended Audience :: System Administrators",
        "Operating System :: POSIX",
        "Programming Language :: Python :: 3",
        "Programming Language :: Python :: 3.11",
        "Programming Language :: Python :: 3.12",
        "Programming Language :: Python :: 3.13",
        "Topic :: System :: Archiving :: Mirroring",
        "Topic :: System :: Software Distribution",
    ],
    # native namespaces (PEP 420): there must be no collective/__init__.py
    packages=find_namespace_packages(include=["collective", "collective.*"]),
    # a plain path in a .pth file where it is developed: scripts of buildout run no import hook
    package_dir={"": "."},
    package_data={"collective.psc.mirroring": ["**/*.conf", "**/*.pt", "**/*.zcml"]},
    zip_safe=False,
    python_requires=">=3.11",
    install_requires=["requests", "urllib3>=2.1"],
    extras_require={
        "site": [
            "AccessControl",
            "Acquisition",
            "plone.protect",
            "plone.uuid",
            "Products.CMFCore",
            "Products.DCWorkflow",
            # older ones are for a Plone of long ago
            "Products.PloneSoftwareCenter>=2.0a1.dev0",
            "transaction",
            "ZODB",
            "Zope",
            "zope.annotation",
            "zope.component",
            "zope.interface",
            "zope.lifecycleevent",
            "zope.processlifetime",
        ],
        "test": [
            "plone.api",
            "plone.app.testing",
            "plone.dexterity",
            "pytest",
            "zope.event",
            "zope.globalrequest",
            "zope.publisher",
            "zope.schema",
        ],
    },
    entry_points={
        "collective.psc.mirroring": ["sync = collective.psc.mirroring.site.command:sync_command"],
        "console_scripts": ["psc-mirror = collective.psc.mirroring.program:main"],
        "plonesoftwarecenter.psc": ["mirror = collective.psc.mirroring.site.command:COMMAND"],
        "plone.autoinclude.plugin": ["target = plone", "module = collective.psc.mirroring.site"],
    },
)
