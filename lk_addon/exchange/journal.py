"""What the journal calls imports, exports and acts of other systems."""

from cms.audit.actions import describe, describe_details

describe(
    import_run={
        "uploaded": "загружен файл с данными",
        "checked": "файл с данными проверен",
        "applied": "данные из файла внесены",
        "undone": "внесение данных из файла отменено",
        "failed": "файл с данными не прочитан",
    },
    api_token={"issued": "выдан токен учётной системы", "revoked": "токен учётной системы отозван"},
)
describe_details(
    system="учётная система",
    scopes="что разрешено",
    run="загрузка №",
    file_hash="хеш файла",
    rows="строк",
    applied="внесено",
    refused="не внесено",
    undone="отменено",
)
