"""What the journal calls imports and exports."""

from cms.audit.actions import describe, describe_details

describe(
    import_run={
        "uploaded": "загружен файл с данными",
        "checked": "файл с данными проверен",
        "applied": "данные из файла внесены",
        "undone": "внесение данных из файла отменено",
        "failed": "файл с данными не прочитан",
    },
)
describe_details(
    run="загрузка №",
    file_hash="хеш файла",
    rows="строк",
    applied="внесено",
    refused="не внесено",
    undone="отменено",
)
