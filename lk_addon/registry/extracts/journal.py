"""What the journal calls acts upon extracts."""

from cms.audit.actions import describe, describe_details, describe_values
from lk_addon.registry.models.extract import Extract

describe(extract={"issued": "выданы сведения из реестра"})
describe_details("extract", way="как выдан")
describe_values(way=dict(Extract.Way.choices))
