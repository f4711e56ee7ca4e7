"""An examination: held out as well, by somebody who had read neither the rules nor the others."""

from __future__ import annotations

from tests.evals._generate.exam.beehive_sensors import beehive_sensors
from tests.evals._generate.exam.blood_donors import blood_donors
from tests.evals._generate.exam.choir_scores import choir_scores
from tests.evals._generate.exam.court_filings import court_filings
from tests.evals._generate.exam.exam_results import exam_results
from tests.evals._generate.exam.flight_meals import flight_meals
from tests.evals._generate.exam.parcel_lockers import parcel_lockers
from tests.evals._generate.exam.rink_passes import rink_passes
from tests.evals._generate.exam.school_lunches import school_lunches
from tests.evals._generate.exam.ski_rentals import ski_rentals
from tests.evals._generate.exam.tide_gauges import tide_gauges
from tests.evals._generate.exam.trail_maps import trail_maps
from tests.evals._generate.exam.vet_visits import vet_visits
from tests.evals._generate.exam.wine_auctions import wine_auctions

SCENARIOS = (
    beehive_sensors,
    blood_donors,
    choir_scores,
    court_filings,
    exam_results,
    flight_meals,
    parcel_lockers,
    rink_passes,
    school_lunches,
    ski_rentals,
    tide_gauges,
    trail_maps,
    vet_visits,
    wine_auctions,
)
