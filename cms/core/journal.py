"""What the journal calls acts on pages and on the site as a whole."""

from cms.audit.actions import describe, describe_details

describe(
    demo={"loaded": "демонстрационные данные загружены"},
    journal={"exported": "журнал действий выгружен"},
    page={"reviewed": "страница отмечена как проверенная"},
)
describe_details(
    page="номер страницы",
    title="заголовок",
    number="номер",
    reason="причина",
    document="документ",
    kind="вид",
    rows="строк",
    file="файл",
    expires_at="действует до",
)
