"""The names under which functions find their settings, as `casebook.settings` reads them."""

from enum import StrEnum


class Setting(StrEnum):
    """One environment variable of a function; a test compares them with the product's model."""

    STAGE = "CASEBOOK_STAGE"
    TABLE = "CASEBOOK_TABLE"
    BUCKET = "CASEBOOK_BUCKET"
    PUSH_ENDPOINT = "CASEBOOK_PUSH_ENDPOINT"
    WEBSOCKET_URL = "CASEBOOK_WEBSOCKET_URL"
    TURN_FUNCTION = "CASEBOOK_TURN_FUNCTION"
    OBSERVER_FUNCTION = "CASEBOOK_OBSERVER_FUNCTION"
    STATE_MACHINE_ARN = "CASEBOOK_STATE_MACHINE_ARN"
    DIAGNOSIS_SECONDS = "CASEBOOK_DIAGNOSIS_SECONDS"
    TRAIL_REQUESTS_A_SECOND = "CASEBOOK_TRAIL_REQUESTS_A_SECOND"
    RESULT_TOPIC_ARN = "CASEBOOK_RESULT_TOPIC_ARN"
