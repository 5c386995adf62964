"""Who may see specialists, whose data are personal (REQ-3.2.2.N6)."""


def may_see_specialists(request):
    """Say whether the cabinet shows specialists: to the member's own users, to staff with the right."""
    return not request.entrance.looking_in or request.user.has_perm("supervision.view_specialist")


def may_read_specialist_documents(request):
    """Say whether documents of specialists may be downloaded."""
    return not request.entrance.looking_in or request.user.has_perm("supervision.read_specialistdocument")
