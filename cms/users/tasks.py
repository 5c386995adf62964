"""What beat asks for regularly."""

from celery import shared_task

from cms.users import domain


@shared_task
def forget_old_sign_ins():
    """Delete the sign-ins that nobody needs to be shown any more."""
    domain.forget_old_sign_ins()
