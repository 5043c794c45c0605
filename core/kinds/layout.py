"""Parts of the layout of a form: the layout objects of crispy-forms, and our own.

A layout names the fields of a form in their order: "name" is a field by the type of its column, and the
classes below draw it in another way. Its template pack is templates/headwaters/.
"""

from typing import Any

from crispy_forms import layout as crispy
from crispy_forms.helper import FormHelper
from django.forms import BaseForm
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from core.labels import Text

LayoutObject = crispy.LayoutObject


class Layout(crispy.Layout):
    """The fields of a form and what holds them together, in their order. What a form leaves out, such as a
    choice of nothing, is not drawn."""

    def __init__(self, *fields: str | LayoutObject) -> None:
        super().__init__(*fields)

    def render(self, form: BaseForm, context: Any, template_pack: str = "", **kwargs: Any) -> SafeString:
        fields = str | crispy.Field
        there = [
            each for each in self.fields if not isinstance(each, fields) or _name_of(each) in form.fields
        ]
        rendered: SafeString = Layout(*there).get_rendered_fields(form, context, template_pack, **kwargs)
        return rendered


class Lines(crispy.Field):
    """A field with room for `rows` lines of text."""

    def __init__(self, name: str, rows: int = 2) -> None:
        super().__init__(name, rows=rows)


class Quote(crispy.Field):
    """A field for what people say, set in their voice, with room for `rows` lines; a sentence has one."""

    def __init__(self, name: str, rows: int = 2) -> None:
        attrs: dict[str, Any] = {"rows": rows} if rows > 1 else {"autocomplete": "off"}
        super().__init__(name, css_class="said", **attrs)


class Blank(crispy.Field):
    """A blank of a sentence; an empty one shows, as `ghost`, what could stand in it."""

    def __init__(self, name: str, ghost: Text) -> None:
        super().__init__(name, css_class="said", autocomplete="off")
        self.attrs["placeholder"] = ghost  # later: crispy makes a text of it at once, in whatever language


class Sentence(LayoutObject):
    """Blanks that stand in one sentence: the label of each is the words before it."""

    def __init__(self, *blanks: Blank) -> None:
        self.fields = list(blanks)

    def render(self, form: BaseForm, context: Any, template_pack: str = "", **kwargs: Any) -> SafeString:
        blanks = [form[name] for name in field_names(self)]
        about = {"blanks": blanks, "without": context.get("without")}
        return render_to_string("components/sentence.html", about)


class Disclosure(LayoutObject):
    """Fields that few people fill, behind one line of `words`: open when one of them is filled, or wrong."""

    def __init__(self, words: Text, *fields: str | LayoutObject) -> None:
        self.words = words
        self.fields = list(fields)

    def render(self, form: BaseForm, context: Any, template_pack: str = "", **kwargs: Any) -> SafeString:
        there = [form[name] for name in field_names(self) if name in form.fields]
        about = {
            "words": self.words,
            "is_open": any(each.value() or each.errors for each in there),
            "inside": Layout(*self.fields).render(form, context, template_pack, **kwargs),
        }
        return render_to_string("components/folded.html", about) if there else SafeString("")


class Field(crispy.Field):
    """A field whose control has attributes of its own, such as an example in it: Field("unit",
    placeholder="%")."""

    def __init__(self, name: str, **attrs: str) -> None:
        super().__init__(name, **attrs)


class Radios(crispy.Field):
    """A choice among a few, all of them in sight; without an empty one where one has to be chosen."""

    def __init__(self, name: str, css_class: str = "") -> None:
        super().__init__(name, css_class=css_class)


class Scale(Radios):
    """A number that the kind offers in words, as a row of targets."""

    def __init__(self, name: str) -> None:
        super().__init__(name, css_class="number-row")


class OnEdit(LayoutObject):
    """Fields that only an existing artifact has: such as the goal of a hypothesis. A new one is added below
    its goal, an existing one may move to another."""

    def __init__(self, *fields: str) -> None:
        self.fields = list(fields)

    def render(self, form: BaseForm, context: Any, template_pack: str = "", **kwargs: Any) -> SafeString:
        if any(name not in form.fields for name in self.fields):
            return SafeString("")
        rendered: SafeString = self.get_rendered_fields(form, context, template_pack, **kwargs)
        return rendered


class Help(LayoutObject):
    """A template that helps to fill the form, such as an example."""

    def __init__(self, template: str) -> None:
        self.fields: list[str] = []
        self.template = template

    def render(self, form: BaseForm, context: Any, template_pack: str = "", **kwargs: Any) -> SafeString:
        return render_to_string(self.template, context.flatten())


def only(layout: Layout, *names: str) -> Layout:
    """These fields of the layout, as it shows them: for a page that asks for a part of an artifact."""
    return Layout(*(each for each in layout.fields if _name_of(each) in names))


def _name_of(field: str | LayoutObject) -> str:
    return field if isinstance(field, str) else str(field.fields[0])


def helper_of(layout: Layout) -> FormHelper:
    """Crispy-forms helper that lays out the fields of a form; the template around them writes the tag, the
    token and the buttons."""
    helper = FormHelper()
    helper.form_tag = False
    helper.disable_csrf = True
    helper.render_hidden_fields = True
    helper.layout = layout
    return helper


def field_names(layout: LayoutObject) -> tuple[str, ...]:
    """The names of the fields of the layout, in their order."""
    return tuple(pointer.name for pointer in layout.get_field_names())


def names_in(layout: LayoutObject, sort: type[LayoutObject]) -> tuple[str, ...]:
    """The names of the fields that the layout holds in an object of this sort, such as OnEdit."""
    names: list[str] = []
    for each in layout.fields:
        if isinstance(each, sort):
            names += each.fields
        elif isinstance(each, LayoutObject):
            names += names_in(each, sort)
    return tuple(names)


def exclude(layout: Layout, *names: str) -> Layout:
    """The layout without these fields."""
    return Layout(*(each for each in layout.fields if not set(field_names(Layout(each))) & set(names)))


def attributes(layout: LayoutObject) -> dict[str, dict[str, str]]:
    """The attributes of controls that the layout says, by the name of the field, for what draws single
    fields."""
    attrs_by_name: dict[str, dict[str, str]] = {}
    for each in layout.fields:
        if isinstance(each, crispy.Field):
            attrs_by_name |= dict.fromkeys(each.fields, each.attrs)
        elif isinstance(each, LayoutObject):
            attrs_by_name |= attributes(each)
    return attrs_by_name
