"""The app's acts in the words of the journal."""

from cms.audit.actions import describe, describe_details

describe(
    mailing={
        "confirmed": "рассылка подтверждена",
        "sent": "рассылка отправлена",
        "stopped": "рассылка остановлена",
        "tested": "пробное письмо рассылки",
    },
    mail_wishes={"changed": "изменён выбор писем", "refused": "отказ от писем по ссылке"},
)
describe_details(
    recipients="получателей", category="категория", held="задержано писем", wanted="выбрано", before="было"
)
