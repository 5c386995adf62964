"""Letters of the project. Each is a row of post_office, written in the transaction of the change it tells of.

A letter is rendered when it is delivered: the database holds the name of its
template and a few ids, not its text, and so no link that opens anything.
Whatever the worker dies of, the row's Message-ID stays the same.

One plain text is written for each letter. The HTML part is made of the same text,
see ``cms.core.templatetags.mail_tags``: the two cannot say different things.
"""

from dataclasses import dataclass

from post_office import mail
from post_office.models import EmailTemplate

#: Programs that answer mail by themselves do not answer these (RFC 3834).
HEADERS = {"Auto-Submitted": "auto-generated"}


@dataclass(frozen=True)
class Letter:
    """A kind of letter: its name, its subject and the template of its plain text.

    The subject is read on locked screens and in journals of mail servers: it names no person and no matter.
    """

    name: str
    subject: str
    template: str

    def row(self):
        """Return post_office's row that stands for this letter, brought up to date."""
        wanted = {
            "subject": self.subject,
            "content": f'{{% include "{self.template}" %}}',
            "html_content": (
                f'{{% include "cms/core/mail/letter.html" with subject="{self.subject}" text="{self.template}" %}}'
            ),
        }
        return self.stored(**wanted)

    def stored(self, **wanted):
        """Return the row of this name with these fields: for a letter that is not made of one plain text.

        A unique index of ours (core, migration 0003) makes one row of two that are wanted at one moment.
        """
        row, _created = EmailTemplate.objects.get_or_create(
            name=self.name, language="", default_template=None, defaults=wanted
        )
        if any(getattr(row, field) != value for field, value in wanted.items()):
            vars(row).update(wanted)
            row.save()
        return row


def queue_letter(letter, *, to, context, expires_at=None):
    """Queue ``letter`` to the address ``to``; ``context`` must be JSON without secrets or personal data.

    After ``expires_at`` it is not sent any more. Returns post_office's Email.
    """
    return mail.send(
        to,
        template=letter.row(),
        context=context,
        headers=HEADERS,
        render_on_delivery=True,
        expires_at=expires_at,
        priority="medium",
    )
