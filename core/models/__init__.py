"""The base of all models, and what models of all apps use."""

from core.models.artifact import Artifact, HasPosition, if_there, random_pk
from core.models.constraints import exactly_one, in_choices, once
from core.models.editing import Editing
from core.models.history import (
    ActorKind,
    HasPlace,
    HistoryRow,
    Operation,
    OperationPlace,
    current_operation,
    moment,
    record_added,
)
from core.models.installation import Installation
from core.models.optional_links import optional_link
from core.models.token_buckets import TokenBucket
