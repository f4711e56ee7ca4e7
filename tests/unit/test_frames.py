"""Frames go out whole, in their order, and never larger than API Gateway takes."""

import json

from hypothesis import example, given
from hypothesis import strategies as st

from casebook.frames import FRAME_BYTES, batched

SIZES = st.lists(st.integers(0, FRAME_BYTES - 20) | st.integers(0, 300), max_size=40)


@given(SIZES, st.sampled_from(["a", "ß", "🚒"]))
@example([FRAME_BYTES - 20, 0, FRAME_BYTES - 20], "a")
def test_frames_in_batches_are_the_frames(sizes: list[int], letter: str) -> None:
    width = len(letter.encode())
    frames = [json.dumps({"seq": n, "text": letter * (size // width - 20)}, ensure_ascii=False)
              for n, size in enumerate(sizes)]  # fmt: skip

    sent = list(batched(frames))

    assert all(len(each.encode()) <= FRAME_BYTES for each in sent)
    read = [json.loads(each) for each in sent]
    apart = [inner for each in read for inner in each.get("frames", [each])]
    assert apart == [json.loads(frame) for frame in frames]
    # No two neighbours would have fitted into one.
    assert len(sent) <= 1 + 2 * sum(map(len, map(str.encode, frames))) // (FRAME_BYTES - 40)
