"""A fourth examination, held out, by somebody who had read neither the rules nor the others."""

from __future__ import annotations

from tests.evals._generate.fourth_exam.allotment_plots import allotment_plots
from tests.evals._generate.fourth_exam.atlas_tiles import atlas_tiles
from tests.evals._generate.fourth_exam.cobbler_orders import cobbler_orders
from tests.evals._generate.fourth_exam.curling_fees import curling_fees
from tests.evals._generate.fourth_exam.falconry_logs import falconry_logs
from tests.evals._generate.fourth_exam.herbarium_search import herbarium_search
from tests.evals._generate.fourth_exam.hymnal_scans import hymnal_scans
from tests.evals._generate.fourth_exam.lido_lockers import lido_lockers
from tests.evals._generate.fourth_exam.lunch_trays import lunch_trays
from tests.evals._generate.fourth_exam.marina_berths import marina_berths
from tests.evals._generate.fourth_exam.orchid_catalogue import orchid_catalogue
from tests.evals._generate.fourth_exam.parade_permits import parade_permits
from tests.evals._generate.fourth_exam.picnic_baskets import picnic_baskets
from tests.evals._generate.fourth_exam.sundial_quotes import sundial_quotes

SCENARIOS = (
    allotment_plots,
    atlas_tiles,
    cobbler_orders,
    curling_fees,
    falconry_logs,
    herbarium_search,
    hymnal_scans,
    lido_lockers,
    lunch_trays,
    marina_berths,
    orchid_catalogue,
    parade_permits,
    picnic_baskets,
    sundial_quotes,
)
