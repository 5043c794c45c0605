"""Kinds of artifacts: what is true of each of them, declared once. Their base class is in base.py."""

from core.kinds.base import (
    ArtifactKind,
    LinkedRows,
    WrittenOutKind,
    artifact_kinds,
    hanging_on,
    kind_of,
    kind_of_label,
    kind_of_model,
    rows_below,
    written_out_kinds,
)
from core.kinds.display_fields import Capture, Display
from core.kinds.layout import (
    Blank,
    Disclosure,
    Field,
    Help,
    Layout,
    Lines,
    OnEdit,
    Quote,
    Radios,
    Scale,
    Sentence,
    attributes,
    exclude,
    field_names,
    helper_of,
    names_in,
    only,
)
from core.kinds.rules import (
    LIMIT_WORDS,
    check_length,
    check_title,
    check_visible,
    check_year,
    plain_message,
    rule_in_words,
    rule_of,
)
from core.kinds.scopes import NamedByMany, ScopeRules, named_by_many, named_of, scope_rules
