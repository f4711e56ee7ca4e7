"""A second examination, held out, by somebody who had read neither the rules nor the others."""

from __future__ import annotations

from tests.evals._generate.second_exam.bakery_preorders import bakery_preorders
from tests.evals._generate.second_exam.crossword_clubs import crossword_clubs
from tests.evals._generate.second_exam.glacier_cams import glacier_cams
from tests.evals._generate.second_exam.grant_reviews import grant_reviews
from tests.evals._generate.second_exam.hospice_rotas import hospice_rotas
from tests.evals._generate.second_exam.kayak_lessons import kayak_lessons
from tests.evals._generate.second_exam.lost_luggage import lost_luggage
from tests.evals._generate.second_exam.moth_sightings import moth_sightings
from tests.evals._generate.second_exam.notary_seals import notary_seals
from tests.evals._generate.second_exam.orchard_weights import orchard_weights
from tests.evals._generate.second_exam.pollen_counts import pollen_counts
from tests.evals._generate.second_exam.quiz_nights import quiz_nights
from tests.evals._generate.second_exam.sauna_bookings import sauna_bookings
from tests.evals._generate.second_exam.stamp_catalogue import stamp_catalogue
from tests.evals._generate.second_exam.theatre_props import theatre_props
from tests.evals._generate.second_exam.tram_delays import tram_delays

SCENARIOS = (
    bakery_preorders,
    crossword_clubs,
    glacier_cams,
    grant_reviews,
    hospice_rotas,
    kayak_lessons,
    lost_luggage,
    moth_sightings,
    notary_seals,
    orchard_weights,
    pollen_counts,
    quiz_nights,
    sauna_bookings,
    stamp_catalogue,
    theatre_props,
    tram_delays,
)
