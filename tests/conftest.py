"""What all tests share: the compiled ruleset, and positions that random play has reached."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, settings
from playing import Opened, reached, shipped

from wargame.ruleset.tables import Ruleset

settings.register_profile(
    "law",
    deadline=None,  # the machine may be busy
    derandomize=True,  # a law that holds today holds in the next run
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("law")


@pytest.fixture(scope="session")
def rules() -> Ruleset:
    """The ruleset that ships."""
    return shipped()


@pytest.fixture(scope="session")
def opened() -> Opened:
    """Positions of 48 games of random play, as they stood whenever orders were due."""
    return reached()
