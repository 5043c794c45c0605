"""Addresses of what a discovery as a whole says."""

from django.urls import include, path

from process.delta import views as delta
from process.early_domains import views as early_domains
from process.learnings import views as learnings
from process.strategy import views as strategy
from process.suitability import views as suitability

app_name = "process"

# Under organizations/<organization_slug>/: what comes before a discovery
of_strategy = [
    path("strategy/", strategy.strategy, name="organization_strategy"),
    path("strategy/begin/", strategy.begin, name="strategy_begin"),
    *strategy.STRATEGY_QUESTION_PAGES.urls("strategy/", "strategy/<uuid:uuid>/"),
    path("onboarding/", early_domains.onboarding, name="organization_onboarding"),
    path("onboarding/begin/", early_domains.begin, name="onboarding_begin"),
    *early_domains.CANDIDATE_PAGES.urls("onboarding/", "onboarding/<uuid:uuid>/"),
]

# Under d/<slug>/: why, and the delta
of_why = [
    path("why/", suitability.why, name="discovery_why"),
    path("why/begin/", suitability.begin, name="suitability_begin"),
    path("why/<uuid:uuid>/rate/", suitability.statement_rate, name="statement_rate"),
    *suitability.STATEMENT_PAGES.urls("why/", "why/<uuid:uuid>/", is_sortable=False),
    *suitability.STRATEGY_CHOICE_PAGES.urls("why/strategy/", "why/strategy/<uuid:uuid>/"),
    path("learnings/", learnings.learnings, name="discovery_learnings"),
    *learnings.LEARNING_PAGES.urls("learnings/", "learnings/<uuid:uuid>/"),
    path("delta/", delta.delta, name="discovery_delta"),
    path("delta/begin/", delta.begin, name="delta_begin"),
    *delta.DIMENSION_PAGES.urls("delta/dimensions/", "delta/dimensions/<uuid:uuid>/", is_sortable=False),
    *delta.VISIT_PAGES.urls("delta/visits/", "delta/visits/<uuid:visit>/"),
    path("delta/visits/<uuid:visit>/<uuid:uuid>/", delta.score, name="delta_score"),
    path("delta/visits/<uuid:visit>/<uuid:uuid>/action/", delta.gap_action, name="gap_action"),
]

urlpatterns = [
    path("organizations/<slug:organization_slug>/", include(of_strategy)),
    path("d/<slug:slug>/", include(of_why)),
]
