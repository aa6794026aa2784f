"""Durations, counts and logs of a run; nothing is configured by importing it."""

from backends.telemetry.logs import logging_to as logging_to
from backends.telemetry.stopwatch import StageRow as StageRow
from backends.telemetry.stopwatch import Stopwatch as Stopwatch

__all__ = ["StageRow", "Stopwatch", "logging_to"]
