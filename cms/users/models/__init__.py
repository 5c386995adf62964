"""People and what proves that it is them."""

from cms.users.models.identity import IdentityCheck
from cms.users.models.second_factor import Authenticator, BackupCode, BackupCodes, PasskeyHost
from cms.users.models.sign_in import SignIn
from cms.users.models.user import User

__all__ = ["Authenticator", "BackupCode", "BackupCodes", "IdentityCheck", "PasskeyHost", "SignIn", "User"]
