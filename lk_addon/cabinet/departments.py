"""The departments of the SRO by the groups of their staff, and which of them answers for a block of data."""

#: The group of staff who give access to the cabinet and take it away, and read what members say of it.
MEMBER_DEPARTMENT = "Отдел по работе с членами"
#: Those who keep the register. Where both were one group before, that group keeps all it had: nothing is taken away.
REGISTER_DEPARTMENT = "Отдел реестра"
#: Those who keep the ledger of fees.
ACCOUNTING_DEPARTMENT = "Бухгалтерия"
#: Those who keep contracts, insurance and inspections.
CONTROL_DEPARTMENT = "Отдел контроля"
#: Those who register letters and answer what belongs to no other department.
CORRESPONDENCE_DEPARTMENT = "Канцелярия"
#: Those who call meetings, register who came and count votes.
MEETINGS_DEPARTMENT = "Отдел собраний"
DEPARTMENTS = (
    MEMBER_DEPARTMENT,
    REGISTER_DEPARTMENT,
    ACCOUNTING_DEPARTMENT,
    CONTROL_DEPARTMENT,
    CORRESPONDENCE_DEPARTMENT,
    MEETINGS_DEPARTMENT,
)


def choices():
    """Return the departments as choices of a field: a new department then needs no migration."""
    return [(name, name) for name in DEPARTMENTS]


_departments = {}


def answer_for(department, *beginnings):
    """Let ``department`` answer for blocks whose code begins so: «contract», «contract-acts», but not «contracts».

    Raises ValueError when somebody answers for one of them already.
    """
    for beginning in beginnings:
        if beginning in _departments:
            raise ValueError(f"somebody answers for blocks {beginning!r} already")
        _departments[beginning] = department


def department_of(code):
    """Return the department that answers for the block ``code``; the member department where none has said so."""
    words = code.split("-")
    beginnings = ("-".join(words[:count]) for count in range(len(words), 0, -1))
    return next((_departments[one] for one in beginnings if one in _departments), MEMBER_DEPARTMENT)
