"""What the journal calls acts on editions of regulations."""

from cms.audit.actions import describe, describe_details

describe(
    edition={
        "published": "редакция опубликована",
        "withdrawn": "редакция снята с публикации",
        "publication_refused": "плановая публикация редакции отменена",
        "imported": "редакция загружена из файла",
    }
)
describe_details(
    content_hash="хеш текста",
    file_hash="хеш файла",
    effective_from="вступает в силу",
    published_on="дата публикации",
    edition="номер страницы редакции",
)
describe_details("edition", source="откуда")
