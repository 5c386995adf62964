"""The Django project and what every page of it shares."""

from cms.celery import app as celery_app

__all__ = ["celery_app"]
