"""The stopwatch's table, and log lines that leave no trace in the logging configuration."""

import io
import logging
import re
import threading
import time

import pytest

from backends.telemetry import Stopwatch, logging_to


def test_a_stage_is_timed_each_time_it_runs() -> None:
    watch = Stopwatch()
    for pause in (0.01, 0.03):
        with watch.span("run") as span:
            time.sleep(pause)
        assert pause <= span.seconds < pause + 1
    (row,) = watch.rows()
    assert (row.stage, row.calls, row.failures) == ("run", 2, 0)
    assert row.longest >= 0.03
    assert row.total >= 0.04
    assert row.mean == row.total / 2


def test_a_stage_that_fails_is_counted_and_its_error_goes_on() -> None:
    watch = Stopwatch()
    with pytest.raises(KeyError), watch.span("parse"):
        raise KeyError("x")
    assert [(row.calls, row.failures) for row in watch.rows()] == [(1, 1)]


def test_stages_stand_in_the_order_of_their_first_end_and_counts_add_up() -> None:
    watch = Stopwatch()
    with watch.span("outer"):
        with watch.span("inner"):
            watch.count("rules")
        watch.count("rules", 4)
    watch.add("inner", 2.5)
    assert [row.stage for row in watch.rows()] == ["inner", "outer"]
    assert watch.rows()[0].longest == 2.5
    assert watch.counts() == {"rules": 5}


def test_threads_share_a_stopwatch() -> None:
    watch = Stopwatch()

    def work() -> None:
        for _ in range(500):
            with watch.span("run"):
                watch.count("steps")

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert watch.counts() == {"steps": 2000}
    assert watch.rows()[0].calls == 2000


def test_logs_reach_the_stream_while_the_block_lasts() -> None:
    stream = io.StringIO()
    log = logging.getLogger("backends.ledger")
    before = [(logger.level, list(logger.handlers)) for logger in (logging.getLogger("backends"), logging.getLogger())]
    with logging_to(stream, logging.INFO):
        log.info("row %d", 7)
        log.debug("not this")
    log.info("nor this")
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z INFO backends\.ledger: row 7\n", stream.getvalue())
    assert before == [
        (logger.level, list(logger.handlers)) for logger in (logging.getLogger("backends"), logging.getLogger())
    ]
