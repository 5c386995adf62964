"""The app's acts in the words of the journal."""

from cms.audit.actions import describe

describe(calendar_address={"given": "выдан адрес календаря сроков", "revoked": "отозван адрес календаря сроков"})
