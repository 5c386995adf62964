"""What the journal calls the making of a backup."""

from cms.audit.actions import describe, describe_details

describe(backup={"made": "резервная копия сделана"})
describe_details(files="файлов", size="размер, байт")
