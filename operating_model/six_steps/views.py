"""The overview of the operating model stream: the six steps, and their answers."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from discovery.models import Discovery
from discovery.web.drawings import drawing_of
from operating_model import edge_framework, edge_framework_drawing
from operating_model.six_steps.selectors import frame_of, step_words
from operating_model.views.page_access import viewer
from organizations.web import Request, page


@viewer
@require_safe
def frame(request: Request, discovery: Discovery) -> HttpResponse:
    """The six steps of EDGE, and the progress of each."""
    steps, words = frame_of(discovery), step_words()
    loop, _problem = drawing_of(
        edge_framework_drawing.source(words, [each.answers.is_complete for each in steps]),
        title=edge_framework_drawing.title(),
        description=edge_framework_drawing.description(words),
        links={f"step{each.number}": f"#step-{each.step.key}" for each in steps},
    )
    context = {
        "discovery": discovery,
        "steps": steps,
        "loop": loop,
        "in_common": edge_framework.IN_COMMON,
        "evolution": edge_framework.EVOLUTION,
    }
    return page(request, "operating_model/frame/frame.html", context)
