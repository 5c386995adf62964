"""What a token allows."""

from rest_framework.permissions import SAFE_METHODS, BasePermission

from lk_addon.exchange.models import Scope


class HasScope(BasePermission):
    """Wants the scope that the view names for reading (``read_scope``) or writing (``write_scope``)."""

    def has_permission(self, request, view):
        """Look into the token; without one the answer is 401."""
        if request.auth is None:
            return False
        scope = view.read_scope if request.method in SAFE_METHODS else view.write_scope
        self.message = f"Токену не разрешено: {Scope(scope).label} ({scope})." if scope else None
        return scope is None or scope in request.auth.scopes
