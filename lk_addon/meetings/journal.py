"""What the journal calls acts of meetings."""

from cms.audit.actions import describe, describe_details, describe_values
from lk_addon.meetings.models import Attendance, Ballot

describe(
    meeting={
        "saved": "собрание сохранено",
        "announced": "собрание объявлено",
        "moved": "собрание перенесено",
        "video_set": "ссылка на видеоконференцию указана",
        "material_added": "материал к собранию добавлен",
        "voting_opened": "список закрыт, голосование открыто",
        "reminded": "непроголосовавшим напомнили",
        "voting_closed": "голосование закрыто",
        "hall_counted": "подсчёт в зале внесён",
        "results_approved": "итоги собрания подведены",
        "held": "собрание состоялось",
        "cancelled": "собрание отменено",
    },
    ballot={
        "cast": "бюллетень подан",
        "withdrawn": "бюллетень отозван",
        "entered": "бумажный бюллетень внесён",
        "read": "бюллетень прочитан",
    },
    attendance={"registered": "участник собрания зарегистрирован", "struck": "регистрация на собрании снята"},
    meeting_terms={"saved": "правила собраний изменены"},
)
describe_details(
    meeting="собрание",
    electors="имеют право голоса",
    present="участвуют",
    adopted="приняты решения по вопросам",
    ballots="бюллетеней",
    votes="голосов",
    again="повторно",
    question="вопрос №",
)
describe_values(way=dict(Ballot.Way.choices) | dict(Attendance.Way.choices))
