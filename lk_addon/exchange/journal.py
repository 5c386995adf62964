"""What the journal calls imports, exports and acts of other systems."""

from cms.audit.actions import describe, describe_details

describe(
    export={
        "requested": "выгрузка заказана",
        "made": "файл выгрузки сделан",
        "failed": "выгрузка не получилась",
        "cancelled": "выгрузка отменена",
        "expired": "файл выгрузки удалён",
        "downloaded": "выгрузка скачана",
    },
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
    list="список",
    file_hash="хеш файла",
    applied="внесено",
    refused="не внесено",
    undone="отменено",
)
