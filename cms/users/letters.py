"""Letters about a person's own account, on either site. None names the person (REQ-4.2)."""

from cms.core.letters import Letter

SECOND_FACTOR_RESET = Letter(
    name="users.second_factor_reset",
    subject="Второй фактор вашей учётной записи сброшен",
    template="cms/users/mail/second_factor_reset.txt",
)
