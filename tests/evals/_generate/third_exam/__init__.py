"""A third examination, held out, by somebody who had read neither the rules nor the others."""

from __future__ import annotations

from tests.evals._generate.third_exam.attic_archive import attic_archive
from tests.evals._generate.third_exam.bicycle_docks import bicycle_docks
from tests.evals._generate.third_exam.canal_locks import canal_locks
from tests.evals._generate.third_exam.cider_labels import cider_labels
from tests.evals._generate.third_exam.fjord_passes import fjord_passes
from tests.evals._generate.third_exam.herb_parcels import herb_parcels
from tests.evals._generate.third_exam.honey_auctions import honey_auctions
from tests.evals._generate.third_exam.loom_patterns import loom_patterns
from tests.evals._generate.third_exam.meteor_alerts import meteor_alerts
from tests.evals._generate.third_exam.mill_ledgers import mill_ledgers
from tests.evals._generate.third_exam.opera_cloaks import opera_cloaks
from tests.evals._generate.third_exam.pier_lanterns import pier_lanterns
from tests.evals._generate.third_exam.puppet_tickets import puppet_tickets
from tests.evals._generate.third_exam.quarry_permits import quarry_permits
from tests.evals._generate.third_exam.reef_surveys import reef_surveys
from tests.evals._generate.third_exam.zoo_feedings import zoo_feedings

SCENARIOS = (
    attic_archive,
    bicycle_docks,
    canal_locks,
    cider_labels,
    fjord_passes,
    herb_parcels,
    honey_auctions,
    loom_patterns,
    meteor_alerts,
    mill_ledgers,
    opera_cloaks,
    pier_lanterns,
    puppet_tickets,
    quarry_permits,
    reef_surveys,
    zoo_feedings,
)
