"""What the journal calls the acts of sign-in and of staff accounts."""

from cms.audit.actions import describe, describe_details, describe_values
from cms.users.models import IdentityCheck

describe(
    user={
        "signed_in": "вход",
        "signed_out": "выход",
        "sign_in_refused": "отказ во входе",
        "code_refused": "неверный код подтверждения",
        "session_ended": "сеанс завершён самим пользователем",
        "other_sessions_ended": "остальные сеансы завершены",
        "locked_out": "вход временно закрыт",
        "second_factor_added": "второй фактор подключён",
        "second_factor_removed": "второй фактор отключён",
        "second_factor_reset": "второй фактор сброшен",
        "identified": "личность проверена",
        "second_factors_reencrypted": "ключи второго фактора перешифрованы",
        "backup_codes_made": "резервные коды созданы",
        "password_changed": "пароль изменён",
        "staff_made": "сотрудник заведён",
        "staff_changed": "учётная запись сотрудника изменена",
    }
)
describe_values(purpose=dict(IdentityCheck.Purpose.choices), way=dict(IdentityCheck.Way.choices))
describe_details(
    purpose="для чего",
    way="как",
    second_factor="второй фактор",
    device="устройство",
    devices="устройства",
    count="количество",
    changed="изменено",
    groups="роли",
    at="когда",
    host="сайт",
    is_active="активен",
)
