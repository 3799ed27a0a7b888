"""What every test may use. Tests of one part stand in the folder of that part."""
import os
import shutil

import pytest
from hypothesis import settings

# No deadline: the first call of a property loads models, and machines differ.
settings.register_profile("bronzin", deadline=None, print_blob=True)
settings.load_profile("bronzin")

_BROWSERS = ("chromium", "chromium-browser", "google-chrome")


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """The Chromium to test the page with: `$CHROMIUM`, or the first one on PATH."""
    named = os.environ.get("CHROMIUM")
    path = shutil.which(named) if named else next(filter(None, map(shutil.which, _BROWSERS)), None)
    if path is None:
        missing = f"CHROMIUM={named} cannot be run" if named else f"none of {', '.join(_BROWSERS)} is on PATH, and CHROMIUM is not set"
        if os.environ.get("REQUIRE_BROWSER") == "1":
            pytest.fail(f"REQUIRE_BROWSER=1, but {missing}")
        pytest.skip(f"THE PAGE IS NOT TESTED: {missing}")
    return path
