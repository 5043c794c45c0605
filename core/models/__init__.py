from core.models.artifact import Artifact, if_there
from core.models.editing import Editing
from core.models.history import Operation
from core.models.installation import Installation
from core.models.limits import TokenBucket
