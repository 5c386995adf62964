"""What Celery's beat starts and when; docs/operations.md tells it to people."""

from celery.schedules import crontab

# What waits longer than its own period is not worth doing twice: it expires.
SITE_SCHEDULE = {
    "work that is due": {
        "task": "cms.outbox.tasks.drain_outbox",
        "schedule": 5,
        "options": {"expires": 5},
    },
    "mail that is queued": {
        "task": "cms.core.tasks.send_letters",
        "schedule": 30,
        "options": {"expires": 30},
    },
    "pages to publish and to expire": {
        "task": "cms.core.tasks.publish_scheduled",
        "schedule": 60,
        "options": {"expires": 60},
    },
    "what need not be kept": {
        "task": "cms.core.tasks.clean_up",
        "schedule": crontab(hour=3, minute=10),
    },
    "sign-ins that are old": {
        "task": "cms.users.tasks.forget_old_sign_ins",
        "schedule": crontab(hour=3, minute=20),
    },
}

LK_ADDON_SCHEDULE = {
    "the public register": {
        "task": "lk_addon.registry.tasks.keep_public_register",
        "schedule": 60,
        "options": {"expires": 60},
    },
    "access that ended by the clock": {
        "task": "lk_addon.accounts.tasks.close_what_ended",
        "schedule": crontab(hour=0, minute=1),
    },
    "mandates about to end": {
        "task": "lk_addon.accounts.tasks.remind_of_terms",
        "schedule": crontab(hour=8, minute=0),
    },
    "imports and exports whose worker died": {
        "task": "lk_addon.exchange.tasks.revive_stalled",
        "schedule": 60,
        "options": {"expires": 60},
    },
    "files of exports whose link has ended": {
        "task": "lk_addon.exchange.tasks.expire_exports",
        "schedule": crontab(minute="*/10"),
    },
    "archives of correspondence whose worker died": {
        "task": "lk_addon.correspondence.tasks.revive_archives",
        "schedule": 60,
        "options": {"expires": 60},
    },
    "archives of correspondence whose link has ended": {
        "task": "lk_addon.correspondence.tasks.expire_archives",
        "schedule": crontab(minute="*/10"),
    },
    "uploads that nobody finished": {
        "task": "lk_addon.files.tasks.clear_uploads",
        "schedule": crontab(minute=20),
    },
    "files that came in before the antivirus": {
        "task": "lk_addon.files.tasks.scan_unscanned",
        "schedule": crontab(minute="*/10"),
    },
    "signatures whose check was left open": {
        "task": "lk_addon.signatures.tasks.repeat_open_checks",
        "schedule": crontab(minute="*/5"),
        "options": {"expires": 300},
    },
    "lists of revoked certificates": {
        "task": "lk_addon.signatures.tasks.fetch_revocation_lists",
        "schedule": crontab(minute=20),
        "options": {"expires": 3600},
    },
    "terms of correspondence": {
        "task": "lk_addon.correspondence.tasks.remind_of_terms",
        "schedule": crontab(hour=8, minute=5),
    },
    "uploaded files that went with no letter": {
        "task": "lk_addon.correspondence.tasks.clear_loose_files",
        "schedule": crontab(hour=3, minute=50),
    },
    "notices about contracts": {
        "task": "lk_addon.contracts.tasks.follow_notices",
        "schedule": crontab(hour=0, minute=20),
    },
    "letters that came back": {
        "task": "lk_addon.accounts.tasks.note_undelivered_letters",
        "schedule": crontab(minute=40),
    },
}
