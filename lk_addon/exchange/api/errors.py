"""Errors in one form (RFC 9457): title, status, detail, and by field what is wrong with it."""

from django.core.exceptions import NON_FIELD_ERRORS
from django.core.exceptions import ValidationError as DomainError
from rest_framework import exceptions, status
from rest_framework.settings import api_settings
from rest_framework.views import exception_handler

MEDIA_TYPE = "application/problem+json"
TITLES = {
    400: "Запрос не понят",
    401: "Нужен действующий токен",
    403: "Не разрешено",
    404: "Не найдено",
    405: "Так не обращаются",
    406: "Такого формата нет",
    409: "Противоречит тому, что уже внесено",
    415: "Нужен JSON",
    429: "Слишком много обращений",
}


class Conflict(exceptions.APIException):
    """The number is taken by a row that says something else."""

    status_code = status.HTTP_409_CONFLICT
    default_detail = "Под этим external_id уже внесена другая запись."
    default_code = "conflict"


def answer(error, context):
    """Return the answer to an error, None where it is no error of the caller."""
    if isinstance(error, DomainError):
        error = exceptions.ValidationError(_by_field(error))
    response = exception_handler(error, context)
    if response is None:
        return None
    said, number = response.data, response.status_code
    problem = {"type": "about:blank", "title": TITLES.get(number, "Ошибка"), "status": number}
    if isinstance(error, exceptions.ValidationError):
        errors = said if isinstance(said, dict) else {api_settings.NON_FIELD_ERRORS_KEY: said}
        problem |= {"detail": "Исправьте названные поля.", "errors": errors}
    else:
        problem |= {"detail": said["detail"], "code": said["detail"].code}
    response.data, response.content_type = problem, MEDIA_TYPE
    return response


def _by_field(error):
    if not hasattr(error, "error_dict"):
        return {api_settings.NON_FIELD_ERRORS_KEY: error.messages}
    return {
        api_settings.NON_FIELD_ERRORS_KEY if name == NON_FIELD_ERRORS else name: messages
        for name, messages in error.message_dict.items()
    }
