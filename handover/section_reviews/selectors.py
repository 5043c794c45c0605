"""Reads of the review before the handover: which sections there are, who was asked, and what they said."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext, gettext_lazy as _

from core.labels import Text, listed
from core.selectors.request_cache import cached_per_request
from discovery.headlines import brief
from discovery.models import Discovery, DiscoveryAccess
from discovery.registries import report_sections
from handover.models import ReviewState, SectionReview
from handover.versions.selectors import last_number
from organizations.models import User
from organizations.organization.selectors import accounts_of, admins_of

# The key of the report as a whole, beside those of its sections.
WHOLE = "report"
# A board reads so many requests for changes, and so many letters of each.
_MOST_REQUESTS, _LONGEST_REQUEST = 2, 160
_WHOLE_WORDS = _("The whole report")


@dataclass(frozen=True, slots=True)
class SectionLine:
    """A section with those who were asked to look through it. `key` may be one that no app registers any
    more."""

    key: str
    title: Text
    reviews: tuple[SectionReview, ...]

    @property
    def is_known(self) -> bool:
        """True if it can be read: an import may bring the section of an app that is not installed here."""
        return self.key in reviewable()

    @property
    def approved(self) -> int:
        return sum(review.state == ReviewState.APPROVED for review in self.reviews)


@dataclass(frozen=True, slots=True)
class ReviewSigner:
    """Someone who was asked to approve, and the `answer` to all sections together; `tone` is its color,
    "good", "late" or ""."""

    name: str
    answer: Text
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Review:
    """One round of reviews; `number` is the number of the version that it prepares."""

    number: int
    lines: tuple[SectionLine, ...]

    @property
    def reviews(self) -> list[SectionReview]:
        return [review for line in self.lines for review in line.reviews]

    @property
    def reviewers(self) -> list[str]:
        """Those who were asked to approve, each once."""
        return list(dict.fromkeys(str(each.reviewer) for each in self.reviews))

    @property
    def signers(self) -> list[ReviewSigner]:
        """Each of the `reviewers` with their answer: changes requested, if they requested any; approved, with
        the last day, if they approved all that they were asked for; else none yet."""
        reviews: dict[str, list[SectionReview]] = {}
        for each in self.reviews:
            reviews.setdefault(str(each.reviewer), []).append(each)
        return [_signer(name, reviews[name]) for name in self.reviewers]

    @property
    def state_words(self) -> str:
        """The version that is prepared, and how far it is approved."""
        values = {"number": self.number, "part": self.approved, "count": len(self.reviews)}
        if not self.reviews:
            return gettext("Draft of version %(number)s") % values
        if self.approved == len(self.reviews):
            return gettext("Version %(number)s, approved") % values
        return gettext("Version %(number)s · In review · %(part)s of %(count)s approved") % values

    @property
    def approved(self) -> int:
        return sum(line.approved for line in self.lines)

    @property
    def outstanding(self) -> list[SectionReview]:
        return [review for review in self.reviews if review.state == ReviewState.ASKED]

    @property
    def objections(self) -> list[SectionReview]:
        return [review for review in self.reviews if review.state == ReviewState.OBJECTED]

    @property
    def objection_words(self) -> str:
        """A sentence with the names of those who requested changes, each once; "" where no one did."""
        names = list(dict.fromkeys(each.reviewer for each in self.objections))
        return gettext("Changes requested by %(names)s.") % {"names": listed(names)} if names else ""

    @property
    def outstanding_words(self) -> str:
        """A sentence with the names of those who haven't answered yet, each once; "" where everyone has."""
        return waiting_words(self.outstanding)

    @property
    def unsettled_words(self) -> list[str]:
        """Sentences for a board while not everyone has approved: the number of approvals, the changes that
        were requested, and who hasn't answered yet; empty once everyone approved."""
        count = len(self.reviews)
        if self.approved == count:
            return []
        words = gettext("Approvals: %(part)s of %(count)s.")
        requests = [_request_words(line, each) for line in self.lines for each in line.reviews]
        requests = [each for each in requests if each]
        if len(requests) > _MOST_REQUESTS:
            requests = [self.objection_words]
        return [
            words % {"part": self.approved, "count": count},
            *requests,
            *filter(None, [self.outstanding_words]),
        ]


def waiting_words(reviews: Iterable[SectionReview]) -> str:
    """A sentence with the names of those who are asked in these reviews, each once; "" without any."""
    names = list(dict.fromkeys(each.reviewer for each in reviews))
    return gettext("No answer yet from %(names)s.") % {"names": listed(names)} if names else ""


def _signer(name: str, reviews: list[SectionReview]) -> ReviewSigner:
    states = {each.state for each in reviews}
    if ReviewState.OBJECTED in states:
        return ReviewSigner(name, ReviewState.OBJECTED.label, "late")
    if states != {ReviewState.APPROVED}:
        return ReviewSigner(name, gettext("No answer yet"))
    moments = [each.answered_at for each in reviews if each.answered_at]
    if not moments:
        return ReviewSigner(name, ReviewState.APPROVED.label, "good")
    day = date_format(localtime(max(moments)), "SHORT_DATE_FORMAT")
    return ReviewSigner(name, gettext("Approved on %(date)s") % {"date": day}, "good")


def _request_words(line: SectionLine, review: SectionReview) -> str:
    """A sentence with the changes that were requested, and for which section; "" if none were."""
    if review.state != ReviewState.OBJECTED:
        return ""
    values = {"part": line.title, "name": review.reviewer, "words": brief(review.comment, _LONGEST_REQUEST)}
    if not review.comment:
        return gettext("Changes to “%(part)s” requested by %(name)s.") % values
    return gettext("Changes to “%(part)s” requested by %(name)s: “%(words)s”") % values


def reviewable() -> dict[str, Text]:
    """Sections that people can be asked to review, key to title: the whole report, and each section in its
    order."""
    sections = sorted(report_sections, key=lambda section: section.order)
    return {WHOLE: _WHOLE_WORDS} | {section.key: section.title for section in sections}


def title_of(key: str) -> Text:
    """The title of a section, or its key when no app registers it any more."""
    return reviewable().get(key, key)


def current_round(discovery: Discovery) -> int:
    """The number of the version that is being prepared."""
    return last_number(discovery) + 1


@cached_per_request
def review_of(discovery: Discovery, number: int | None = None) -> Review:
    """The present round, or the one before version `number`: what was asked, section by section in the order
    of the report. Two queries."""
    round_ = current_round(discovery) if number is None else number
    rows = discovery.section_reviews.filter(round=round_).select_related("account")
    by_section: dict[str, list[SectionReview]] = {}
    for review in rows:
        by_section.setdefault(review.section, []).append(review)
    titles = reviewable()
    rank = {key: place for place, key in enumerate(titles)}
    keys = sorted(by_section, key=lambda key: (rank.get(key, len(rank)), key))
    return Review(
        round_, tuple(SectionLine(key, titles.get(key, key), tuple(by_section[key])) for key in keys)
    )


def asked_of(review: Review, account: User | None) -> list[SectionReview]:
    """Review requests to the account itself in this round."""
    if account is None:
        return []
    return [each for each in review.reviews if each.account_id == account.pk]


def accounts_to_ask(discovery: Discovery) -> QuerySet[User]:
    """Members of the organization who may look at the discovery, by name."""
    organization = discovery.domain.organization
    users = DiscoveryAccess.objects.filter(discovery=discovery).values("user")
    members = accounts_of(organization)
    accounts = members.filter(pk__in=users) | members.filter(pk__in=admins_of(organization).values("pk"))
    return accounts.distinct().order_by("name", "email")
