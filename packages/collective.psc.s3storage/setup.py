"""collective.psc.s3storage: the archives of a software center in an object store."""

from pathlib import Path
from setuptools import find_namespace_packages
from setuptools import setup


HERE = Path(__file__).parent


def read(name):
    return (HERE / name).read_text(encoding="utf-8")


setup(
    name="collective.psc.s3storage",
    version="2.0a1.dev0",
    description="The archives of a Plone software center in an S3-compatible object store",
    long_description=read("README.txt") + "\n\n" + read("CHANGES.txt"),
    long_description_content_type="text/x-rst",
    license="GPL-2.0-only",
    license_files=["LICENSE.txt"],
    keywords=["plone", "package index", "storage", "s3"],
    classifiers=[
        "Development Status :: 3 - Alpha",
        "Framework :: Plone",
        "Framework :: Plone :: 6.2",
        "Framework :: Plone :: Addon",
        "Intended Audience :: System Administrators",
        "Operating System :: POSIX",
        "Programming Language :: Python :: 3",
        "Programming Language :: Python :: 3.11",
        "Programming Language :: Python :: 3.12",
        "Programming Language :: Python :: 3.13",
        "Topic :: System :: Archiving :: Packaging",
    ],
    # native namespaces (PEP 420): there must be no collective/__init__.py
    packages=find_namespace_packages(include=["collective", "collective.*"]),
    # a plain path in a .pth file where it is developed: scripts of buildout run no import hook
    package_dir={"": "."},
    package_data={"collective.psc.s3storage": ["*.zcml"]},
    zip_safe=False,
    python_requires=">=3.11,<3.14",
    install_requires=[
        "Acquisition",
        "boto3>=1.36",
        "botocore>=1.36",
        "plone.uuid",
        # older ones are for a Plone of long ago
        "Products.PloneSoftwareCenter>=2.0a1.dev0",
        "urllib3>=2.1",
        "Zope",
        "zope.component",
        "zope.interface",
    ],
    extras_require={
        "test": ["plone.app.testing", "plone.testing", "transaction", "zope.schema"],
    },
    entry_points={"z3c.autoinclude.plugin": ["target = plone"]},
)
