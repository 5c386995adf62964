"""Trust and checks for tests."""

from django.utils import timezone

from lk_addon.signatures.domain.checking import perform, request_check
from lk_addon.signatures.domain.trust_store import add_authority, store_list
from lk_addon.signatures.models import SignatureCheck
from tests.factories.correspondence import stored_file

NAME = "Образцов Олег Олегович"


def trust(pki, *, revoked=None, lists=True):
    """Trust the authorities of ``pki``; their lists hold ``revoked`` (Person → moment). Returns the rows."""
    rows = [
        add_authority(data=authority.certificate.read_bytes(), ground="Сайт УЦ", actor=None)
        for authority in (pki.root, pki.issuer)
    ]
    if lists:
        store_list(issuer=rows[0], data=pki.root.crl())
        store_list(issuer=rows[1], data=pki.issuer.crl(revoked))
    return rows


def check_of(member, document, signature, *, name=NAME, at=None):
    """Return a finished check of the bytes ``signature`` upon the bytes ``document``."""
    check = request_check(
        document=stored_file(member, content=document),
        signature=stored_file(member, name="письмо.pdf.sig", content=signature),
        member=member,
        signatory_name=name,
        reference_time=at or timezone.now(),
    )
    perform(check)
    return SignatureCheck.objects.get(pk=check.pk)
