"""Which of a project's names is meant."""

from Products.PloneSoftwareCenter.pypi.names import normalize_name


def main_name(project) -> str | None:
    """Return the main distribution name of a project as written, None where it has none."""
    names = tuple(getattr(project, "distributions", None) or ())
    return names[0] if names else None


def is_main_name(project, name: str | None) -> bool:
    """Is this the project's main name? No name stands for it."""
    main = main_name(project)
    return not name or (main is not None and normalize_name(name) == normalize_name(main))
