"""Creating all tables of an app at once: what the first migration of each app is made of."""

from collections.abc import Sequence

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations import AddConstraint, AddField, AddIndex, CreateModel
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState
from django.db.models import Model

Step = CreateModel | AddField | AddConstraint | AddIndex


class CreateModels(Operation):
    """Does what `steps` do one after another, but draws the models up once instead of once a step.

    Django renders all models that hang together again after each step. With two hundred of them that took
    most of a minute at the first start of Headwaters, and for each worker of the tests. Since no row is there
    yet, the tables can be made as they are after the last step.
    """

    reduces_to_sql = True
    reversible = True

    def __init__(self, steps: Sequence[Step]) -> None:
        """Raises TypeError for a step that does more than to create."""
        for step in steps:
            if not isinstance(step, Step):
                raise TypeError(f"{type(step).__name__} cannot be one of many steps")
        self.steps = list(steps)

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        # Without rendered models, a state is changed for nothing; they are rendered when someone asks next.
        if "apps" in vars(state):
            del state.apps
        for step in self.steps:
            step.state_forwards(app_label, state)

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        for model in self._models(app_label, schema_editor, to_state):
            schema_editor.create_model(model)

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        for model in reversed(self._models(app_label, schema_editor, from_state)):
            schema_editor.delete_model(model)

    def references_model(self, name: str, app_label: str) -> bool:
        return True

    def describe(self) -> str:
        return f"Create {len(self._names())} models"

    def _models(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, state: ProjectState
    ) -> list[type[Model]]:
        """The models of `state` that this database holds, in the order of the steps."""
        models = [state.apps.get_model(app_label, name) for name in self._names()]
        alias = schema_editor.connection.alias
        return [model for model in models if self.allow_migrate_model(alias, model)]

    def _names(self) -> list[str]:
        return [step.name for step in self.steps if isinstance(step, CreateModel)]
