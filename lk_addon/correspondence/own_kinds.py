"""Kinds whose matter is the register or the letter itself; rooms above register theirs in their own ``lk_setup.py``."""

from lk_addon.correspondence.decisions import extract as extract_decisions
from lk_addon.correspondence.decisions import registry_change as registry_decisions
from lk_addon.correspondence.domain.undertakings import give_undertaking
from lk_addon.correspondence.forms import level_change, right_change
from lk_addon.correspondence.forms.extract import ExtractForm
from lk_addon.correspondence.forms.general import GeneralForm, SignedOtherForm
from lk_addon.correspondence.forms.letter import LetterForm
from lk_addon.correspondence.forms.registry_change import RegistryChangeForm
from lk_addon.correspondence.kinds import FormOfKind, register

FORMS = "lk_addon/correspondence/forms"

register(FormOfKind("general", GeneralForm))
register(FormOfKind("signed_other", SignedOtherForm, f"{FORMS}/signed_other.html"))
register(FormOfKind("letter", LetterForm, f"{FORMS}/letter.html", on_sent=give_undertaking))
register(FormOfKind("extract", ExtractForm, f"{FORMS}/extract.html", decisions=(extract_decisions.ISSUE,)))
register(
    FormOfKind(
        "level_change",
        level_change.LevelChangeForm,
        f"{FORMS}/level_change.html",
        leads_to=level_change.after_question,
    )
)
register(
    FormOfKind(
        "right_change",
        right_change.RightChangeForm,
        f"{FORMS}/right_change.html",
        leads_to=right_change.after_question,
    )
)
register(
    FormOfKind(
        "registry_change",
        RegistryChangeForm,
        f"{FORMS}/registry_change.html",
        decisions=(registry_decisions.ENTER,),
    )
)
