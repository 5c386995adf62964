"""What the commands tell a person and end with."""


class BackupError(Exception):
    """A backup cannot be made, or an archive cannot be restored; the message, in Russian, says what to do."""
