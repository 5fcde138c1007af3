"""Was an object written? Its serial tells, once it is loaded."""


def loaded_serial(persistent):
    """Return the serial of the state that an object has now.

    One that is out of the memory knows none, or an old one, and when that happens is chance.
    """
    persistent._p_activate()
    return persistent._p_serial
