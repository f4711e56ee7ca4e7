"""The scenarios that no rule may be written against: not to be read by whoever writes one."""

from __future__ import annotations

from tests.evals._generate.held_out.building_permits import building_permits
from tests.evals._generate.held_out.chalet_photos import chalet_photos
from tests.evals._generate.held_out.dental_claims import dental_claims
from tests.evals._generate.held_out.ferry_seats import ferry_seats
from tests.evals._generate.held_out.freight_routes import freight_routes
from tests.evals._generate.held_out.harbour_dues import harbour_dues
from tests.evals._generate.held_out.heat_meters import heat_meters
from tests.evals._generate.held_out.lab_samples import lab_samples
from tests.evals._generate.held_out.language_courses import language_courses
from tests.evals._generate.held_out.loan_decisions import loan_decisions
from tests.evals._generate.held_out.museum_tickets import museum_tickets
from tests.evals._generate.held_out.payroll_slips import payroll_slips
from tests.evals._generate.held_out.podcast_transcripts import podcast_transcripts
from tests.evals._generate.held_out.recipe_search import recipe_search
from tests.evals._generate.held_out.scooter_fares import scooter_fares
from tests.evals._generate.held_out.tow_dispatch import tow_dispatch

SCENARIOS = (
    building_permits,
    chalet_photos,
    dental_claims,
    ferry_seats,
    freight_routes,
    harbour_dues,
    heat_meters,
    lab_samples,
    language_courses,
    loan_decisions,
    museum_tickets,
    payroll_slips,
    podcast_transcripts,
    recipe_search,
    scooter_fares,
    tow_dispatch,
)
