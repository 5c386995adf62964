"""Django's way out for mail, with a point between the server's 250 and our mark."""

from django.core.mail.backends.smtp import EmailBackend

from cms.core.faultpoints import reach


class Backend(EmailBackend):
    """What the site under fault sends its letters with."""

    def send_messages(self, messages):
        sent = super().send_messages(messages)
        reach("mail.accepted")
        return sent
