"""The form of the annual report that every installation begins with; staff copy it and change the copy.

Sections by the practice of builders' SROs: law asks only for an internal document about the analysis of members'
activity (ГрК ст. 55.5 ч. 1).
"""

GROUND = "Положение о проведении анализа деятельности членов на основании отчётов (ГрК ст. 55.5 ч. 1)"

LINE, TEXT, WHOLE, MONEY, YES, CHOICE = "line", "text", "whole", "money", "yes", "choice"


def _question(code, label, kind=LINE, *, required=True, source="", **more):
    texts = {"help": "", "choices": ""} | more
    return {"code": code, "label": label, "type": kind, "required": required, "source": source} | texts


SECTIONS = (
    (
        "Общие сведения",
        "Взяты из реестра. Если они изменились, подайте заявление об изменении сведений реестра.",
        (
            _question("full_name", "Полное наименование", source="member.name"),
            _question("inn", "ИНН", source="member.inn"),
            _question("ogrn", "ОГРН или ОГРНИП", source="member.ogrn"),
            _question("address", "Адрес", source="member.address"),
            _question("phones", "Телефоны организации", source="member.phones"),
            _question("website", "Сайт", required=False, source="member.website"),
            _question("head", "Руководитель", source="member.head"),
            _question("staff_count", "Среднесписочная численность работников, человек", WHOLE),
        ),
    ),
    (
        "Руководители и специалисты",
        "",
        (
            _question(
                "listed_count",
                "Специалистов в НРС по основному месту работы",
                WHOLE,
                source="specialists.listed",
            ),
            _question("qualified_count", "Специалистов с действующей НОК", WHOLE, source="specialists.qualified"),
            _question("engineers_count", "Инженерно-технических работников, человек", WHOLE),
            _question("workers_count", "Рабочих строительных специальностей, человек", WHOLE),
            _question("attested_count", "Работников с аттестацией Ростехнадзора, человек", WHOLE, required=False),
        ),
    ),
    (
        "Договоры",
        "Из журнала договоров. Если чего-то не хватает, сообщите о договоре до отправки отчёта.",
        (
            _question("contracts_count", "Заключено договоров за год", WHOLE, source="contracts.count"),
            _question("contracts_sum", "На сумму, ₽", MONEY, source="contracts.sum"),
            _question(
                "competitive_count", "Из них конкурентными способами", WHOLE, source="contracts.competitive_count"
            ),
            _question("competitive_sum", "На сумму, ₽", MONEY, source="contracts.competitive_sum"),
            _question("performed_sum", "Исполнено за год по актам, ₽", MONEY, source="contracts.performed"),
            _question(
                "remaining_sum",
                "Фактический совокупный размер обязательств на 31 декабря, ₽",
                MONEY,
                source="contracts.remaining",
            ),
            _question("contracts_list", "Перечень договоров", TEXT, required=False, source="contracts.list"),
        ),
    ),
    (
        "Финансовые показатели",
        "По бухгалтерской отчётности за год.",
        (
            _question("revenue", "Выручка, ₽", MONEY),
            _question("own_works", "Строительно-монтажные работы собственными силами, ₽", MONEY),
            _question("subcontracted", "Работы субподрядчиков, ₽", MONEY, required=False),
        ),
    ),
    (
        "Имущество, качество и охрана труда",
        "",
        (
            _question("premises", "Здания и помещения", TEXT, help="Назначение, площадь, право."),
            _question("machinery", "Строительные машины и механизмы", TEXT, required=False),
            _question(
                "laboratory",
                "Лаборатория",
                CHOICE,
                choices="своя\nпо договору\nнет",
            ),
            _question("quality_system", "Система контроля качества внедрена", YES, required=False),
            _question("labour_safety", "Ответственный за охрану труда назначен", YES, required=False),
        ),
    ),
    (
        "Страхование",
        "",
        (_question("insurance_list", "Договоры страхования года", TEXT, required=False, source="insurance.list"),),
    ),
    (
        "Происшествия и требования",
        "Если за год ничего не было, поставьте 0.",
        (
            _question("accidents_count", "Аварий и несчастных случаев", WHOLE),
            _question("orders_count", "Предписаний государственного надзора", WHOLE),
            _question("claims_count", "Претензий и исков по договорам", WHOLE),
            _question("harm_sum", "Выплачено в возмещение вреда, ₽", MONEY),
            _question("incidents_text", "Подробности", TEXT, required=False),
        ),
    ),
    (
        "Планы и предложения",
        "",
        (
            _question("plans", "Планы на следующий год", TEXT, required=False),
            _question("proposals", "Предложения СРО", TEXT, required=False),
        ),
    ),
    (
        "Подтверждение",
        "",
        (_question("confirmed", "Сведения достоверны и полны", YES, required=True, help="Подтверждает подписавший."),),
    ),
)


def first_sections():
    """Return the sections as the form's field keeps them."""
    return [
        ("section", {"title": title, "help": explanation, "fields": list(questions)})
        for title, explanation, questions in SECTIONS
    ]
