"""Files of signatures as they come: every wrapping is read, everything broken is refused with the same words."""

import base64
import tracemalloc
from contextlib import suppress
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lk_addon.signatures.containers import read_container
from lk_addon.signatures.errors import UnreadableContainerError
from tests.factories.hostile import crowded_cms

pytestmark = pytest.mark.req("REQ-3.2.1")
WORDS = b"document"


@pytest.mark.parametrize(
    "wrap", [bytes, base64.b64encode, base64.encodebytes, lambda der: b"\xef\xbb\xbf" + base64.b64encode(der)]
)
def test_der_and_base64_are_read_alike(pki, wrap):
    der = pki.sign(WORDS)
    assert read_container(wrap(der)) == read_container(der)


def test_pem_is_read(pki):
    container = read_container(pki.sign(WORDS, form="PEM"))
    assert not container.is_attached
    assert len(container.signers) == 1
    assert container.signers[0].has_required_attributes


def test_the_document_inside_is_given(pki):
    container = read_container(pki.sign(WORDS, attached=True))
    assert container.is_attached
    assert container.content == WORDS


def test_each_of_two_signatures_becomes_a_container_of_its_own(pki):
    container = read_container(pki.sign(WORDS, pki.head, pki.issuer.issue()))
    alone = [read_container(signer.der) for signer in container.signers]
    assert [len(one.signers) for one in alone] == [1, 1]
    assert alone[0].signers[0].signature != alone[1].signers[0].signature


def test_a_signature_without_signed_attributes_is_told(pki):
    assert not read_container(pki.sign(WORDS, plain=True, attributes=False)).signers[0].has_required_attributes
    assert not read_container(pki.sign(WORDS, plain=True)).signers[0].has_required_attributes


@pytest.mark.parametrize(
    "data",
    [b"", b"0", b"%PDF-1.4", b"\x30\x80", b"-----BEGIN CMS-----\nx\n", b"AAAA", b"\x30\x03\x02\x01\x01"],
)
def test_what_is_no_signature_is_refused(data):
    with pytest.raises(UnreadableContainerError, match="подпись"):
        read_container(data)


@pytest.mark.parametrize("parts", [{"signers": 21}, {"signers": 2_000_000}, {"signers": 1, "certificates": 2_000_000}])
def test_a_crowd_is_refused_before_it_is_looked_at(parts):
    tracemalloc.start()
    try:
        with pytest.raises(UnreadableContainerError, match="подпис"):
            read_container(crowded_cms(**parts))
        assert tracemalloc.get_traced_memory()[1] < 64 * 1024 * 1024
    finally:
        tracemalloc.stop()


def test_a_signature_cut_short_is_refused_wherever_it_was_cut(gost):
    der = gost.sign(WORDS)
    for length in range(0, len(der) - 1, 37):
        with pytest.raises(UnreadableContainerError):
            read_container(der[:length])


@cache
def _signed(pki):
    return pki.sign(WORDS)


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_bytes_changed_anywhere_give_a_container_or_the_one_error(gost, data):
    der = bytearray(_signed(gost))
    place = data.draw(st.integers(0, len(der) - 1))
    der[place] = data.draw(st.integers(0, 255))
    with suppress(UnreadableContainerError):  # anything else that is raised fails the test
        assert read_container(bytes(der)).signers
