"""collective.dist: one build, several servers, one command."""

from pathlib import Path
from setuptools import find_namespace_packages
from setuptools import setup


HERE = Path(__file__).parent


def read(name):
    return (HERE / name).read_text(encoding="utf-8")


setup(
    name="collective.dist",
    version="2.0a1.dev0",
    description="One build, several package indexes, one command: mupload, mregister, mindex",
    long_description=read("README.txt") + "\n\n" + read("CHANGES.txt"),
    long_description_content_type="text/x-rst",
    license="BSD-3-Clause",
    license_files=["LICENSE.txt"],
    keywords=["upload", "register", "pypirc", "package index", "twine"],
    classifiers=[
        "Development Status :: 3 - Alpha",
        "Environment :: Console",
        "Intended Audience :: Developers",
        "Operating System :: OS Independent",
        "Programming Language :: Python :: 3",
        "Programming Language :: Python :: 3.9",
        "Programming Language :: Python :: 3.10",
        "Programming Language :: Python :: 3.11",
        "Programming Language :: Python :: 3.12",
        "Programming Language :: Python :: 3.13",
        "Topic :: System :: Archiving :: Packaging",
        "Topic :: System :: Software Distribution",
    ],
    # a native namespace (PEP 420): there must be no collective/__init__.py
    packages=find_namespace_packages(include=["collective", "collective.*"]),
    # a plain path in a .pth file where it is developed: scripts of buildout run no import hook
    package_dir={"": "."},
    zip_safe=False,
    python_requires=">=3.9",
    install_requires=[
        "docutils",
        "keyring",
        "packaging",
        "requests",
        "requests-toolbelt",
        "rich",
        # twine tells nothing of its modules: only what was tested (twine_forms.py)
        "twine>=6.2,<8",
        "urllib3",
    ],
    extras_require={"test": ["cryptography", "keyrings.alt", "pytest", "setuptools"]},
    entry_points={
        "console_scripts": [
            "mindex = collective.dist.program:mindex",
            "mregister = collective.dist.program:mregister",
            "mupload = collective.dist.program:mupload",
        ],
        "distutils.commands": [
            "check = collective.dist.commands.check:check",
            "mregister = collective.dist.commands.mregister:mregister",
            "mupload = collective.dist.commands.mupload:mupload",
        ],
    },
)
