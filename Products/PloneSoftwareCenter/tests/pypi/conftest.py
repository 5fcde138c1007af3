"""Laws are tried with the same examples each time: a run that failed fails again."""

from hypothesis import HealthCheck
from hypothesis import settings


settings.register_profile(
    "psc",
    database=None,
    deadline=None,
    derandomize=True,
    # a clock, too, which a busy machine can't keep
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("psc")
