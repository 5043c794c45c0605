"""How many people scored, in every language: the verb follows the number of those who did."""

from __future__ import annotations

import pytest
from django.utils.translation import override

from discovery.headlines import participation
from lvt.ranking_evidence.selectors import people_words


@pytest.mark.parametrize(
    ("language", "one", "several"),
    [
        ("en", "1 of 11 people scored", "9 of 11 people scored"),
        ("de", "1 von 11 Personen hat bewertet", "9 von 11 Personen haben bewertet"),
        ("fr", "1 personne sur 11 a noté", "9 personnes sur 11 ont noté"),
        ("es", "1 de 11 personas puntuó", "9 de 11 personas puntuaron"),
    ],
)
def test_the_verb_follows_those_who_scored(language: str, one: str, several: str) -> None:
    with override(language):
        assert (people_words(1, 11), people_words(9, 11)) == (one, several)


def test_titles_follow_it_too() -> None:
    with override("fr"):
        title = participation(scored=1, people=11, business=1, it=0, use_cases=1)
    assert title == "1 personne sur 11 a noté, aucune de l’IT"
