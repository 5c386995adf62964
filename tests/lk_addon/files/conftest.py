"""The antivirus, started once for all tests of files."""

import pytest

from tests.antivirus import Clamd


@pytest.fixture(scope="session")
def clamd(tmp_path_factory):
    """Start clamd, wait until it answers, and end it. Returns the path of its socket."""
    server = Clamd(tmp_path_factory.mktemp("clamd") / "home")
    server.start()
    yield str(server.socket)
    server.stop()
