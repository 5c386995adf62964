"""Letters of the add-on. Each is a row of post_office, written in the transaction of the change it tells of.

A letter is rendered when it is delivered: the database holds the name of its
template and a few ids, not its text, and so no link that opens anything.
Whatever the worker dies of, the row's Message-ID stays the same.
"""

from dataclasses import dataclass

from post_office import mail
from post_office.models import EmailTemplate


@dataclass(frozen=True)
class Letter:
    """A kind of letter: its name, its subject and the template of its plain text."""

    name: str
    subject: str
    template: str

    def row(self):
        """Return post_office's row that stands for this letter, brought up to date."""
        content = f'{{% include "{self.template}" %}}'
        row, _created = EmailTemplate.objects.get_or_create(
            name=self.name, language="", default_template=None, defaults={"subject": self.subject, "content": content}
        )
        if (row.subject, row.content) != (self.subject, content):
            row.subject, row.content = self.subject, content
            row.save()
        return row


def queue_letter(letter, *, to, context, expires_at=None):
    """Queue ``letter`` to the address ``to``; ``context`` must be JSON without secrets or personal data.

    After ``expires_at`` it is not sent any more. Returns post_office's Email.
    """
    return mail.send(
        to, template=letter.row(), context=context, render_on_delivery=True, expires_at=expires_at, priority="medium"
    )
