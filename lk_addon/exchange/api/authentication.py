"""Who calls: a system by its token."""

from django.contrib.auth.models import AnonymousUser
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework import exceptions
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from structlog.contextvars import bind_contextvars

from lk_addon.exchange.domain.tokens import hash_of, note_use
from lk_addon.exchange.models import ApiToken

REFUSALS = {
    "unknown": "Токен неизвестен.",
    "revoked": "Токен отозван.",
    "expired": "Срок действия токена истёк.",
    "malformed": "Заголовок Authorization должен быть вида «Bearer токен».",
}


class TokenAuthentication(BaseAuthentication):
    """``Authorization: Bearer …``. Sessions of people open nothing here."""

    def authenticate(self, request):
        """Return (nobody, the token), or None where no token is given. Raises AuthenticationFailed (401)."""
        header = get_authorization_header(request).split()
        if not header:
            return None
        if len(header) != 2 or header[0].lower() != b"bearer":
            raise self._refused("malformed")
        token = ApiToken.objects.filter(token_hash=hash_of(header[1].decode("latin-1"))).first()
        if token is None:
            raise self._refused("unknown")
        if not token.is_valid:
            raise self._refused("revoked" if token.revoked_at else "expired")
        note_use(token)
        bind_contextvars(system=token.system)  # the log and the journal name it
        return AnonymousUser(), token

    def authenticate_header(self, request):
        """Say what is wanted, so that the answer is 401."""
        return 'Bearer realm="api"'

    @staticmethod
    def _refused(code):
        return exceptions.AuthenticationFailed(REFUSALS[code], code=code)


class TokenScheme(OpenApiAuthenticationExtension):
    """What the description of the interface says of tokens."""

    target_class = TokenAuthentication
    name = "token"

    def get_security_definition(self, auto_schema):
        """Describe the header."""
        return {"type": "http", "scheme": "bearer", "description": "Токен, выданный СРО этой системе."}
