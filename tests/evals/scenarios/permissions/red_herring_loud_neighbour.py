"""One service shouts all day; the quiet one beside it lost a permission."""

import random

from tests.evals import aws, logs
from tests.evals.builder import ONE_HOUR, Incident, scenario


@scenario("photos", "albums", ONE_HOUR)
def red_herring_loud_neighbour(it: Incident) -> None:
    it.has(
        aws.function("album-api", logs.powertools("albums"), 110, 90),
        aws.function("thumbnailer", logs.python_lambda, 300, 400),
        aws.resource("originals", "other"),
        aws.table("album-index", 60),
    )
    it.calls("album-api > album-index", "album-api > originals > thumbnailer")
    it.runs("album-api", 1)

    def loud(dice: random.Random) -> str:
        return (
            "PIL.UnidentifiedImageError: cannot identify image file 'IMG_"
            f"{dice.randint(1, 9999)}.heic'"
        )

    it.says("thumbnailer", loud, 7, level="ERROR")
    it.series("thumbnailer", "Errors").usual = 21
    it.log("album-api 2 | album <0..99999> listed")
    it.change(-2900, "deployment thumbnailer ci | thumbnailer 55: pillow 12.1")
    it.change(
        -287,
        "permission album-api iam-sync | album-role: policies moved to boundary",
        [
            {
                "path": "Allow s3:PutObject",
                "before": "arn:aws:s3:::originals/*",
                "after": "arn:aws:s3:::originals-eu/*",
            }
        ],
    )
    it.log(
        "album-api 5 ERROR -275.. | upload failed\nTraceback (most recent call last):\n"
        '  File "/var/task/albums/upload.py", line 19, in upload\n'
        "botocore.exceptions.ClientError: An error occurred (AccessDenied) when calling "
        "the PutObject operation: User: "
        "arn:aws:sts::418295736104:assumed-role/album-role/album-api is not authorized to "
        'perform: s3:PutObject on resource: "arn:aws:s3:::originals/u/77/IMG_1.jpg"'
    )
    it.moves(-275, "album-api Errors 13")
    it.alarm("album-api-errors", "album-api", "Errors", 5, 3)
    it.expects(
        "album-api",
        "permission|configuration",
        mentions="s3:PutObject",
        blames="thumbnailer|album-index|originals",
    )
