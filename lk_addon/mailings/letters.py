"""The letter of a mailing. Its subject and text are looked up when it is delivered."""

from cms.core.letters import Letter
from lk_addon.cabinet.addresses import cabinet_url
from lk_addon.mailings.keys import refusal_key
from lk_addon.mailings.models import Category

SUBJECT = "{% load mailings_mail %}{% autoescape off %}{% mailing_subject mailing %}{% endautoescape %}"


class MailingLetter(Letter):
    """A letter whose text comes from the mailing: it has an HTML template of its own beside the plain one."""

    def row(self):
        """Return post_office's row that stands for this letter, brought up to date."""
        return self.stored(
            subject=SUBJECT,
            content=f'{{% include "{self.template}.txt" %}}',
            html_content=f'{{% include "{self.template}.html" %}}',
        )


MAILING = MailingLetter(name="mailings.mailing", subject="", template="lk_addon/mailings/mail/mailing")


def letter_context(mailing, user):
    """Return the ids that the letter's templates look everything up by."""
    return {"mailing": mailing.pk, "recipient": user.pk}


def letter_headers(mailing, user):
    """Return the headers by which mail programs offer to refuse the category with one press (RFC 8058)."""
    if mailing.category == Category.SERVICE:
        return {}
    address = cabinet_url("mailings:refuse", refusal_key(user, mailing.category))
    return {"List-Unsubscribe": f"<{address}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
