"""May this person. A command has nobody behind it but the server's administrator, and may."""


def may_record_contributions(user):
    """Say whether an import of ``user`` may bring contributions to the compensation funds."""
    return user is None or user.has_perm("registry.add_fundcontribution")


def may_annul_contributions(user):
    """Say whether ``user`` may take such an import back."""
    return user is None or user.has_perm("registry.annul_fundcontribution")
