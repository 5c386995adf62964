"""Certification authorities, made once in a run."""

import pytest

from tests.factories.pki import Pki


@pytest.fixture(scope="session", params=["gost", "rsa", "ecdsa"])
def pki(request, tmp_path_factory):
    """The authorities of one algorithm; the tests run with each."""
    return Pki(tmp_path_factory.mktemp("pki") / "made", request.param)


@pytest.fixture(scope="session")
def gost(tmp_path_factory):
    """The authorities of GOST alone."""
    return Pki(tmp_path_factory.mktemp("gost") / "made", "gost")
